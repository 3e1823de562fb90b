import Testing

@testable import Training

struct SpreadTests {
  @Test func `the spread of numbers is that with n - 1`() throws {
    let spread = try #require(Spread([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(spread.count == 8 && spread.mean == 5)
    #expect(abs(try #require(spread.deviation) - (32.0 / 7).squareRoot()) < 1e-15)
    #expect(Spread([3])?.deviation == nil && Spread([3])?.mean == 3)
    #expect(Spread([]) == nil)
  }

  // By hand: differences 1, 2, 3, 6; mean 3, deviation sqrt(14/3), t of 3 degrees 3.182446305284263.
  @Test func `a paired difference has the interval of Student's t`() throws {
    let values: [UInt64: Double] = [1: 11, 2: 12, 3: 13, 4: 16, 9: 100]
    let others: [UInt64: Double] = [4: 10, 3: 10, 2: 10, 1: 10, 8: 0]
    let found = try #require(PairedDifference(values, minus: others, of: "plain"))
    #expect(found.seeds == [1, 2, 3, 4] && found.mean == 3 && found.against == "plain")
    let interval = try #require(found.interval)
    let reach = 3.182446305284263 * (14.0 / 3).squareRoot() / 2
    #expect(abs(interval[0] - (3 - reach)) < 1e-12 && abs(interval[1] - (3 + reach)) < 1e-12)
    #expect(!found.isAbove && !found.isBelow)
    let above = try #require(PairedDifference([1: 2, 2: 2.1], minus: [1: 0, 2: 0], of: "a"))
    #expect(above.isAbove && !above.isBelow)
    let below = try #require(PairedDifference([1: 0, 2: 0], minus: [1: 2, 2: 2.1], of: "a"))
    #expect(below.isBelow && !below.isAbove)
  }

  @Test func `one pair has no interval, and none no difference`() throws {
    let one = try #require(PairedDifference([1: 3, 2: 5], minus: [1: 1], of: "a"))
    #expect(one.mean == 2 && one.interval == nil && !one.isAbove && !one.isBelow)
    #expect(PairedDifference([1: 3], minus: [2: 1], of: "a") == nil)
  }
}
