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
    let body = ResNetBody(depth: depth, groups: groups, groupWidth: groupWidth, width: width)
    var stages: [Stage<State>] = try body.stages(
      channels: channels, normalization: normalization, stem: stem, scope)
    stages.append(try .head(body.channels, classes, weights: .layerDefault, scope / "fc"))
    return try Network(stages: stages, scope)
  }
}
