import Networks
import Torch

extension Network where State == ClassifierState {
  /// The network of the `tiny` fixtures (`TinyNet` in Golden/models.py), with their names.
  ///
  /// `[N, 3, H, W]` to logits, `[N, classes]`, by two convolutions (to 4 channels, then to 6 at
  /// stride 2) and the mean of every map. `layer1` and `head` thin out what they receive where
  /// `dropout` is above 0.
  public static func tiny(
    classes: Int = 5, dropout: Double = 0, _ scope: Scope
  ) throws -> Network {
    let drop = (Dropout(dropout, scope / "drop1"), Dropout(dropout, scope / "drop2"))
    let wide = scope.store.precision.storage
    let stages: [Stage<State>] = [
      Stage("input", scope) { _ in { x, _ in x } },
      try Stage("stem", scope) { scope in
        let conv = try Conv2D(3, 4, kernel: 3, scope / "conv1")
        let norm = try BatchNorm2D(4, scope / "bn1")
        return { x, pass in try norm(conv(x), pass, then: .relu, widened: pass.isKept) }
      },
      try Stage("layer1", scope) { scope in
        let conv = try Conv2D(4, 6, kernel: 3, stride: 2, scope / "conv2")
        let norm = try BatchNorm2D(6, scope / "bn2")
        return { x, pass in try norm(conv(drop.0(x, pass)), pass, then: .relu, widened: pass.isKept)
        }
      },
      try Stage("head", scope) { scope in
        let linear = try Linear(6, classes, scope / "linear")
        return { x, pass in try linear(drop.1(x.globalAveraged(), pass)).to(wide) }
      },
    ]
    return try Network(stages: stages, scope)
  }
}
