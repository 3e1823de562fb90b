import CTorch

extension Tensor {
  /// A convolution of each channel by a window of its own: `[N, C, H, W]` by `[C, 1, K, K]`.
  ///
  /// As `torch.nn.functional.conv2d` with as many groups as channels. On the CPU, gradients of
  /// channels-last maps in float32, float64, or bfloat16 are summed by loops of its own, without rounding
  /// sums to bfloat16 and whatever the number of threads; those have no second derivatives. All
  /// else is libtorch's.
  public func depthwiseConvolution(
    _ weight: Tensor, stride: Int = 1, padding: Int = 0, dilation: Int = 1
  ) throws -> Tensor {
    try Tensor.make("depthwise convolution", [self, weight]) {
      ct_depthwise_convolution(handle, weight.handle, stride, padding, dilation, $0)
    }
  }
}
