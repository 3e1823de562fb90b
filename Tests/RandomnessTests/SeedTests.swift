import Randomness
import Testing

@Suite struct SeedTests {
  @Test func `a path gives the same seed whoever asks, and another path another`() {
    #expect(Seed(3) / "augment" / 4 == Seed(3) / "augment" / 4)
    let others = [
      Seed(4) / "augment" / 4, Seed(3) / "order" / 4, Seed(3) / "augment" / 5,
      Seed(3) / 4 / "augment", Seed(3) / "augment" / "4", Seed(3),
    ]
    #expect(Set(others + [Seed(3) / "augment" / 4]).count == others.count + 1)
  }

  @Test func `the stream is SplitMix64`() {
    var stream = RandomStream(Seed(1_234_567))  // the generator's published test vector
    #expect(stream.next() == 6_457_827_717_110_365_317)
    #expect(stream.next() == 3_203_168_211_198_807_973)
  }

  @Test func `numbers stay in their range and fill it evenly`() {
    var stream = (Seed(1) / "even").stream
    var counts = [Int](repeating: 0, count: 9)
    for _ in 0..<90_000 { counts[stream.below(9)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
    let units = (0..<10_000).map { _ in stream.unit() }
    #expect(units.allSatisfy { 0 <= $0 && $0 < 1 })
    #expect(abs(units.reduce(0, +) / 10_000 - 0.5) < 0.02)
  }
}
