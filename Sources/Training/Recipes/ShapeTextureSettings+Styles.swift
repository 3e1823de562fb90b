import Adversary
import Networks
import Randomness
import Torch

extension ShapeTextureSettings {
  /// What draws pictures, with weights in the given formats and place.
  ///
  /// - Throws: what reading files throws, and `NetworkError.weightsDoNotFit`.
  func styliser(_ precision: Precision, _ device: Device) throws -> any Styliser {
    func store(_ weights: ParameterStore.Source) -> ParameterStore {
      ParameterStore(seed: Seed(0), precision: precision, device: device, from: weights)
    }
    switch style {
    case .features(let style):
      return FeatureStyliser(behind: style.stage, strength: style.strength)
    case .adain(let files):
      let encoder = try store(.vgg19(files.encoder))
      let decoder = try store(ParameterStore.Source(path: files.decoder))
      let network = try AdaIN(VGG19Encoder(Scope(encoder)), StyleDecoder(Scope(decoder)))
      try encoder.finish()
      try decoder.finish()
      return AdaINStyliser(network, strength: files.strength)
    case .trained(let style):
      let file = try WeightsFile.find(style.weights)
      guard let path = WeightsFile.config(beside: file) else {
        throw TrainingError.cannotRead(
          file, cause: "no config.json beside it says what it is of; name the folder of a run")
      }
      let task = try ModelConfig(file: path, of: Stylisation.name)
        .stylisation(styleWeight: 1, in: store(ParameterStore.Source(path: file)))
      return AdaINStyliser(task.drawer, strength: style.strength)
    }
  }
}
