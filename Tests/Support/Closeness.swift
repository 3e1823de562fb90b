import Torch

/// How far two tensors may be apart, as a part of the largest element of the one that is right.
///
/// float64 sums of up to some thousand terms agree to about 1e-13 in any order; deep networks carry
/// such differences on. float32 has 1e-7 in the place of 1e-16.
public enum Tolerance {
  /// Some tens of element-wise steps in float64, each rounded to 1e-16 of its result.
  public static let elementwise64 = 1e-14
  /// One layer in float64, in any order of its sums.
  public static let layer64 = 1e-12
  /// A whole network's forward and backward pass in float64.
  public static let network64 = 1e-10
  /// Some training steps in float64 (what the issue of parity asks for).
  public static let steps64 = 1e-9
  /// Slopes of a whole network in float64 by central differences of step 1e-6: ten digits of the
  /// loss are lost in its difference.
  public static let differences64 = 1e-6
  /// A draw in float32, rounded once more than PyTorch's, and through another logarithm and cosine
  /// where the processor has other vector instructions: some units of 1.2e-7.
  public static let draw32 = 1e-6
  /// Some tens of element-wise steps in float32, in another order of multiplications and divisions.
  public static let elementwise32 = 2e-6
  /// One layer in float32.
  public static let layer32 = 1e-5
}

/// The largest difference of two tensors, as a part of the largest element of `right`.
///
/// Infinite where shapes differ or an element is not a number; a whole 0 in `right` counts as 1.
public func distance(_ left: Tensor, _ right: Tensor) throws -> Double {
  guard left.shape == right.shape else { return .infinity }
  if left.count == 0 { return 0 }
  let left = try left.detach().to(.float64)
  let right = try right.detach().to(.float64)
  let difference = try (left - right).abs().amax().item()
  let size = try right.abs().amax().item()
  let part = difference / (size > 0 ? size : 1)
  return part.isFinite ? part : .infinity
}

/// Whether all elements are the same, bit for bit, NaN aside.
public func identical(_ left: Tensor, _ right: Tensor) throws -> Bool {
  guard left.shape == right.shape, try left.dtype == right.dtype else { return false }
  return try left.bytes() == right.bytes()
}
