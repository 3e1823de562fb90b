import Torch

/// A two-dimensional convolution, as `torch.nn.Conv2d`.
public struct Conv2D {
  /// The zeros around the maps.
  public enum Padding: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// So many on every side that maps of stride 1 keep their size (odd kernels).
    case centred
    /// This many on every side.
    case sides(Int)
    /// As many as make H / stride rows, rounded up, of H: TensorFlow's `SAME`. An odd one goes below
    /// and to the right, so that where they are depends on the maps' size.
    case tensorFlow

    /// The same number on every side.
    public init(integerLiteral value: Int) { self = .sides(value) }
  }

  private let weight: Tensor
  private let bias: Tensor?
  private let kernel: Int
  private let stride: Int
  private let padding: Padding
  private let dilation: Int
  private let groups: Int
  private let isDepthwise: Bool

  /// `channelsIn` to `channels` maps by windows of `kernel` x `kernel`.
  ///
  /// Biases, if there are any, are drawn as PyTorch draws them where no initializer is given.
  public init(
    _ channelsIn: Int, _ channels: Int, kernel: Int, stride: Int = 1, padding: Padding = .centred,
    dilation: Int = 1, groups: Int = 1, bias: Bool = false,
    weights: Initializer = .layerDefault, biases: Initializer? = nil, _ scope: Scope
  ) throws {
    precondition(
      groups > 0 && channelsIn % groups == 0, "\(channelsIn) channels do not make \(groups) groups")
    let fan = channelsIn / groups * kernel * kernel
    weight = try scope.parameter(
      "weight", [channels, channelsIn / groups, kernel, kernel], weights)
    let drawn = biases ?? .uniform(bound: 1 / Double(fan).squareRoot())
    self.bias = bias ? try scope.parameter("bias", [channels], drawn) : nil
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    isDepthwise = groups > 1 && groups == channelsIn && groups == channels && !bias
  }

  /// `[N, channelsIn, H, W]` to `[N, channels, H', W']`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let span = dilation * (kernel - 1)
    switch padding {
    case .centred: return try convolved(x, [span / 2, span / 2])
    case .sides(let zeros): return try convolved(x, [zeros, zeros])
    case .tensorFlow:
      let zeros = x.shape.suffix(2).map { side in
        max(0, (side + stride - 1) / stride * stride - stride + span + 1 - side)
      }
      guard zeros.contains(where: { $0 % 2 == 1 }) else {
        return try convolved(x, zeros.map { $0 / 2 })
      }
      let around = zeros.reversed().flatMap { [$0 / 2, $0 - $0 / 2] }
      return try convolved(x.constantPadNd(pad: around), [0, 0])
    }
  }

  private func convolved(_ x: Tensor, _ padding: [Int]) throws -> Tensor {
    if isDepthwise, padding[0] == padding[1] {
      return try x.depthwiseConvolution(
        weight, stride: stride, padding: padding[0], dilation: dilation)
    }
    let (maps, stride) = overruns && padding == [0, 0] ? (try seenPixels(of: x), 1) : (x, stride)
    return try maps.conv2d(
      weight, bias: bias, stride: [stride, stride], padding: padding,
      dilation: [dilation, dilation], groups: groups)
  }

  /// Whether oneDNN would write past its memory on the way back: strided windows of one pixel over fewer
  /// channels than it takes at a time (its issue 6035, as of libtorch 2.13).
  private var overruns: Bool { kernel == 1 && stride > 1 && weight.shape[1] < 16 }

  /// The pixels of `x` that strided windows of one pixel see.
  private func seenPixels(of x: Tensor) throws -> Tensor {
    try x.slice(dim: 2, step: stride).slice(dim: 3, step: stride)
  }
}
