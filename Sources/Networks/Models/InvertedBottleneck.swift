import Torch

/// A block of EfficientNet: 1x1 to more channels, a convolution of each channel by itself,
/// squeeze-excite, and 1x1 to the channels that are left (Sandler et al., 2018, figure 4b; Tan and
/// Le, 2019, table 1: MBConv).
///
/// Nothing follows the last norm but the addition of the input where shapes allow it: what a block
/// leaves has both signs.
struct InvertedBottleneck {
  /// A convolution and the norm behind it.
  typealias Layer = (conv: Conv2D, norm: BatchNorm2D)

  /// What a block is, as a line of table 1 has it.
  struct Design {
    /// The side of the windows of each channel.
    let kernel: Int
    /// How many times as many channels there are inside.
    let expansion: Int
    /// The activation inside.
    let activation: Activation
    /// Whether there is a squeeze-excite, of a quarter of the channels that enter.
    let squeezes: Bool
  }

  private let expand: Layer?
  private let filter: Layer
  private let squeeze: SqueezeExcite?
  private let project: Layer
  private let activation: Activation
  private let depth: StochasticDepth?
  private let endsStage: Bool

  /// A block that is left out in training with probability `dropRate` where its input is added.
  init(
    _ design: Design, _ channelsIn: Int, _ channels: Int, stride: Int, dilation: Int = 1,
    dropRate: Double, endsStage: Bool, momentum: Double, _ scope: Scope
  ) throws {
    let inner = channelsIn * design.expansion
    // Without an expansion there are two layers, and names say so.
    let isSeparable = design.expansion == 1
    let names = isSeparable ? ["", "conv_dw", "conv_pw"] : ["conv_pw", "conv_dw", "conv_pwl"]
    func norm(_ index: Int, _ channels: Int) throws -> BatchNorm2D {
      try .efficientNet(channels, momentum, scope / "bn\(isSeparable ? index : index + 1)")
    }
    func mixing(_ index: Int, _ channelsIn: Int, _ channels: Int) throws -> Layer {
      let conv = try Conv2D(
        channelsIn, channels, kernel: 1, weights: .kaimingNormal(.output), scope / names[index])
      return (conv, try norm(index, channels))
    }
    expand = isSeparable ? nil : try mixing(0, channelsIn, inner)
    let conv = try Conv2D(
      inner, inner, kernel: design.kernel, stride: stride, padding: .tensorFlow,
      dilation: dilation, groups: inner,
      weights: .normal(deviation: 2.0.squareRoot() / Double(design.kernel)), scope / names[1])
    filter = (conv, try norm(1, inner))
    squeeze =
      design.squeezes ? try SqueezeExcite(inner, reduced: channelsIn / 4, scope / "se") : nil
    project = try mixing(2, inner, channels)
    activation = design.activation
    let isAdded = stride == 1 && channelsIn == channels
    depth = isAdded ? StochasticDepth(dropRate, scope / "drop_path") : nil
    self.endsStage = endsStage
  }

  /// `[N, channelsIn, H, W]` to `[N, channels, H / stride, W / stride]`, rounded up.
  func callAsFunction(
    _ x: ResidualBlock.Maps, _ pass: Pass
  ) throws -> ResidualBlock.Maps {
    var y = x.convolved
    if let expand { y = try expand.norm(expand.conv(y), pass, then: activation) }
    y = try filter.norm(filter.conv(y), pass, then: activation)
    if let squeeze { y = try squeeze(y) }
    y = try project.conv(y)
    let widened = endsStage && pass.isKept
    guard let depth, depth.acts(in: pass) else {
      return try project.norm.twice(
        y, pass, adding: depth == nil ? nil : x.added, widened: widened)
    }
    let sum = try depth(project.norm(y, pass, widened: widened), addedTo: x.added, pass)
    return (sum, sum)
  }
}

extension BatchNorm2D {
  /// A norm of EfficientNet: TensorFlow's epsilon.
  static func efficientNet(
    _ channels: Int, _ momentum: Double, _ scope: Scope
  ) throws -> BatchNorm2D {
    try BatchNorm2D(channels, momentum: momentum, epsilon: 1e-3, scope)
  }
}
