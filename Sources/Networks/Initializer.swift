import Foundation
import Randomness
import Torch

/// How a parameter's first numbers are drawn: PyTorch's `torch.nn.init`.
public enum Initializer: Sendable, Hashable {
  /// Which side of a layer keeps its variance.
  public enum Fan: Sendable, Hashable {
    /// The values that enter one output: forward passes keep their variance.
    case input
    /// The outputs that one value enters: backward passes keep theirs.
    case output
  }

  /// One value everywhere.
  case constant(Double)
  /// Normal, of mean 0.
  case normal(deviation: Double)
  /// Uniform in `-bound...bound`.
  case uniform(bound: Double)
  /// Normal, of deviation sqrt(2 / fan): for layers before a relu (He et al., 2015).
  case kaimingNormal(Fan)
  /// Uniform in ±sqrt(6 / ((1 + slope²) fan in)); PyTorch's layers use a slope of sqrt(5).
  case kaimingUniform(slope: Double)

  /// What PyTorch's convolutions and linear layers draw their weights from.
  public static let layerDefault = kaimingUniform(slope: 5.0.squareRoot())

  /// `shape` drawn from `seed`, float32, on the CPU.
  public func tensor(_ shape: [Int], seed: Seed) throws -> Tensor {
    switch self {
    case .constant(let value):
      return try .full(value, shape)
    case .normal(let deviation):
      return try .normal(shape, deviation: deviation, seed: seed)
    case .uniform(let bound):
      return try .uniform(shape, in: -bound...bound, seed: seed)
    case .kaimingNormal(let fan):
      let deviation = (2 / Self.fan(fan, of: shape)).squareRoot()
      return try .normal(shape, deviation: deviation, seed: seed)
    case .kaimingUniform(let slope):
      let gain = (2 / (1 + slope * slope)).squareRoot()
      let bound = 3.0.squareRoot() * gain / Self.fan(.input, of: shape).squareRoot()
      return try .uniform(shape, in: -bound...bound, seed: seed)
    }
  }

  /// The values behind one output, or before one input, of a weight `[out, in, ...]`.
  private static func fan(_ fan: Fan, of shape: [Int]) -> Double {
    let window = shape.dropFirst(2).reduce(1, *)
    let channels = fan == .input ? shape.dropFirst().first : shape.first
    return Double(max(1, (channels ?? 1) * window))
  }
}
