import Torch

/// Two 3x3 convolutions around which the input is added back (He et al., 2016, figure 2).
struct BasicBlock {
  /// How the input is brought to the shape of the output.
  enum Shortcut {
    /// It has that shape.
    case identity
    /// By a 1x1 convolution and a norm (option B).
    case projection(Conv2D, BatchNorm2D)
    /// By leaving out pixels, and channels of zeros on both sides (option A).
    case subsampled(stride: Int, zerosBefore: Int, zerosBehind: Int)
  }

  private let conv1: Conv2D
  private let bn1: BatchNorm2D
  private let conv2: Conv2D
  private let bn2: BatchNorm2D
  private let shortcut: Shortcut
  private let endsStage: Bool

  /// The last block of a stage leaves maps in the parameters' type where they are kept.
  init(
    _ channelsIn: Int, _ channels: Int, stride: Int, projects: Bool, endsStage: Bool,
    weights: Initializer, _ scope: Scope
  ) throws {
    conv1 = try Conv2D(
      channelsIn, channels, kernel: 3, stride: stride, weights: weights, scope / "conv1")
    bn1 = try BatchNorm2D(channels, scope / "bn1")
    conv2 = try Conv2D(channels, channels, kernel: 3, weights: weights, scope / "conv2")
    bn2 = try BatchNorm2D(channels, scope / "bn2")
    self.endsStage = endsStage
    if stride == 1, channelsIn == channels {
      shortcut = .identity
    } else if projects {
      let scope = scope / "downsample"
      shortcut = try .projection(
        Conv2D(channelsIn, channels, kernel: 1, stride: stride, weights: weights, scope / 0),
        BatchNorm2D(channels, scope / 1))
    } else {
      let zeros = channels - channelsIn
      shortcut = .subsampled(stride: stride, zerosBefore: zeros / 2, zerosBehind: zeros - zeros / 2)
    }
  }

  /// Maps for the two who read them: the same elements, as `BatchNorm2D.twice` leaves them.
  typealias Maps = (convolved: Tensor, added: Tensor)

  /// `[N, channelsIn, H, W]` to `[N, channels, H / stride, W / stride]`, not negative.
  func callAsFunction(_ x: Maps, _ pass: Pass) throws -> Maps {
    let inner = try bn1(conv1(x.convolved), pass, then: .relu)
    return try bn2.twice(
      conv2(inner), pass, adding: skipped(x.added, pass), then: .relu, widened: isKept(pass))
  }

  private func isKept(_ pass: Pass) -> Bool { endsStage && pass.isKept }

  private func skipped(_ x: Tensor, _ pass: Pass) throws -> Tensor {
    switch shortcut {
    case .identity: x
    case .projection(let conv, let bn): try bn(conv(x), pass, widened: isKept(pass))
    case .subsampled(let stride, let before, let behind):
      // A mean of single pixels leaves out the others, and keeps the layout on the way back, which
      // slices do not.
      try x.averagePooled(1, stride: stride).constantPadNd(pad: [0, 0, 0, 0, before, behind])
    }
  }
}

extension Stage where State == ClassifierState {
  /// `count` basic blocks, of which the first brings the maps to `channels` and by `stride` down.
  static func blocks(
    _ name: String, _ count: Int, from channelsIn: Int, to channels: Int, stride: Int,
    projects: Bool, weights: Initializer, _ scope: Scope
  ) throws -> Stage {
    try Stage(name, scope / name) { scope in
      var blocks: [BasicBlock] = []
      for index in 0..<count {
        blocks.append(
          try BasicBlock(
            index == 0 ? channelsIn : channels, channels, stride: index == 0 ? stride : 1,
            projects: projects, endsStage: index == count - 1, weights: weights, scope / index))
      }
      return { [blocks] x, pass in
        try blocks.reduce((x, x)) { maps, block in try block(maps, pass) }.0
      }
    }
  }
}
