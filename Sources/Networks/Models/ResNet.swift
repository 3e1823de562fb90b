import Torch

/// How a ResNet meets its pictures.
public enum ResNetStem: String, Sendable, CaseIterable {
  /// 7x7 of stride 2 and a max pool of stride 2, for pictures of about 224 pixels.
  case large
  /// 3x3 of stride 1, for pictures of about 32 pixels.
  case small
}

extension Network where State == ClassifierState {
  /// ResNet-18 or -34, with torchvision's names (He et al., 2016, table 1).
  ///
  /// Input: `[N, C, H, W]` in 0...1; the stem normalizes it, so that an adversary that moves what
  /// `input` leaves moves pixels. Output: logits, `[N, classes]`.
  ///
  /// `width` is the channels of the first stage, 64 in the paper.
  public static func resNet(
    depth: Int, channels: Int = 3, classes: Int, normalization: Normalization,
    stem: ResNetStem = .large, width: Int = 64, _ scope: Scope
  ) throws -> Network {
    precondition([18, 34].contains(depth), "a ResNet of basic blocks has 18 or 34 layers")
    let weights = Initializer.kaimingNormal(.output)
    let counts = depth == 18 ? [2, 2, 2, 2] : [3, 4, 6, 3]
    var stages = [
      Stage("input", scope) { _ in { x, _ in x } },
      try .resNetStem(stem, channels, width, normalization, weights, scope),
    ]
    for (index, count) in counts.enumerated() {
      stages.append(
        try .blocks(
          "layer\(index + 1)", count, from: index == 0 ? width : width << (index - 1),
          to: width << index, stride: index == 0 ? 1 : 2, projects: true, weights: weights, scope))
    }
    stages.append(try .head(8 * width, classes, weights: .layerDefault, scope / "fc"))
    return try Network(stages: stages, scope)
  }
}

extension Stage where State == ClassifierState {
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
