import Randomness
import Support
import Testing
import Torch

/// A way to draw a random tensor.
enum Draw: String, CaseIterable {
  case normal, uniform, bernoulli

  func callAsFunction(_ seed: UInt64, _ shape: [Int], dtype: DType = .float32) throws -> Tensor {
    switch self {
    case .normal: try .normal(shape, mean: 3, deviation: 2, seed: Seed(seed), dtype: dtype)
    case .uniform: try .uniform(shape, in: -1...4, seed: Seed(seed), dtype: dtype)
    case .bernoulli: try .bernoulli(shape, probability: 0.25, seed: Seed(seed), dtype: dtype)
    }
  }
}

@Suite struct RandomTests {
  @Test(arguments: Draw.allCases)
  func `one seed gives the same numbers however many threads there are`(draw: Draw) throws {
    let shape = [300, 400]  // more than one thread's share of any operation
    let drawn = try [1, 2, 4].map { threads in
      try ThreadCount.set(to: threads) { try draw(7, shape) }
    }
    #expect(try identical(drawn[0], drawn[1]))
    #expect(try identical(drawn[0], drawn[2]))
    #expect(try identical(drawn[0], draw(7, shape)))
  }

  @Test(arguments: Draw.allCases)
  func `another seed gives other numbers`(draw: Draw) throws {
    let seeds: [UInt64] = [0, 1, 1 << 31, 1 << 33 + 2, .max]
    let drawn = try seeds.map { try draw($0, [100]).bytes() }
    #expect(Set(drawn).count == seeds.count)
  }

  @Test(arguments: Draw.allCases, [DType.float32, .float64])
  func `numbers have the type, the shape and the moments asked for`(
    draw: Draw, dtype: DType
  ) throws {
    let drawn = try draw(11, [200, 500], dtype: dtype)
    #expect(try drawn.dtype == dtype)
    #expect(drawn.shape == [200, 500])
    let (mean, variance) = moments[draw] ?? (0, 0)
    let (foundVariance, foundMean) = try drawn.to(.float64).varMean()
    // Five standard errors of 100,000 draws; the fourth moment is at most 3 variances squared.
    #expect(try abs(foundMean.item() - mean) < 5 * (variance / 1e5).squareRoot())
    #expect(try abs(foundVariance.item() - variance) < 5 * variance * (3 / 1e5).squareRoot())
  }

  private let moments: [Draw: (Double, Double)] = [
    .normal: (3, 4), .uniform: (1.5, 25.0 / 12), .bernoulli: (0.25, 0.1875),
  ]

  @Test func `uniform numbers stay in their range and Bernoulli's are 0 and 1`() throws {
    let uniform = try Draw.uniform(5, [1000]).elements(Float.self)
    #expect(uniform.allSatisfy { (-1...4).contains($0) })
    let bernoulli = try Draw.bernoulli(5, [1000]).elements(Float.self)
    #expect(Set(bernoulli) == [0, 1])
    #expect(
      try Set(Tensor.bernoulli([9], probability: 1, seed: Seed(1)).elements(Float.self)) == [1])
  }

  @Test func `no elements are no error`() throws {
    for draw in Draw.allCases { #expect(try draw(1, [0, 3]).shape == [0, 3]) }
  }
}
