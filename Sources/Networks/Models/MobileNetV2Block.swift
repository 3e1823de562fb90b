import Torch

/// A block of MobileNetV2: 1x1 to more channels, 3x3 of each channel by itself, and 1x1 to the channels
/// that are left (Sandler et al., 2018, figure 4b), with torchvision's names.
///
/// Nothing follows the last norm but the addition of the input where shapes allow it.
struct MobileNetV2Block {
  private typealias Layer = (conv: Conv2D, norm: BatchNorm2D)

  private let expand: Layer?
  private let filter: Layer
  private let project: Layer
  private let isAdded: Bool
  /// How many zeros there are around what the block receives.
  private let padding: Int
  private let endsStage: Bool

  /// A block of `channelsIn * expansion` channels inside.
  ///
  /// `padsFirst`: the zeros that the 3x3 windows need at the edges are put around what the block receives,
  /// and so go through the first 1x1 convolution and its norm, as in VainF's code.
  init(
    _ channelsIn: Int, _ channels: Int, expansion: Int, stride: Int, dilation: Int,
    padsFirst: Bool, endsStage: Bool, momentum: Double, _ scope: Scope
  ) throws {
    let inner = channelsIn * expansion
    func layer(_ channelsIn: Int, _ channels: Int, _ conv: Scope, _ norm: Scope) throws -> Layer {
      (
        try Conv2D(
          channelsIn, channels, kernel: 1, weights: .kaimingNormal(.output), conv),
        try BatchNorm2D(channels, momentum: momentum, norm)
      )
    }
    let first = expansion == 1 ? 0 : 1
    expand =
      expansion == 1 ? nil : try layer(channelsIn, inner, scope / 0 / 0, scope / 0 / 1)
    filter = (
      try Conv2D(
        inner, inner, kernel: 3, stride: stride, padding: padsFirst ? 0 : .centred,
        dilation: dilation, groups: inner, weights: .kaimingNormal(.output), scope / first / 0),
      try BatchNorm2D(inner, momentum: momentum, scope / first / 1)
    )
    project = try layer(inner, channels, scope / (first + 1), scope / (first + 2))
    isAdded = stride == 1 && channelsIn == channels
    padding = padsFirst ? dilation : 0
    self.endsStage = endsStage
  }

  /// `[N, channelsIn, H, W]` to `[N, channels, H / stride, W / stride]`, rounded up.
  func callAsFunction(
    _ x: ResidualBlock.Maps, _ pass: Pass
  ) throws -> ResidualBlock.Maps {
    var y = x.convolved
    if padding > 0 {
      y = try y.constantPadNd(pad: [padding, padding, padding, padding])
    }
    if let expand { y = try expand.norm(expand.conv(y), pass, then: .relu6) }
    y = try filter.norm(filter.conv(y), pass, then: .relu6)
    return try project.norm.twice(
      project.conv(y), pass, adding: isAdded ? x.added : nil,
      widened: endsStage && pass.isKept)
  }
}
