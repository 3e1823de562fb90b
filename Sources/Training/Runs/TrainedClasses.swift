/// Refuses weights that were trained on other classes than `classes`, or in another order.
///
/// `path` is a safetensors file, a checkpoint's folder or a run's. Weights without a `config.json`
/// beside them do not tell their classes and pass.
///
/// - Throws: `TrainingError.otherClasses`, `.cannotRead` where a folder has no weights.
func requireClasses(_ classes: [String], ofWeights path: String) throws {
  guard let config = try WeightsFile.config(beside: WeightsFile.find(path)) else { return }
  let told: TrainedClasses = try readJSON(config)
  guard let trained = told.trained, trained != classes else { return }
  throw TrainingError.otherClasses(weights: path, trained: trained, found: classes)
}

/// What is looked at in a `config.json`.
private struct TrainedClasses: Decodable {
  /// The classes' names; `nil` where a config of the Hugging Face hub does not tell them.
  let trained: [String]?

  private enum CodingKeys: String, CodingKey {
    case classes
    case labels = "label_names"
    case pretrained = "pretrained_cfg"
  }

  init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    trained =
      try keys.contains(.pretrained)
      ? keys.decodeIfPresent([String].self, forKey: .labels)
      : keys.decode([String].self, forKey: .classes)
  }
}
