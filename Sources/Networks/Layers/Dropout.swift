import Randomness
import Torch

/// Sets a random part of the elements to 0 in training (Srivastava et al., 2014).
///
/// The mask depends on the pass's seed and this layer's path alone.
public struct Dropout {
  private let probability: Double
  private let path: String

  /// Drops each element with `probability`, 0..<1, and scales the rest by 1 / (1 - probability).
  public init(_ probability: Double, _ scope: Scope) {
    precondition((0..<1).contains(probability), "a dropout probability is in 0..<1")
    self.probability = probability
    path = scope.path
  }

  /// `x`, thinned out where the pass has a seed; `x` itself otherwise.
  public func callAsFunction(_ x: Tensor, _ pass: Pass) throws -> Tensor {
    guard let seed = pass.seed, probability > 0 else { return x }
    let mask = try Tensor.bernoulli(
      x.shape, probability: 1 - probability, seed: seed / path, dtype: x.dtype, device: x.device)
    return try x * (mask / (1 - probability))
  }
}
