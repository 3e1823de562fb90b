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
  ///
  /// The classifier starts uniform in ±1/sqrt(`classes`), TensorFlow's; drawn anew over weights of
  /// another training in ±1/sqrt(features), PyTorch's, so that few classes have no slopes that undo
  /// those weights.
  public static func efficientNet(
    _ size: EfficientNetSize, channels: Int = 3, classes: Int, normalization: Normalization,
    dropout: Double? = nil, dropPath: Double = 0.2, momentum: Double = 0.01, _ scope: Scope
  ) throws -> Network {
    let last = size.isLite ? 1280 : size.channels(1280)
    let body = EfficientNetBody(size, dropPath: dropPath, momentum: momentum)
    let spread = scope.store.adapts ? last : classes
    var stages: [Stage<State>] = try body.stages(
      channels: channels, normalization: normalization, scope)
    stages += [
      try Stage("top_norm", scope) { scope in
        let conv = try Conv2D(
          body.channels, last, kernel: 1, weights: .kaimingNormal(.output), scope / "conv_head")
        let norm = try BatchNorm2D.efficientNet(last, momentum, scope / "bn2")
        return { x, pass in try norm(conv(x), pass, widened: pass.isKept) }
      },
      .activation("top", body.activation, scope),
      try .head(
        last, classes, weights: .uniform(bound: 1 / Double(spread).squareRoot()),
        biases: .constant(0), dropout: dropout ?? size.dropout, scope / "classifier"),
    ]
    return try Network(stages: stages, scope)
  }
}
