import Foundation
import Testing

@testable import Training

struct StepSearchTests {
  @Test func `between two lengths it goes by the logarithm of lengths`() {
    // Halfway from 1.2 to 1.8 lies at the geometric mean of 0.01 and 0.04.
    #expect(StepSearch([(0.04, 1.8), (0.01, 1.2)]).next(toward: 1.5) == 0.02)
    #expect(StepSearch([(0.01, 1.5), (0.04, 2.5)]).next(toward: 2) == 0.02)
  }

  @Test func `beyond all lengths it halves and doubles`() {
    #expect(StepSearch([(0.01, 2), (0.02, 3)]).next(toward: 1.5) == 0.005)
    #expect(StepSearch([(0.01, 1.1), (0.02, 1.2)]).next(toward: 1.5) == 0.04)
    #expect(StepSearch([]).next(toward: 1.5) == 0.02)
  }

  @Test func `it ends where lengths make no sense or are known`() {
    #expect(StepSearch([(0.6, 1.1)]).next(toward: 1.5) == nil)
    #expect(StepSearch([(0.00015, 2)]).next(toward: 1.5) == nil)
    #expect(StepSearch([(0.0001, 1.4999), (0.1, 1.5)]).next(toward: 1.5) == nil)
  }

  @Test func `lengths have two digits that count`() throws {
    let length = try #require(StepSearch([(0.01, 1.2), (0.03, 2)]).next(toward: 1.5))
    #expect(length == 0.015)
  }

  @Test func `a ratio that is no number is passed over`() {
    #expect(StepSearch([(0.01, 1.2), (0.02, .nan), (0.04, 1.8)]).next(toward: 1.5) == 0.02)
  }

  @Test func `it comes to the aim in a few steps`() throws {
    func ratio(_ length: Double) -> Double { exp(30 * length) }
    var points = [0.01, 0.02, 0.1].map { ($0, ratio($0)) }
    var count = 0
    while let length = StepSearch(points).next(toward: 1.5), count < 6 {
      points.append((length, ratio(length)))
      count += 1
      if abs(ratio(length) - 1.5) < 0.02 { break }
    }
    #expect(count <= 3)
    #expect(abs((points.last?.1 ?? 0) - 1.5) < 0.03)
  }
}
