import Torch

/// Convolutions around which the input is added back.
struct ResidualBlock {
  /// What the convolutions are.
  enum Design {
    /// Two of 3x3 (He et al., 2016, figure 2).
    case basic
    /// 1x1, 3x3 and 1x1 to four times the channels (figure 5); the middle one, which has the
    /// stride, in `groups` of `groupWidth` channels for every 64 of the block (Xie et al., 2017).
    case bottleneck(groups: Int, groupWidth: Int)

    /// How many channels a block leaves for each of its own.
    var expansion: Int {
      switch self {
      case .basic: 1
      case .bottleneck: 4
      }
    }

    /// The convolutions of a block of `channels`, as torchvision counts them; the dilation of a basic
    /// block's second one is `rest`, as in timm.
    fileprivate func layers(
      _ channels: Int, stride: Int, dilation: Int, rest: Int
    ) -> [Layer] {
      switch self {
      case .basic:
        return [
          Layer(3, channels, stride: stride, dilation: dilation),
          Layer(3, channels, dilation: rest),
        ]
      case .bottleneck(let groups, let groupWidth):
        let inner = channels * groupWidth / 64 * groups
        return [
          Layer(1, inner),
          Layer(3, inner, stride: stride, groups: groups, dilation: dilation),
          Layer(1, channels * expansion),
        ]
      }
    }
  }

  /// How the input is brought to the shape of the output.
  enum Shortcut {
    /// It has that shape.
    case identity
    /// By a 1x1 convolution and a norm (option B).
    case projection(Conv2D, BatchNorm2D)
    /// By leaving out pixels, and channels of zeros on both sides (option A).
    case subsampled(stride: Int, zerosBefore: Int, zerosBehind: Int)
  }

  /// One convolution of a design.
  fileprivate struct Layer {
    let kernel, channels, stride, groups, dilation: Int

    init(
      _ kernel: Int, _ channels: Int, stride: Int = 1, groups: Int = 1, dilation: Int = 1
    ) {
      self.kernel = kernel
      self.channels = channels
      self.stride = stride
      self.groups = groups
      self.dilation = dilation
    }
  }

  private let inner: [(conv: Conv2D, norm: BatchNorm2D)]
  private let last: (conv: Conv2D, norm: BatchNorm2D)
  private let shortcut: Shortcut
  private let endsStage: Bool

  /// A block of `channels`, which leaves `design.expansion` times as many.
  ///
  /// The last block of a stage leaves maps in the parameters' type where they are kept. Windows have the
  /// dilation `first` of `step` in the first block of a stage, and else `rest`.
  init(
    _ design: Design, _ channelsIn: Int, _ channels: Int, _ step: Dilations.Step, isFirst: Bool,
    projects: Bool, endsStage: Bool, momentum: Double, weights: Initializer, _ scope: Scope
  ) throws {
    let stride = isFirst ? step.stride : 1
    var channelsNow = channelsIn
    var layers: [(Conv2D, BatchNorm2D)] = []
    let all = design.layers(
      channels, stride: stride, dilation: isFirst ? step.first : step.rest, rest: step.rest)
    for (index, layer) in all.enumerated() {
      let conv = try Conv2D(
        channelsNow, layer.channels, kernel: layer.kernel, stride: layer.stride,
        dilation: layer.dilation, groups: layer.groups, weights: weights,
        scope / "conv\(index + 1)")
      let norm = try BatchNorm2D(
        layer.channels, momentum: momentum, scope / "bn\(index + 1)")
      layers.append((conv, norm))
      channelsNow = layer.channels
    }
    last = layers.removeLast()
    inner = layers
    self.endsStage = endsStage
    shortcut = try Shortcut(
      from: channelsIn, to: channelsNow, stride: stride, projects: projects, momentum: momentum,
      weights: weights, scope)
  }

  /// Maps for the two who read them: the same elements, as `BatchNorm2D.twice` leaves them.
  typealias Maps = (convolved: Tensor, added: Tensor)

  /// `[N, channelsIn, H, W]` to `[N, channels * expansion, H / stride, W / stride]`, not negative.
  func callAsFunction(_ x: Maps, _ pass: Pass) throws -> Maps {
    let convolved = try inner.reduce(x.convolved) { y, layer in
      try layer.norm(layer.conv(y), pass, then: .relu)
    }
    return try last.norm.twice(
      last.conv(convolved), pass, adding: skipped(x.added, pass), then: .relu,
      widened: isKept(pass))
  }

  private func isKept(_ pass: Pass) -> Bool { endsStage && pass.isKept }

  private func skipped(_ x: Tensor, _ pass: Pass) throws -> Tensor {
    switch shortcut {
    case .identity: x
    case .projection(let conv, let norm): try norm(conv(x), pass, widened: isKept(pass))
    case .subsampled(let stride, let before, let behind):
      // A mean of single pixels leaves out the others, and keeps the layout on the way back, which
      // slices do not.
      try x.averagePooled(1, stride: stride).constantPadNd(pad: [0, 0, 0, 0, before, behind])
    }
  }
}

extension ResidualBlock.Shortcut {
  /// What leads from `channelsIn` to `channels`: by a projection, if need be, where `projects`.
  fileprivate init(
    from channelsIn: Int, to channels: Int, stride: Int, projects: Bool, momentum: Double,
    weights: Initializer, _ scope: Scope
  ) throws {
    if stride == 1, channelsIn == channels {
      self = .identity
    } else if projects {
      let scope = scope / "downsample"
      self = try .projection(
        Conv2D(channelsIn, channels, kernel: 1, stride: stride, weights: weights, scope / 0),
        BatchNorm2D(channels, momentum: momentum, scope / 1))
    } else {
      let zeros = channels - channelsIn
      self = .subsampled(stride: stride, zerosBefore: zeros / 2, zerosBehind: zeros - zeros / 2)
    }
  }
}

extension Stage where State: MapFlow {
  /// `count` blocks of `channels`, of which the first brings the maps there and by `stride` down.
  static func blocks(
    _ name: String, _ count: Int, from channelsIn: Int, to channels: Int, stride: Int,
    projects: Bool, weights: Initializer, _ scope: Scope
  ) throws -> Stage {
    try blocks(
      name, count, .basic, from: channelsIn, to: channels,
      Dilations.Step(stride: stride, first: 1, rest: 1), projects: projects, weights: weights,
      scope)
  }

  /// The same of any design, with the strides and dilations of `step`.
  static func blocks(
    _ name: String, _ count: Int, _ design: ResidualBlock.Design, from channelsIn: Int,
    to channels: Int, _ step: Dilations.Step, projects: Bool, momentum: Double = 0.1,
    weights: Initializer, _ scope: Scope
  ) throws -> Stage {
    try Stage(name, scope / name) { scope in
      var blocks: [ResidualBlock] = []
      for index in 0..<count {
        blocks.append(
          try ResidualBlock(
            design, index == 0 ? channelsIn : channels * design.expansion, channels, step,
            isFirst: index == 0, projects: projects, endsStage: index == count - 1,
            momentum: momentum, weights: weights, scope / index))
      }
      return { [blocks] x, pass in
        try blocks.reduce((x, x)) { maps, block in try block(maps, pass) }.0
      }
    }
  }
}
