import Randomness
import Testing

@testable import Pictures

struct RandAugmentTests {
  @Test func `torchvision's form does what it draws, timm's every second of it`() {
    let usual = RandAugment()
    #expect(usual.count == 2 && usual.level == MagnitudeLevel(9, of: 30))
    #expect(usual.probability == 1 && usual.operations.count == 14)
    #expect(usual.operations.contains(.identity) && !usual.operations.contains(.invert))
    let timm = RandAugment(magnitudes: .timmIncreasing)
    #expect(timm.level == MagnitudeLevel(9, of: 10) && timm.probability == 0.5)
    #expect(timm.operations.count == 15 && timm.operations.contains(.translateXRel))
    #expect(!timm.operations.contains(.identity))
  }

  @Test func `operations are drawn evenly, several times over, and one after another`() throws {
    let transform = RandAugment(
      count: 2, level: 10, magnitudes: .timm, probability: 1, operations: [.invert, .solarizeAdd])
    let picture = Picture(channels: 1, height: 1, width: 1, bytes: [10])
    var times: [UInt8: Int] = [:]
    for number in 0..<4_000 {
      var random = (Seed(3) / number).stream
      times[try transform(picture, &random).bytes[0], default: 0] += 1
    }
    // 110 is added below 128. Twice inverted, brightened after and before it, twice brightened.
    #expect(Set(times.keys) == [10, 135, 230, 245])
    #expect(times.values.allSatisfy { (880...1_120).contains($0) }, "\(times)")
  }

  @Test func `an operation that was drawn is done as often as told`() throws {
    let picture = Picture(channels: 1, height: 1, width: 1, bytes: [10])
    let transform = RandAugment(count: 1, probability: 0.25, operations: [.invert])
    let count = try (0..<4_000).count { number in
      var random = (Seed(4) / number).stream
      return try transform(picture, &random) != picture
    }
    #expect((880...1_120).contains(count))
    var random = Seed(4).stream
    #expect(try RandAugment(count: 0)(picture, &random) == picture)
  }

  @Test(arguments: Magnitudes.allCases)
  func `every form takes grey and coloured pictures of any size`(_ magnitudes: Magnitudes) throws {
    for name in ["photo", "grey", "row", "column", "dot"] {
      let picture = try GoldenPicture.source(name)
      let transform = RandAugment(
        count: 4, magnitudes: magnitudes, operations: AugmentationOperation.allCases)
      for number in 0..<30 {
        var random = (Seed(11) / number).stream
        #expect(try transform(picture, &random).shape == picture.shape)
      }
    }
  }
}
