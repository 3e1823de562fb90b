import Torch

/// What DeepLabV3+ encodes pictures by.
public enum DeepLabBackbone: Sendable, Hashable {
  /// A ResNet or ResNeXt, with torchvision's names; `Network.resNet` says what the numbers are.
  case resNet(depth: Int, groups: Int = 1, groupWidth: Int = 64, width: Int = 64)
  /// An EfficientNet without its top, with timm's names.
  case efficientNet(EfficientNetSize, dropPath: Double = 0.2)
  /// MobileNetV2 without its top, all channels times `width`, with torchvision's names in the two parts
  /// of VainF's code.
  case mobileNetV2(width: Double = 1)
}

extension Network where State == SegmentationState {
  /// DeepLabV3+, with the names of VainF's DeepLabV3Plus-Pytorch: `backbone`, `classifier.aspp`,
  /// `classifier.project`, `classifier.classifier` (Chen et al., 2018, arXiv 1802.02611, figure 2).
  ///
  /// Input: `[N, C, H, W]` in 0...1; the stem normalizes it. Output: logits, `[N, classes, H, W]`. Behind
  /// the backbone's stages come `aspp` (256 channels, past its dropout), `concat` (these enlarged, behind
  /// 48 of the maps of stride 4) and `classifier`.
  ///
  /// `outputStride`, 16 or 8, is how many pixels the backbone's last maps have one for along each side.
  /// `momentum` is how far the running averages of the backbone move towards each batch, 0.1 in what
  /// follows it. ASPP's mean of whole maps needs batches of two or more. Where the decoder `isSeparable`,
  /// its 3 x 3 convolutions are depthwise ones with a 1 x 1 convolution behind each (3.1 there), `body.0`
  /// and `body.1` in the names.
  public static func deepLabV3Plus(
    _ backbone: DeepLabBackbone, channels: Int = 3, classes: Int, outputStride: Int = 16,
    normalization: Normalization, momentum: Double = 0.01, dropout: Double = 0.1,
    isSeparable: Bool = false, _ scope: Scope
  ) throws -> Network {
    precondition([8, 16].contains(outputStride), "an output stride is 8 or 16")
    let encoder = try backbone.encoder(
      channels: channels, normalization: normalization, outputStride: outputStride,
      momentum: momentum, scope / "backbone")
    let decoder = DeepLabDecoder(
      channels: encoder.channels, earlyChannels: encoder.earlyChannels, classes: classes,
      rates: [6, 12, 18].map { $0 * 16 / outputStride }, dropout: dropout,
      isSeparable: isSeparable)
    return try Network(stages: encoder.stages + decoder.stages(scope / "classifier"), scope)
  }
}

/// The stages of a backbone, and what they leave.
private struct DeepLabEncoder {
  /// The stages, of which one keeps the maps of stride 4.
  let stages: [Stage<SegmentationState>]
  /// The channels of the last maps.
  let channels: Int
  /// Those of the maps of stride 4.
  let earlyChannels: Int

  init(
    _ stages: [Stage<SegmentationState>], early: String, channels: Int, earlyChannels: Int
  ) {
    self.stages = stages.map { $0.name == early ? $0.keeping(at: \.skips) : $0 }
    self.channels = channels
    self.earlyChannels = earlyChannels
  }
}

extension DeepLabBackbone {
  fileprivate func encoder(
    channels: Int, normalization: Normalization, outputStride: Int, momentum: Double,
    _ scope: Scope
  ) throws -> DeepLabEncoder {
    switch self {
    case .resNet(let depth, let groups, let groupWidth, let width):
      var body = ResNetBody(depth: depth, groups: groups, groupWidth: groupWidth, width: width)
      (body.outputStride, body.momentum) = (outputStride, momentum)
      return DeepLabEncoder(
        try body.stages(
          channels: channels, normalization: normalization, stem: .large, scope),
        early: "layer1", channels: body.channels, earlyChannels: body.earlyChannels)
    case .efficientNet(let size, let dropPath):
      var body = EfficientNetBody(size, dropPath: dropPath, momentum: momentum)
      body.outputStride = outputStride
      return DeepLabEncoder(
        try body.stages(channels: channels, normalization: normalization, scope),
        early: "stage2", channels: body.channels, earlyChannels: body.earlyChannels)
    case .mobileNetV2(let width):
      var body = MobileNetV2Body(width: width, padsBlocks: true, momentum: momentum)
      body.outputStride = outputStride
      return DeepLabEncoder(
        try body.stages(channels: channels, normalization: normalization) { number in
          scope / (number < 4 ? "low_level_features" : "high_level_features") / number
        },
        early: "stage2", channels: body.channels, earlyChannels: body.earlyChannels)
    }
  }

  /// The weights of a classifier, `tensors` by name, as those of a backbone: without its last layers, and
  /// MobileNetV2's in two parts.
  ///
  /// Names are those of torchvision's ResNets and MobileNetV2, or of timm's EfficientNets.
  public static func weights(ofClassifier tensors: [String: Tensor]) -> [String: Tensor] {
    let root = "features."
    let isMobileNet = tensors.keys.contains { $0.hasPrefix(root) }
    let isEfficientNet = tensors.keys.contains("conv_stem.weight")
    let last = isEfficientNet ? ["conv_head.", "bn2.", "classifier."] : ["fc.", "classifier."]
    var named: [String: Tensor] = [:]
    for (name, tensor) in tensors where !last.contains(where: name.hasPrefix) {
      guard isMobileNet, name.hasPrefix(root) else {
        named[name] = tensor
        continue
      }
      let rest = name.dropFirst(root.count)
      guard let number = Int(rest.prefix { $0 != "." }), number < MobileNetV2Body.top else {
        continue
      }
      named["\(number < 4 ? "low" : "high")_level_features.\(rest)"] = tensor
    }
    return named
  }
}
