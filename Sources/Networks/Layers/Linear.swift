import Torch

/// A matrix product and a shift, as `torch.nn.Linear`.
public struct Linear {
  private let weight: Tensor
  private let bias: Tensor

  /// `featuresIn` to `features` numbers.
  ///
  /// Biases are drawn as PyTorch draws them where no initializer is given.
  public init(
    _ featuresIn: Int, _ features: Int, weights: Initializer = .layerDefault,
    biases: Initializer? = nil, _ scope: Scope
  ) throws {
    weight = try scope.parameter("weight", [features, featuresIn], weights)
    let bound = 1 / Double(featuresIn).squareRoot()
    bias = try scope.parameter("bias", [features], biases ?? .uniform(bound: bound))
  }

  /// `[..., featuresIn]` to `[..., features]`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    try x.linear(weight, bias: bias)
  }
}
