import Torch

/// What follows a backbone in DeepLabV3+ (Chen et al., 2018, figure 2), with VainF's names.
///
/// Convolutions are drawn as there: normal, of deviation sqrt(2 / fan in).
struct DeepLabDecoder {
  /// The channels of the backbone's last maps, and of those of stride 4.
  let channels, earlyChannels: Int
  let classes: Int
  /// The dilations of ASPP's three windows.
  let rates: [Int]
  let dropout: Double
  /// Whether 3 x 3 convolutions are depthwise, with a 1 x 1 convolution behind each.
  let isSeparable: Bool
  /// The channels of every layer but the projected early maps, and those of these.
  private static let (width, projected) = (256, 48)

  func stages(_ scope: Scope) throws -> [Stage<SegmentationState>] {
    [try aspp(scope), try concat(scope), try classifier(scope)]
  }

  /// Atrous spatial pyramid pooling (Chen et al., 2017, arXiv 1706.05587, 3.3).
  private func aspp(_ scope: Scope) throws -> Stage<SegmentationState> {
    try Stage("aspp", scope / "aspp") { scope in
      let windows = try ([1] + rates).enumerated().map { index, rate in
        try ConvNormReLU(
          channels, Self.width, kernel: index == 0 ? 1 : 3, dilation: rate,
          isSeparable: isSeparable, scope / "convs" / index)
      }
      let pooled = try ConvNormReLU(
        channels, Self.width, kernel: 1, scope / "convs" / (1 + rates.count), first: 1)
      let project = try ConvNormReLU(
        (2 + rates.count) * Self.width, Self.width, kernel: 1, scope / "project")
      let drop = Dropout(dropout, scope / "project" / 3)
      return { x, pass in
        let mean = try pooled(x.mean(dim: [2, 3], keepdim: true), pass)
        let size = [mean.shape[0], mean.shape[1]] + x.shape.suffix(2)
        // An expanded mean is in no layout: beside it, `cat` would lay all that follows channel by channel.
        let maps = try windows.map { try $0(x, pass) } + [mean.expand(size: size).channelsLast()]
        return try drop(project(.cat(maps, dim: 1), pass, widened: pass.isKept), pass)
      }
    }
  }

  /// ASPP's maps at the size of the early ones, behind a projection of these.
  private func concat(_ scope: Scope) throws -> Stage<SegmentationState> {
    try Stage("concat", features: \.maps, scope / "project") { scope in
      let project = try ConvNormReLU(earlyChannels, Self.projected, kernel: 1, scope)
      return { state, pass in
        var state = state
        let near = try project(state.skips[0], pass, widened: pass.isKept)
        let far = try state.maps[0].resized(to: Array(near.shape.suffix(2)))
        state.maps = [try .cat([near, far.to(near.dtype)], dim: 1)]
        return state
      }
    }
  }

  /// Logits of the pictures' size.
  private func classifier(_ scope: Scope) throws -> Stage<SegmentationState> {
    try Stage("classifier", features: \.maps, scope / "classifier") { scope in
      let filter = try ConvNormReLU(
        Self.projected + Self.width, Self.width, kernel: 3, isSeparable: isSeparable, scope)
      let last = try Conv2D(
        Self.width, classes, kernel: 1, bias: true, weights: .kaimingNormal(.input), scope / 3)
      let wide = scope.store.precision.storage
      return { state, pass in
        var state = state
        let logits = try last(filter(state.maps[0], pass)).to(wide)
        state.maps = [try logits.resized(to: state.size)]
        return state
      }
    }
  }
}

extension Tensor {
  /// These maps at another size, by bilinear resampling.
  ///
  /// The way back is several times faster from gradients that lie as the maps do.
  fileprivate func resized(to size: [Int]) throws -> Tensor {
    try upsampleBilinear2d(outputSize: size, alignCorners: false).gradientsChannelsLast()
  }
}

/// A convolution, separable or not, its norm and relu.
private struct ConvNormReLU {
  /// One convolution, or a depthwise one and one of single pixels.
  private let convs: [Conv2D]
  private let norm: BatchNorm2D

  /// The convolution is number `first` of its sequence, the norm the next.
  ///
  /// One of single pixels is never separable.
  init(
    _ channelsIn: Int, _ channels: Int, kernel: Int, dilation: Int = 1, isSeparable: Bool = false,
    _ scope: Scope, first: Int = 0
  ) throws {
    let place = scope / first
    if isSeparable, kernel > 1 {
      convs = [
        try Conv2D(
          channelsIn, channelsIn, kernel: kernel, dilation: dilation, groups: channelsIn,
          weights: .kaimingNormal(.input), place / "body" / 0),
        try Conv2D(
          channelsIn, channels, kernel: 1, weights: .kaimingNormal(.input), place / "body" / 1),
      ]
    } else {
      convs = [
        try Conv2D(
          channelsIn, channels, kernel: kernel, dilation: dilation,
          weights: .kaimingNormal(.input), place)
      ]
    }
    norm = try BatchNorm2D(channels, scope / (first + 1))
  }

  func callAsFunction(_ x: Tensor, _ pass: Pass, widened: Bool = false) throws -> Tensor {
    let maps = try convs.reduce(x) { try $1($0) }
    return try norm(maps, pass, then: .relu, widened: widened)
  }
}
