import Pictures
import Randomness
import Testing

struct SplitTests {
  @Test func `the last pictures are held out`() throws {
    let (training, validation) = try Split.held(outOf: 50_000, last: 5_000)
    #expect(training == Array(0..<45_000))
    #expect(validation == Array(45_000..<50_000))
  }

  @Test func `a random split is sorted, disjoint and whole`() throws {
    let (training, validation) = try Split.held(outOf: 100, random: 30, seed: Seed(1))
    #expect(validation.count == 30)
    #expect(training == training.sorted())
    #expect(validation == validation.sorted())
    #expect((training + validation).sorted() == Array(0..<100))
  }

  @Test func `a random split is the seed's, and not the last pictures`() throws {
    let first = try Split.held(outOf: 100, random: 30, seed: Seed(1)).validation
    #expect(try Split.held(outOf: 100, random: 30, seed: Seed(1)).validation == first)
    #expect(try Split.held(outOf: 100, random: 30, seed: Seed(2)).validation != first)
    #expect(first != Array(70..<100))
  }

  @Test func `every picture is held out about as often as any other`() throws {
    var times = [Int](repeating: 0, count: 10)
    for seed in 0..<4_000 {
      for place in try Split.held(outOf: 10, random: 3, seed: Seed(UInt64(seed))).validation {
        times[place] += 1
      }
    }
    // 1,200 expected of each, deviation 29.
    #expect(times.allSatisfy { (1_050...1_350).contains($0) }, "\(times)")
  }

  @Test func `a stratified split holds the same share out of every class`() throws {
    let labels = (0..<100).map { $0 % 10 < 6 ? 0 : $0 % 10 < 9 ? 7 : 3 }  // 60, 30, 10
    let (training, validation) = try Split.held(outOf: labels, stratified: 20, seed: Seed(1))
    #expect(
      Dictionary(grouping: validation) { labels[$0] }.mapValues(\.count) == [0: 12, 7: 6, 3: 2])
    #expect(training == training.sorted())
    #expect(validation == validation.sorted())
    #expect((training + validation).sorted() == Array(0..<100))
    let again = try Split.held(outOf: labels, stratified: 20, seed: Seed(1))
    #expect(again.validation == validation)
    #expect(try Split.held(outOf: labels, stratified: 20, seed: Seed(2)).validation != validation)
  }

  @Test func `what does not divide evenly goes to the largest remainders`() throws {
    let labels = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]  // of 4: 1.2, 1.2, 1.6
    let validation = try Split.held(outOf: labels, stratified: 4, seed: Seed(1)).validation
    #expect(
      Dictionary(grouping: validation) { labels[$0] }.mapValues(\.count) == [0: 1, 1: 1, 2: 2])
  }

  @Test(arguments: [-1, 0, 10, 11])
  func `holding out none, all or more is refused`(n: Int) {
    let expected = PicturesError.badSplit(held: n, count: 10)
    #expect(throws: expected) { try Split.held(outOf: 10, last: n) }
    #expect(throws: expected) { try Split.held(outOf: 10, random: n, seed: Seed(1)) }
    let labels = [Int](repeating: 0, count: 10)
    #expect(throws: expected) { try Split.held(outOf: labels, stratified: n, seed: Seed(1)) }
  }
}
