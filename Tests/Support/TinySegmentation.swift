import Networks
import Randomness
import Torch

extension Network where State == SegmentationState {
  /// The network of `Golden/afan_segmentation.py` (`TinySegNet`), with its names.
  ///
  /// `[N, 3, H, W]` to logits of that size, `[N, classes, H, W]`; maps of stride 4 behind `layer2` and
  /// `aspp`, which `concat` joins with those of stride 2 that `layer1` leaves.
  public static func tiny(classes: Int = 5, _ scope: Scope) throws -> Network {
    let wide = scope.store.precision.storage
    func stage(
      _ name: String, _ number: Int, _ channelsIn: Int, _ channels: Int, stride: Int = 1
    ) throws -> Stage<SegmentationState> {
      try Stage(name, scope) { scope in
        let conv = try Conv2D(
          channelsIn, channels, kernel: 3, stride: stride, scope / "conv\(number)")
        let norm = try BatchNorm2D(channels, scope / "bn\(number)")
        return { x, pass in try norm(conv(x), pass, then: .relu, widened: pass.isKept) }
      }
    }
    let stages: [Stage<State>] = [
      Stage("input", scope) { _ in { x, _ in x } },
      try stage("stem", 1, 3, 4, stride: 2),
      try stage("layer1", 2, 4, 5).keeping(at: \.skips),
      try stage("layer2", 3, 5, 6, stride: 2),
      try stage("aspp", 4, 6, 4),
      try Stage("concat", features: \.maps, scope) { scope in
        let project = try Conv2D(5, 3, kernel: 1, scope / "project")
        let norm = try BatchNorm2D(3, scope / "bn5")
        return { state, pass in
          var state = state
          let near = try norm(project(state.skips[0]), pass, then: .relu, widened: true)
          let far = try state.maps[0].upsampleBilinear2d(
            outputSize: Array(near.shape.suffix(2)), alignCorners: false)
          state.maps = [try .cat([near, far.to(near.dtype)], dim: 1)]
          return state
        }
      },
      try Stage("classifier", features: \.maps, scope) { scope in
        let conv = try Conv2D(7, classes, kernel: 3, bias: true, scope / "last")
        return { state, _ in
          var state = state
          state.maps = [
            try conv(state.maps[0]).to(wide)
              .upsampleBilinear2d(outputSize: state.size, alignCorners: false)
          ]
          return state
        }
      },
    ]
    return try Network(stages: stages, scope)
  }
}
