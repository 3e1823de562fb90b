import Torch

/// A two-dimensional convolution, as `torch.nn.Conv2d`.
public struct Conv2D {
  private let weight: Tensor
  private let bias: Tensor?
  private let stride: Int
  private let padding: Int
  private let dilation: Int
  private let groups: Int

  /// `channelsIn` to `channels` maps by windows of `kernel` x `kernel`.
  ///
  /// Without a `padding`, maps of stride 1 keep their size (odd kernels).
  public init(
    _ channelsIn: Int, _ channels: Int, kernel: Int, stride: Int = 1, padding: Int? = nil,
    dilation: Int = 1, groups: Int = 1, bias: Bool = false,
    weights: Initializer = .layerDefault, _ scope: Scope
  ) throws {
    precondition(
      groups > 0 && channelsIn % groups == 0, "\(channelsIn) channels do not make \(groups) groups")
    let fan = channelsIn / groups * kernel * kernel
    weight = try scope.parameter(
      "weight", [channels, channelsIn / groups, kernel, kernel], weights)
    self.bias =
      bias
      ? try scope.parameter("bias", [channels], .uniform(bound: 1 / Double(fan).squareRoot()))
      : nil
    self.stride = stride
    self.padding = padding ?? dilation * (kernel - 1) / 2
    self.dilation = dilation
    self.groups = groups
  }

  /// `[N, channelsIn, H, W]` to `[N, channels, H', W']`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    try x.conv2d(
      weight, bias: bias, stride: [stride, stride], padding: [padding, padding],
      dilation: [dilation, dilation], groups: groups)
  }
}
