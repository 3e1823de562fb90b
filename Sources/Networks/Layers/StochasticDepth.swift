import Randomness
import Torch

/// Leaves out a block for some pictures in training (Huang et al., 2016), as timm's `DropPath`.
///
/// Which pictures depends on the pass's seed and this layer's path alone.
public struct StochasticDepth {
  private let rate: Double
  private let path: String

  /// Leaves the block out with probability `rate`, 0..<1, and scales it by 1 / (1 - rate) else.
  public init(_ rate: Double, _ scope: Scope) {
    precondition((0..<1).contains(rate), "a rate of stochastic depth is in 0..<1")
    self.rate = rate
    path = scope.path
  }

  /// Whether the pass leaves out anything.
  public func acts(in pass: Pass) -> Bool { pass.seed != nil && rate > 0 }

  /// `skip` plus the block's maps `y` for the pictures that keep the block, both `[N, C, H, W]`; in
  /// the type of `y`.
  public func callAsFunction(_ y: Tensor, addedTo skip: Tensor, _ pass: Pass) throws -> Tensor {
    guard let seed = pass.seed, rate > 0 else { return try skip.to(y.dtype) + y }
    let kept = try Tensor.bernoulli(
      [y.shape[0], 1, 1, 1], probability: 1 - rate, seed: seed / path, dtype: y.dtype,
      device: y.device)
    return try skip.to(y.dtype).addcmul(y, tensor2: kept / (1 - rate))
  }
}
