import Torch

/// An EfficientNet without its top, for classifiers and as a backbone.
struct EfficientNetBody {
  /// One stage: B0's blocks and channels (Tan and Le, 2019, table 1).
  struct Line {
    let count, kernel, stride, expansion, channelsIn, channels: Int
  }

  private var lines: [Line] = []
  private let size: EfficientNetSize
  private let dropPath: Double
  private let momentum: Double
  /// How many pixels the last maps have one for, along each side: 32, 16 or 8.
  var outputStride = 32
  /// The channels of the stem.
  private let first: Int

  init(_ size: EfficientNetSize, dropPath: Double, momentum: Double) {
    self.size = size
    first = size.isLite ? 32 : size.channels(32)
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

  /// The channels that `stage2` leaves, of stride 4.
  var earlyChannels: Int { lines[1].channels }

  /// The activation inside of blocks, and behind the stem.
  var activation: Activation { size.isLite ? .relu6 : .silu }

  /// `input`, `stem_norm`, `stem` and `stage1` to `stage7`; the stem normalizes pictures in 0...1.
  func stages<State: MapFlow>(
    channels: Int, normalization: Normalization, _ scope: Scope
  ) throws -> [Stage<State>] {
    let stem: [Stage<State>] = [
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
    return try stem + blockStages(scope / "blocks")
  }

  private func blockStages<State: MapFlow>(_ scope: Scope) throws -> [Stage<State>] {
    var dilations = Dilations(outputStride: outputStride, from: 2)
    let count = lines.reduce(0) { $0 + $1.count }
    let rates = (0..<count).map { dropPath * Double($0) / Double(count) }
    var before = 0
    var stages: [Stage<State>] = []
    for (index, line) in lines.enumerated() {
      let stage = try Stage<State>("stage\(index + 1)", scope / index) { scope in
        let step = dilations.next(stride: line.stride)
        let blocks = try blocks(line, step, rates: rates[before...], scope)
        return { x, pass in try blocks.reduce((x, x)) { maps, block in try block(maps, pass) }.0 }
      }
      stages.append(stage)
      before += line.count
    }
    return stages
  }

  /// The blocks of one stage, of which the first brings the maps to its channels and down.
  private func blocks(
    _ line: Line, _ step: Dilations.Step, rates: ArraySlice<Double>, _ scope: Scope
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
          stride: isFirst ? step.stride : 1, dilation: isFirst ? step.first : step.rest,
          dropRate: rate, endsStage: index == line.count - 1,
          momentum: momentum, scope / index))
    }
    return made
  }
}

extension Stage where State: MapFlow {
  /// An activation by itself, in the parameters' type where its maps are kept.
  static func activation(
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
