import Foundation
import Pictures
import Randomness
import Testing

struct RandomErasingTests {
  let picture = Picture(
    channels: 3, height: 60, width: 80, bytes: [UInt8](repeating: 9, count: 14_400))

  @Test func `the erased region has the colour, the rest is as it was`() throws {
    let region = Region(top: 1, left: 2, height: 2, width: 1)
    let small = Picture(channels: 2, height: 3, width: 3, bytes: Array(1...18))
    #expect(
      try small.erased(region, with: [0, 50]).bytes
        == [1, 2, 3, 4, 5, 0, 7, 8, 0, 10, 11, 12, 13, 14, 50, 16, 17, 50])
    #expect(
      try small.erased(region).bytes
        == [1, 2, 3, 4, 5, 0, 7, 8, 0, 10, 11, 12, 13, 14, 0, 16, 17, 0])
  }

  @Test func `areas and logarithms of shapes are drawn evenly, and places are within`() {
    let erasing = RandomErasing(probability: 1, scale: 0.05...0.25, ratio: 0.5...2)
    var values: [[Double]] = []
    for number in 0..<4_000 {
      var random = (Seed(31) / number).stream
      guard let region = erasing.region(of: picture, &random) else { continue }
      #expect(region.top >= 0 && region.top + region.height <= 60)
      #expect(region.left >= 0 && region.left + region.width <= 80)
      let area = Double(region.height * region.width) / 4_800
      let ratio = Double(region.height) / Double(region.width)
      values.append([(area - 0.05) / 0.2, (log(ratio) + log(2)) / (2 * log(2))])
    }
    #expect(values.count == 4_000)
    for which in 0..<2 {
      for quarter in 0..<4 {
        // 1,000 expected, deviation 27; sides are whole pixels, which moves some.
        let count = values.count { Int(($0[which] * 4).rounded(.down)) == quarter }
        #expect((850...1_150).contains(count), "\(which) \(quarter): \(count)")
      }
    }
  }

  @Test func `the probability is how often something is erased`() throws {
    let erasing = RandomErasing(probability: 0.25)
    var erased = 0
    for number in 0..<2_000 {
      var random = (Seed(5) / number).stream
      if try erasing(picture, &random) != picture { erased += 1 }
    }
    // 500 expected, deviation 19.
    #expect((405...595).contains(erased))
  }

  @Test func `a region as large as the picture is not erased`() throws {
    var random = Seed(1).stream
    let erasing = RandomErasing(probability: 1, scale: 1...1, ratio: 1...1)
    let square = Picture(channels: 1, height: 5, width: 5, bytes: [UInt8](repeating: 3, count: 25))
    #expect(erasing.region(of: square, &random) == nil)
    #expect(try erasing(square, &random) == square)
  }

  @Test func `noise has the mean and the deviation of its channel`() throws {
    let fill = RandomErasing.Fill.noise(mean: [50, 120, 200], deviation: [5, 10, 15])
    let erasing = RandomErasing(probability: 1, scale: 0.8...0.8, ratio: 0.75...0.75, fill: fill)
    var random = Seed(3).stream
    var same = random
    let erased = try erasing(picture, &random)
    _ = same.chance(1)
    let region = try #require(erasing.region(of: picture, &same))
    for (channel, (mean, deviation)) in [(50.0, 5.0), (120, 10), (200, 15)].enumerated() {
      let values = (region.top..<(region.top + region.height)).flatMap { row in
        (region.left..<(region.left + region.width)).map { Double(erased[channel, row, $0]) }
      }
      let found = values.reduce(0, +) / Double(values.count)
      let square = values.map { ($0 - found) * ($0 - found) }.reduce(0, +) / Double(values.count)
      #expect(abs(found - mean) < 5 * deviation / Double(values.count).squareRoot())
      #expect(abs(square.squareRoot() / deviation - 1) < 0.06)
    }
  }

  @Test func `noise that leaves the range of bytes is clipped`() throws {
    var random = Seed(3).stream
    let fill = RandomErasing.Fill.noise(mean: [250], deviation: [100])
    let erased = try RandomErasing(probability: 1, fill: fill)(picture, &random)
    #expect(erased.bytes.contains(255) && erased.bytes.contains { $0 != 9 && $0 < 200 })
  }

  @Test func `a colour or noise for other pictures is refused`() {
    var random = Seed(3).stream
    let error = PicturesError.wrongChannels(found: 3, expected: [2])
    for fill in [
      RandomErasing.Fill.color([1, 2]), .noise(mean: [1, 2], deviation: [1]),
      .noise(mean: [1], deviation: [1, 2]),
    ] {
      #expect(throws: error) { try RandomErasing(probability: 1, fill: fill)(picture, &random) }
    }
  }

  @Test func `slips in the arguments stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = RandomErasing(probability: 1.5) }
    await #expect(processExitsWith: .failure) { _ = RandomErasing(scale: 0.5...1.5) }
    await #expect(processExitsWith: .failure) { _ = RandomErasing(ratio: 0...1) }
  }
}
