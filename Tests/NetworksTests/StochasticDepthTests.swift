import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct StochasticDepthTests {
  private let scope = Scope(ParameterStore(seed: Seed(1)))
  private let y: Tensor
  private let skip: Tensor

  init() throws {
    y = try .normal([8, 3, 4, 5], seed: Seed(2), dtype: .float64)
    skip = try .normal([8, 3, 4, 5], seed: Seed(3), dtype: .float64)
  }

  @Test(arguments: [0.2, 0.5, 0.9])
  func `whole pictures lose the block, by a draw from the pass's seed and the path alone`(
    rate: Double
  ) throws {
    let layer = StochasticDepth(rate, scope / "stage" / "drop_path")
    let (block, added) = (try y.requiringGradient(), try skip.requiringGradient())
    let sum = try layer(block, addedTo: added, .training(seed: Seed(9)))
    let kept = try Tensor.bernoulli(
      [8, 1, 1, 1], probability: 1 - rate, seed: Seed(9) / "stage.drop_path", dtype: .float64)
    let factors = try (kept / (1 - rate)).expand(size: y.shape)
    #expect(try distance(sum, skip + y * factors) < Tolerance.elementwise64)
    let slopes = try gradients(of: sum.sum(), at: [block, added])
    #expect(try identical(slopes[0], factors.contiguous()))
    #expect(try identical(slopes[1], .ones(y.shape, dtype: .float64)))
    #expect(try identical(sum, layer(block, addedTo: added, .attacking(seed: Seed(9)))))
  }

  @Test(arguments: [0.1, 0.4])
  func `blocks are left out as often as the rate says, and keep their mean`(rate: Double) throws {
    let layer = StochasticDepth(rate, scope)
    let ones = try Tensor.ones([40_000, 1, 1, 1])
    let sums = try layer(ones, addedTo: .zeros([40_000, 1, 1, 1]), .training(seed: Seed(4)))
    let dropped = try sums.eq(0).to(.float64).mean().item()
    // Four standard deviations of a share of 40,000.
    #expect(abs(dropped - rate) < 0.01)
    #expect(abs(try sums.mean().item() - 1) < 0.017)
  }

  @Test func `another seed and another path leave out others`() throws {
    func sum(_ path: String, _ seed: Seed) throws -> [UInt8] {
      try StochasticDepth(0.5, scope / path)(y, addedTo: skip, .training(seed: seed)).bytes()
    }
    let all = try [
      sum("a", Seed(1)), sum("a", Seed(2)), sum("b", Seed(1)), sum("b", Seed(2)),
    ]
    #expect(Set(all).count == 4)
  }

  @Test func `nothing is left out without a seed or at a rate of 0`() throws {
    #expect(!StochasticDepth(0.5, scope).acts(in: .evaluation))
    #expect(!StochasticDepth(0, scope).acts(in: .training(seed: Seed(1))))
    let sum = try StochasticDepth(0.5, scope)(y, addedTo: skip, .evaluation)
    #expect(try identical(sum, skip + y))
  }
}
