import Torch

extension Tensor {
  /// The largest value of every window; padding counts as less than any value.
  public func maxPooled(_ kernel: Int, stride: Int, padding: Int = 0) throws -> Tensor {
    try maxPool2d(
      kernelSize: [kernel, kernel], stride: [stride, stride], padding: [padding, padding])
  }

  /// The mean of every window; padding counts as zeros.
  public func averagePooled(_ kernel: Int, stride: Int, padding: Int = 0) throws -> Tensor {
    try avgPool2d(
      kernelSize: [kernel, kernel], stride: [stride, stride], padding: [padding, padding])
  }

  /// `[N, C, H, W]` to the mean of every map, `[N, C]`.
  public func globalAveraged() throws -> Tensor {
    try mean(dim: [2, 3])
  }
}
