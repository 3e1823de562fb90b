import Foundation
import Randomness
import Testing

@testable import Pictures

struct AugMixTests {
  @Test(arguments: GoldenPicture.all("mixed", in: "augmentation"))
  func `a mixture is that of its authors' formula, rounded`(_ golden: GoldenPicture) throws {
    let source = try golden.source
    let chains = try golden.text("chains").split(separator: ";").map { chain in
      try chain.split(separator: "+").reduce(source) { picture, step in
        let parts = step.split(separator: ":")
        let amount = try #require(Double(parts[1]))
        return try change(String(parts[0]), amount).apply(to: picture, with: .bilinear)
      }
    }
    let weights = try golden.text("weights").split(separator: ",").compactMap { Double($0) }
    let mixed = try source.mixed(with: chains, weights: weights, share: golden.number("share"))
    // Sums are of single precision here: a half may be rounded to the other side.
    #expect(difference(mixed, golden.picture) <= 1)
    let count = zip(mixed.bytes, golden.picture.bytes).count { $0 != $1 }
    #expect(count * 1_000 <= mixed.bytes.count)
  }

  @Test func `shares add up to 1, and are spread as Dirichlet's are`() {
    for alpha in [0.3, 1, 4] {
      var (sum, squares) = (0.0, 0.0)
      for number in 0..<20_000 {
        var random = (Seed(2) / number).stream
        let shares = random.shares(3, alpha: alpha)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12 && shares.allSatisfy { $0 >= 0 })
        sum += shares[1]
        squares += shares[1] * shares[1]
      }
      let mean = sum / 20_000
      // A third each; the variance is 2/9 over 3 alpha + 1.
      let variance = squares / 20_000 - mean * mean
      #expect(abs(mean - 1.0 / 3) < 0.01)
      #expect(abs(variance / (2.0 / 9 / (3 * alpha + 1)) - 1) < 0.04, "\(alpha): \(variance)")
    }
  }

  @Test func `shapes next to 0 leave one share that is all`() {
    var random = Seed(3).stream
    let shares = random.shares(3, alpha: 1e-6)
    #expect(shares.reduce(0, +) == 1)
  }

  @Test func `chains have each depth equally often`() throws {
    let picture = Picture(channels: 1, height: 1, width: 1, bytes: [100])
    let mix = AugMix(chains: 1, depth: 1...2, alpha: 1_000, operations: [.invert])
    var inverted = 0
    for number in 0..<2_000 {
      var random = (Seed(4) / number).stream
      // One change gives 155, two give 100 back; half of either is mixed with 100.
      inverted += try mix(picture, &random).bytes[0] > 110 ? 1 : 0
    }
    #expect((900...1_100).contains(inverted))
  }

  @Test(arguments: [1.0, 3, 10])
  func `levels are spread evenly between 0.1 and the severity`(severity: Double) throws {
    let picture = Picture(channels: 1, height: 1, width: 128, bytes: Array(0..<128))
    func sum(_ picture: Picture) -> Double { picture.bytes.reduce(0) { $0 + Double($1) } }
    /// What the change at a level adds up to; it rises by 1,460 a level.
    func expected(_ level: Double) throws -> Double {
      let change = Magnitudes.augMix.change(
        .brightness, at: MagnitudeLevel(level, of: 10), height: 1, width: 128)
      return sum(try change.apply(to: picture, with: .bilinear))
    }
    // A share of next to 0 or next to 1: half of the pictures are the change, the others themselves.
    let mix = AugMix(
      chains: 1, depth: 1...1, severity: severity, alpha: 1e-6, operations: [.brightness])
    let sums = try (0..<4_000).map { number in
      var random = (Seed(6) / number).stream
      return sum(try mix(picture, &random))
    }.filter { $0 != sum(picture) }.sorted()
    #expect((1_850...2_150).contains(sums.count))
    for part in [0, 0.25, 0.5, 0.75, 1] {
      let slack = 10 + (part == 0 || part == 1 ? 0.005 : 0.045) * 1_460 * severity
      let level = 0.1 + part * (severity - 0.1)
      let found = sums[Int(part * Double(sums.count - 1))]
      #expect(abs(found - (try expected(level))) < slack, "\(level)")
    }
  }

  @Test func `a picture of one level stays as it is where changes leave it so`() throws {
    let flat = Picture(channels: 3, height: 5, width: 4, bytes: [UInt8](repeating: 77, count: 60))
    for number in 0..<50 {
      var random = (Seed(5) / number).stream
      let mix = AugMix(operations: [.equalize, .autoContrast, .identity])
      #expect(try mix(flat, &random) == flat)
    }
  }

  @Test func `slips in the arguments stop the program`() async {
    await #expect(processExitsWith: .failure) { _ = AugMix(chains: 0) }
    await #expect(processExitsWith: .failure) { _ = AugMix(severity: 11) }
    await #expect(processExitsWith: .failure) { _ = AugMix(alpha: 0) }
  }
}
