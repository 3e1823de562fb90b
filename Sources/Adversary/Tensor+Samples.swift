import Torch

extension Tensor {
  /// All dimensions but the samples'.
  private var sampleDimensions: [Int] { Array(1..<max(2, shape.count)) }

  /// The 2-norm of each sample, `[N, 1, ...]`.
  func sampleNorm() throws -> Tensor {
    try linalgVectorNorm(dim: sampleDimensions, keepdim: true)
  }

  /// Each sample brought to a 2-norm of 1; samples of zeros stay zeros.
  ///
  /// Divided by its largest element first: squares of small slopes vanish in float32.
  func sampleDirection() throws -> Tensor {
    let largest = try abs().amax(dim: sampleDimensions, keepdim: true).clamp(min: 1.2e-38)
    let scaled = try self / largest
    return try scaled / scaled.sampleNorm().clamp(min: 1e-30)
  }

  /// Ones of the type and in the place of `other`.
  static func ones(_ shape: [Int], like other: Tensor) throws -> Tensor {
    try ones(shape, dtype: other.dtype, device: other.device)
  }
}
