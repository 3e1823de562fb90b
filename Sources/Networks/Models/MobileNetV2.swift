import Torch

extension Network where State == ClassifierState {
  /// MobileNetV2, with torchvision's names (Sandler et al., 2018, table 2).
  ///
  /// Input: `[N, C, H, W]` in 0...1; the stem normalizes it, so that an adversary that moves what `input`
  /// leaves moves pixels. Output: logits, `[N, classes]`. All channels but the last 1,280 are times
  /// `width`. In training a feature is left out before the classifier with the probability `dropout`.
  public static func mobileNetV2(
    channels: Int = 3, classes: Int, normalization: Normalization, width: Double = 1,
    dropout: Double = 0.2, _ scope: Scope
  ) throws -> Network {
    let body = MobileNetV2Body(width: width, padsBlocks: false, momentum: 0.1)
    let last = Int(1_280 * max(1, width))
    var stages: [Stage<State>] = try body.stages(
      channels: channels, normalization: normalization
    ) { scope / "features" / $0 }
    stages += [
      try Stage("top", scope / "features" / MobileNetV2Body.top) { scope in
        let conv = try Conv2D(
          body.channels, last, kernel: 1, weights: .kaimingNormal(.output), scope / 0)
        let norm = try BatchNorm2D(last, scope / 1)
        return { x, pass in try norm(conv(x), pass, then: .relu6, widened: pass.isKept) }
      },
      try .head(
        last, classes, weights: .normal(deviation: 0.01), biases: .constant(0),
        dropout: dropout, scope / "classifier" / 1),
    ]
    return try Network(stages: stages, scope)
  }
}

/// MobileNetV2 without its top, for classifiers and as a backbone.
struct MobileNetV2Body {
  /// The number among `features` of what follows.
  static let top = 18

  /// What channels are multiplied by.
  let width: Double
  /// Whether blocks pad what they receive, and the stem pads nothing, as in VainF's code, rather than
  /// each 3x3 convolution what it reads, as in torchvision's.
  let padsBlocks: Bool
  /// How far running averages move towards each batch.
  let momentum: Double
  /// How many pixels the last maps have one for, along each side: 32, 16 or 8.
  var outputStride = 32

  init(width: Double, padsBlocks: Bool, momentum: Double) {
    precondition(width > 0, "channels are multiplied by more than 0")
    self.width = width
    self.padsBlocks = padsBlocks
    self.momentum = momentum
  }

  /// Expansion, channels, blocks and stride of each stage (table 2).
  private static let table = [
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
    (6, 320, 1, 1),
  ]

  private func scaled(_ channels: Int) -> Int { max(1, Int(Double(channels) * width)) }

  /// The channels that the last stage leaves.
  var channels: Int { scaled(320) }

  /// The channels that `stage2` leaves, of stride 4.
  var earlyChannels: Int { scaled(24) }

  /// `input`, `stem` and `stage1` to `stage7`; `scope` says where number `i` of `features` is.
  func stages<State: MapFlow>(
    channels: Int, normalization: Normalization, scope: (Int) -> Scope
  ) throws -> [Stage<State>] {
    var stages: [Stage<State>] = [
      Stage("input", scope(0)) { _ in { x, _ in x } },
      try stem(channels, normalization, scope(0)),
    ]
    var dilations = Dilations(outputStride: outputStride, from: 2)
    var (number, channelsIn) = (1, scaled(32))
    for (index, (expansion, channels, count, stride)) in Self.table.enumerated() {
      let step = dilations.next(stride: stride)
      let first = number
      stages.append(
        try Stage("stage\(index + 1)", scope(first)) { _ in
          let blocks = try (0..<count).map { block in
            try MobileNetV2Block(
              block == 0 ? channelsIn : scaled(channels), scaled(channels), expansion: expansion,
              stride: block == 0 ? step.stride : 1, dilation: block == 0 ? step.first : step.rest,
              padsFirst: padsBlocks, endsStage: block == count - 1, momentum: momentum,
              scope(first + block) / "conv")
          }
          return { x, pass in try blocks.reduce((x, x)) { maps, block in try block(maps, pass) }.0 }
        })
      (number, channelsIn) = (number + count, scaled(channels))
    }
    return stages
  }

  private func stem<State: MapFlow>(
    _ channels: Int, _ normalization: Normalization, _ scope: Scope
  ) throws -> Stage<State> {
    try Stage("stem", scope) { scope in
      let normalize = try normalization.layer(scope)
      let conv = try Conv2D(
        channels, scaled(32), kernel: 3, stride: 2, padding: padsBlocks ? 0 : .centred,
        weights: .kaimingNormal(.output), scope / 0)
      let norm = try BatchNorm2D(scaled(32), momentum: momentum, scope / 1)
      return { x, pass in
        try norm(conv(normalize(x)), pass, then: .relu6, widened: pass.isKept)
      }
    }
  }
}
