import Torch

extension Network where State == ClassifierState {
  /// A ResNet for small pictures, of 20, 32, 44, 56 or 110 layers (He et al., 2016, section 4.2).
  ///
  /// Input: `[N, C, H, W]` in 0...1, of any size from 4 pixels; the stem normalizes it, so that an
  /// adversary that moves what `input` leaves moves pixels. Output: logits, `[N, classes]`.
  /// Shortcuts are of option A, without parameters. Names: `conv1`, `bn1`,
  /// `layer<1...3>.<i>.{conv1,bn1,conv2,bn2}`, `linear`.
  ///
  /// `width` is the channels of the first stage, 16 in the paper.
  public static func cifarResNet(
    depth: Int, channels: Int = 3, classes: Int, normalization: Normalization, width: Int = 16,
    _ scope: Scope
  ) throws -> Network {
    precondition(depth >= 8 && depth % 6 == 2, "a CIFAR ResNet has 6 n + 2 layers")
    let weights = Initializer.kaimingNormal(.input)
    let blocks = (depth - 2) / 6
    let stages = [
      Stage("input", scope) { _ in { x, _ in x } },
      try Stage("stem", scope) { scope in
        let normalize = try normalization.layer(scope)
        let conv1 = try Conv2D(channels, width, kernel: 3, weights: weights, scope / "conv1")
        let bn1 = try BatchNorm2D(width, scope / "bn1")
        return { x, pass in try bn1(conv1(normalize(x)), pass, then: .relu, widened: pass.isKept) }
      },
      try .blocks(
        "layer1", blocks, from: width, to: width, stride: 1, projects: false, weights: weights,
        scope),
      try .blocks(
        "layer2", blocks, from: width, to: 2 * width, stride: 2, projects: false,
        weights: weights, scope),
      try .blocks(
        "layer3", blocks, from: 2 * width, to: 4 * width, stride: 2, projects: false,
        weights: weights, scope),
      try .head(4 * width, classes, weights: weights, scope / "linear"),
    ]
    return try Network(stages: stages, scope)
  }
}

extension Stage where State == ClassifierState {
  /// The mean of every map, and a linear layer over the means, of which some are left out in
  /// training: `[N, C, H, W]` to `[N, classes]`.
  static func head(
    _ channels: Int, _ classes: Int, weights: Initializer, biases: Initializer? = nil,
    dropout: Double = 0, _ scope: Scope
  ) throws -> Stage {
    try Stage("head", scope) { scope in
      let linear = try Linear(channels, classes, weights: weights, biases: biases, scope)
      let drop = Dropout(dropout, scope / "dropout")
      let wide = scope.store.precision.storage
      return { x, pass in try linear(drop(x.globalAveraged(), pass)).to(wide) }
    }
  }
}
