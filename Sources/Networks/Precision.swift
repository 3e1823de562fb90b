import Torch

/// The number formats of parameters and of the heavy arithmetic.
public enum Precision: String, Sendable, CaseIterable {
  /// float32 throughout.
  case fp32
  /// float32 parameters; convolutions and matrix products in bfloat16.
  case bf16
  /// float64 throughout, to show exactness.
  case fp64

  /// The type of parameters, statistics and the maps between stages.
  public var storage: DType { self == .fp64 ? .float64 : .float32 }

  /// The type of convolutions and matrix products where it differs.
  public var autocast: DType? { self == .bf16 ? .bfloat16 : nil }
}
