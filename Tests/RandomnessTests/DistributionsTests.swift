import Foundation
import Randomness
import Testing

@Suite struct DistributionsTests {
  private let count = 40_000

  /// Mean and variance of what `draw` gives.
  private func moments(_ name: String, _ draw: (inout RandomStream) -> Double) -> (Double, Double) {
    var stream = (Seed(3) / name).stream
    let numbers = (0..<count).map { _ in draw(&stream) }
    let mean = numbers.reduce(0, +) / Double(count)
    return (mean, numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count))
  }

  @Test func `normal numbers have mean 0 and variance 1`() {
    let (mean, variance) = moments("normal") { $0.normal() }
    #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03)
  }

  @Test(arguments: [0.2, 0.9, 1, 2.5, 30])
  func `gamma numbers have their shape as mean and variance`(shape: Double) {
    let (mean, variance) = moments("gamma") { $0.gamma(shape: shape) }
    #expect(abs(mean / shape - 1) < 0.04 && abs(variance / shape - 1) < 0.1)
  }

  @Test(arguments: [(0.2, 0.2), (1.0, 1.0), (2.0, 5.0), (0.5, 3.0)])
  func `beta numbers have the moments of their shapes, and lie in 0...1`(a: Double, b: Double) {
    var isInRange = true
    let (mean, variance) = moments("beta") {
      let number = $0.beta(a, b)
      isInRange = isInRange && (0...1).contains(number)
      return number
    }
    #expect(isInRange)
    #expect(abs(mean - a / (a + b)) < 0.01)
    #expect(abs(variance - a * b / ((a + b) * (a + b) * (a + b + 1))) < 0.005)
  }

  @Test func `tiny shapes give one end or the other`() {
    let (mean, _) = moments("ends") { $0.beta(1e-9, 3e-9) }
    #expect(abs(mean - 0.25) < 0.02)
  }

  @Test func `permutations hold every number once, each place as often`() {
    var stream = (Seed(4) / "orders").stream
    var first = [Int](repeating: 0, count: 5)
    for _ in 0..<10_000 {
      let order = stream.permutation(of: 5)
      #expect(order.sorted() == [0, 1, 2, 3, 4])
      first[order[0]] += 1
    }
    #expect(first.allSatisfy { abs($0 - 2_000) < 200 })
    #expect(stream.permutation(of: 0).isEmpty)
  }
}
