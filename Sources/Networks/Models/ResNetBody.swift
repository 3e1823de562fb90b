import Torch

/// A ResNet or ResNeXt without its head, for classifiers and as a backbone.
struct ResNetBody {
  /// How many layers the whole network has: 18, 34, 50, 101 or 152.
  let depth: Int
  /// Of the 3x3 convolutions of bottlenecks: how many groups, and the channels of each for every 64.
  let groups, groupWidth: Int
  /// The channels of the first stage's blocks.
  let width: Int
  /// How many pixels the last maps have one for, along each side: 32, 16 or 8.
  var outputStride = 32
  /// How far running averages move towards each batch.
  var momentum = 0.1

  init(depth: Int, groups: Int, groupWidth: Int, width: Int) {
    precondition(
      depth >= 50 || (groups == 1 && groupWidth == 64), "a basic block has no groups")
    precondition(width * groupWidth >= 64, "a group has one channel or more")
    self.depth = depth
    self.groups = groups
    self.groupWidth = groupWidth
    self.width = width
  }

  private var design: ResidualBlock.Design {
    depth < 50 ? .basic : .bottleneck(groups: groups, groupWidth: groupWidth)
  }

  /// The channels that `layer4` leaves.
  var channels: Int { 8 * width * design.expansion }

  /// The channels that `layer1` leaves, of stride 4.
  var earlyChannels: Int { width * design.expansion }

  /// `input`, `stem` and `layer1` to `layer4`; the stem normalizes pictures in 0...1.
  func stages<State: MapFlow>(
    channels: Int, normalization: Normalization, stem: ResNetStem, _ scope: Scope
  ) throws -> [Stage<State>] {
    let weights = Initializer.kaimingNormal(.output)
    var stages: [Stage<State>] = [
      Stage("input", scope) { _ in { x, _ in x } },
      try .resNetStem(stem, channels, width, normalization, weights, momentum, scope),
    ]
    var dilations = Dilations(outputStride: outputStride, from: 4)
    for (index, count) in Self.blockCounts(depth: depth).enumerated() {
      stages.append(
        try .blocks(
          "layer\(index + 1)", count, design,
          from: index == 0 ? width : (width << (index - 1)) * design.expansion,
          to: width << index, dilations.next(stride: index == 0 ? 1 : 2), projects: true,
          momentum: momentum, weights: weights, scope))
    }
    return stages
  }

  /// The blocks of each stage of a network of `depth` layers.
  private static func blockCounts(depth: Int) -> [Int] {
    let known = [
      18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3], 101: [3, 4, 23, 3],
      152: [3, 8, 36, 3],
    ]
    guard let counts = known[depth] else {
      preconditionFailure("a ResNet has 18, 34, 50, 101 or 152 layers")
    }
    return counts
  }
}

extension Stage where State: MapFlow {
  fileprivate static func resNetStem(
    _ stem: ResNetStem, _ channels: Int, _ width: Int, _ normalization: Normalization,
    _ weights: Initializer, _ momentum: Double, _ scope: Scope
  ) throws -> Stage {
    try Stage("stem", scope) { scope in
      let normalize = try normalization.layer(scope)
      let conv1 = try Conv2D(
        channels, width, kernel: stem == .large ? 7 : 3, stride: stem == .large ? 2 : 1,
        weights: weights, scope / "conv1")
      let bn1 = try BatchNorm2D(width, momentum: momentum, scope / "bn1")
      return { x, pass in
        let y = try bn1(conv1(normalize(x)), pass, then: .relu, widened: pass.isKept)
        return stem == .large ? try y.maxPooled(3, stride: 2, padding: 1) : y
      }
    }
  }
}
