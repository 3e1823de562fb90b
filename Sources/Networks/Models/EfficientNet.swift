import Torch

extension Network where State == ClassifierState {
  /// An EfficientNet, with the names of timm's `tf_efficientnet_*` (Tan and Le, 2019).
  ///
  /// Input: `[N, C, H, W]` in 0...1, of any size; the stem normalizes it, so that an adversary that
  /// moves what `input` leaves moves pixels. Output: logits, `[N, classes]`. The stages `stem_norm`
  /// and `top_norm` end before an activation, `stem` and `top` are that activation.
  ///
  /// In training a feature is left out before the classifier with the probability `dropout`, the
  /// size's where it is `nil`, and the i-th of n blocks with `dropPath` * i / n. The running averages
  /// of norms move by `momentum` towards each batch, 0.01 in the paper.
  public static func efficientNet(
    _ size: EfficientNetSize, channels: Int = 3, classes: Int, normalization: Normalization,
    dropout: Double? = nil, dropPath: Double = 0.2, momentum: Double = 0.01, _ scope: Scope
  ) throws -> Network {
    let activation: Activation = size.isLite ? .relu6 : .silu
    let first = size.isLite ? 32 : size.channels(32)
    let last = size.isLite ? 1280 : size.channels(1280)
    var stages: [Stage<State>] = [
      Stage("input", scope) { _ in { x, _ in x } },
      try Stage("stem_norm", scope) { scope in
        let normalize = try normalization.layer(scope)
        let conv = try Conv2D(
          channels, first, kernel: 3, stride: 2, padding: .tensorFlow,
          weights: .kaimingNormal(.output), scope / "conv_stem")
        let norm = try BatchNorm2D.efficientNet(first, momentum, scope / "bn1")
        return { x, pass in try norm(conv(normalize(x)), pass, widened: pass.isKept) }
      },
      .activation("stem", activation, scope),
    ]
    let body = EfficientNetBody(size, from: first, dropPath: dropPath, momentum: momentum)
    stages += try body.stages(activation, scope / "blocks")
    stages += [
      try Stage("top_norm", scope) { scope in
        let conv = try Conv2D(
          body.channels, last, kernel: 1, weights: .kaimingNormal(.output), scope / "conv_head")
        let norm = try BatchNorm2D.efficientNet(last, momentum, scope / "bn2")
        return { x, pass in try norm(conv(x), pass, widened: pass.isKept) }
      },
      .activation("top", activation, scope),
      try .head(
        last, classes, weights: .uniform(bound: 1 / Double(classes).squareRoot()),
        biases: .constant(0), dropout: dropout ?? size.dropout, scope / "classifier"),
    ]
    return try Network(stages: stages, scope)
  }
}

/// The seven stages of blocks.
private struct EfficientNetBody {
  /// One stage: B0's blocks and channels (Tan and Le, 2019, table 1).
  struct Line {
    let count, kernel, stride, expansion, channelsIn, channels: Int
  }

  private var lines: [Line] = []
  private let size: EfficientNetSize
  private let dropPath: Double
  private let momentum: Double

  init(_ size: EfficientNetSize, from first: Int, dropPath: Double, momentum: Double) {
    self.size = size
    self.dropPath = dropPath
    self.momentum = momentum
    let table = [
      (1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112),
      (4, 5, 2, 6, 192), (1, 3, 1, 6, 320),
    ]
    var channelsIn = first
    for (index, (count, kernel, stride, expansion, channels)) in table.enumerated() {
      let isFixed = size.isLite && (index == 0 || index == table.count - 1)
      lines.append(
        Line(
          count: isFixed ? count : size.blocks(count), kernel: kernel, stride: stride,
          expansion: expansion, channelsIn: channelsIn, channels: size.channels(channels)))
      channelsIn = size.channels(channels)
    }
  }

  /// The channels that the last stage leaves.
  var channels: Int { lines.last?.channels ?? 0 }

  func stages<State: MapFlow>(
    _ activation: Activation, _ scope: Scope
  ) throws -> [Stage<State>] {
    let count = lines.reduce(0) { $0 + $1.count }
    let rates = (0..<count).map { dropPath * Double($0) / Double(count) }
    var before = 0
    var stages: [Stage<State>] = []
    for (index, line) in lines.enumerated() {
      let stage = try Stage<State>("stage\(index + 1)", scope / index) { scope in
        let blocks = try blocks(line, activation, rates: rates[before...], scope)
        return { x, pass in try blocks.reduce((x, x)) { maps, block in try block(maps, pass) }.0 }
      }
      stages.append(stage)
      before += line.count
    }
    return stages
  }

  /// The blocks of one stage, of which the first brings the maps to its channels and down.
  private func blocks(
    _ line: Line, _ activation: Activation, rates: ArraySlice<Double>, _ scope: Scope
  ) throws -> [InvertedBottleneck] {
    let design = InvertedBottleneck.Design(
      kernel: line.kernel, expansion: line.expansion, activation: activation,
      squeezes: !size.isLite)
    var made: [InvertedBottleneck] = []
    for (index, rate) in rates.prefix(line.count).enumerated() {
      let isFirst = index == 0
      made.append(
        try InvertedBottleneck(
          design, isFirst ? line.channelsIn : line.channels, line.channels,
          stride: isFirst ? line.stride : 1, dropRate: rate, endsStage: index == line.count - 1,
          momentum: momentum, scope / index))
    }
    return made
  }
}

extension Stage where State: MapFlow {
  /// An activation by itself, in the parameters' type where its maps are kept.
  fileprivate static func activation(
    _ name: String, _ activation: Activation, _ scope: Scope
  ) -> Stage {
    let wide = scope.store.precision.storage
    let short = scope.store.precision.autocast ?? wide
    return Stage(name, scope) { _ in
      { x, pass in
        pass.isKept ? try activation(x.to(wide)) : try activation(x).to(short)
      }
    }
  }
}
