import Torch

/// How a ResNet meets its pictures.
public enum ResNetStem: String, Sendable, CaseIterable {
  /// 7x7 of stride 2 and a max pool of stride 2, for pictures of about 224 pixels.
  case large
  /// 3x3 of stride 1, for pictures of about 32 pixels.
  case small
}

extension Network where State == ClassifierState {
  /// A ResNet or ResNeXt, with torchvision's names (He et al., 2016, table 1; Xie et al., 2017).
  ///
  /// Input: `[N, C, H, W]` in 0...1; the stem normalizes it, so that an adversary that moves what
  /// `input` leaves moves pixels. Output: logits, `[N, classes]`. `depth` is 18 or 34 (basic
  /// blocks), or 50, 101 or 152 (bottlenecks, whose 3x3 convolutions have the stride).
  ///
  /// `width` is the channels of the first stage's blocks, 64 in the paper. A bottleneck's 3x3
  /// convolution has `groups` of `groupWidth` channels each in the first stage, 32 of 4 in
  /// ResNeXt-50 32x4d, and twice as many in each further one; `groupWidth` is for a `width` of 64.
  public static func resNet(
    depth: Int, channels: Int = 3, classes: Int, normalization: Normalization,
    stem: ResNetStem = .large, width: Int = 64, groups: Int = 1, groupWidth: Int = 64,
    _ scope: Scope
  ) throws -> Network {
    let counts = blockCounts(depth: depth)
    let design: ResidualBlock.Design =
      depth < 50 ? .basic : .bottleneck(groups: groups, groupWidth: groupWidth)
    precondition(
      depth >= 50 || (groups == 1 && groupWidth == 64), "a basic block has no groups")
    precondition(width * groupWidth >= 64, "a group has one channel or more")
    let weights = Initializer.kaimingNormal(.output)
    var stages: [Stage<State>] = [
      Stage("input", scope) { _ in { x, _ in x } },
      try .resNetStem(stem, channels, width, normalization, weights, scope),
    ]
    for (index, count) in counts.enumerated() {
      stages.append(
        try .blocks(
          "layer\(index + 1)", count, design,
          from: index == 0 ? width : (width << (index - 1)) * design.expansion,
          to: width << index, stride: index == 0 ? 1 : 2, projects: true, weights: weights, scope))
    }
    let features = 8 * width * design.expansion
    stages.append(try .head(features, classes, weights: .layerDefault, scope / "fc"))
    return try Network(stages: stages, scope)
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
    _ weights: Initializer, _ scope: Scope
  ) throws -> Stage {
    try Stage("stem", scope) { scope in
      let normalize = try normalization.layer(scope)
      let conv1 = try Conv2D(
        channels, width, kernel: stem == .large ? 7 : 3, stride: stem == .large ? 2 : 1,
        weights: weights, scope / "conv1")
      let bn1 = try BatchNorm2D(width, scope / "bn1")
      return { x, pass in
        let y = try bn1(conv1(normalize(x)), pass, then: .relu, widened: pass.isKept)
        return stem == .large ? try y.maxPooled(3, stride: 2, padding: 1) : y
      }
    }
  }
}
