import Networks
import Randomness
import Settings
import Torch

@testable import Training

/// A network of few channels for grey pictures of three classes.
enum NarrowNetwork {
  /// Its tensors.
  static func weights(
    _ model: NetworkSettings.Model = .resnet20, width: Int = 2, classes: Int = 3, branches: Int = 0
  ) throws -> [String: Tensor] {
    var settings = NetworkSettings()
    settings.model = model
    settings.width = width
    let store = ParameterStore(seed: Seed(3), auxiliaryBranches: branches)
    _ = try settings.build(
      channels: 1, classes: classes, normalization: Normalization(mean: [0.5], deviation: [0.25]),
      Scope(store))
    let all = store.parameters + store.buffers
    return try Dictionary(uniqueKeysWithValues: all.map { ($0.path, try $0.tensor.clone()) })
  }

  /// What they are the weights of.
  static func config(
    _ architecture: String = "resnet20", classes: [String] = ["a", "b", "c"], width: Int? = 2,
    stem: String? = nil
  ) -> ModelConfig {
    var preprocessing = Preprocessing()
    preprocessing.shorterSide = 36
    preprocessing.resampling = .bicubic
    return ModelConfig(
      architecture: architecture, width: width, stem: stem, classes: classes,
      outputs: classes.count, inputShape: [1, 32, 32], mean: [0.5], deviation: [0.25],
      preprocessing: preprocessing)
  }
}
