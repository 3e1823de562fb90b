import Torch

/// Weighs every channel by what all of them are on average over the map (Hu et al., 2018, section
/// 3), as timm's `SqueezeExcite` with swish.
public struct SqueezeExcite {
  private let reduce: Conv2D
  private let expand: Conv2D

  /// For maps of `channels`, whose averages pass through `reduced` numbers.
  ///
  /// Weights are drawn for layers of a fan out of `reduced` and `channels`; biases begin with 0.
  public init(_ channels: Int, reduced: Int, _ scope: Scope) throws {
    let weights = Initializer.kaimingNormal(.output)
    reduce = try Conv2D(
      channels, reduced, kernel: 1, bias: true, weights: weights, biases: .constant(0),
      scope / "conv_reduce")
    expand = try Conv2D(
      reduced, channels, kernel: 1, bias: true, weights: weights, biases: .constant(0),
      scope / "conv_expand")
  }

  /// `[N, channels, H, W]`, each channel times a number in 0...1 of its own.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let average = try x.mean(dim: [2, 3], keepdim: true)
    return try x * expand(reduce(average).silu()).sigmoid()
  }
}
