import Foundation
import Torch

/// A folder as timm writes them for the Hugging Face hub.
struct HubFolder {
  /// What the weights are.
  let config: ModelConfig
  /// The network's names and shapes.
  let outline: NetworkOutline
  /// Where the weights are from, as a person named it.
  let source: String
  /// The run that they are of; `nil` where they are of none.
  let run: RunOfWeights?

  /// Writes `config.json`, `model.safetensors` and `README.md` to `place`.
  ///
  /// - Throws: `TrainingError.cannotWrite`, `SafetensorsError`.
  func write(_ tensors: [String: Tensor], to place: String) throws {
    try makeFolder(place)
    let features = outline.required[outline.head + ".weight"]?.dropFirst().first ?? 0
    let hub = HubConfig(config, features: features, head: outline.head, stem: outline.stem)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try save(tensors, metadata: ["format": "pt"], to: "\(place)/\(WeightsFile.name)")
    try writeFlushed(encoder.encode(hub) + Data("\n".utf8), to: "\(place)/config.json")
    try writeFlushed(Data(card.utf8), to: "\(place)/README.md")
  }

  /// The model card: what the weights are, how they were trained and how they did.
  var card: String {
    let shape = config.inputShape.map(String.init).joined(separator: " x ")
    let numbers = outline.required.values.reduce(0) { $0 + $1.reduce(1, *) }
    return """
      ---
      tags:
      - image-classification
      - spar
      library_name: \(isOfTimm ? "timm" : "spar")
      ---
      # \(config.architecture)

      Tells \(config.outputs) classes apart: \(classes).

      | | |
      |---|---|
      | network | \(config.architecture), \(numbers) numbers |
      | pictures | \(shape), mean \(config.mean), deviation \(config.deviation) |
      | resized | \(resizing), \(config.preprocessing.resampling.rawValue) |\(precision)

      ## Use

      ```
      spar predict picture.jpg --weights <this folder>
      ```
      \(timmUse)
      \(training)
      """
  }

  /// Whether timm builds the same network.
  private var isOfTimm: Bool { hasTimmNetwork && config.auxiliaryBranches == 0 }

  private var hasTimmNetwork: Bool { outline.isUsual && outline.settings.model.isInTimm }

  private var timmUse: String {
    guard hasTimmNetwork else { return "timm has no network of this kind.\n" }
    guard isOfTimm else {
      return "timm knows no auxiliary batch norms and refuses these weights; "
        + "`spar convert --strip-auxiliary` leaves them out.\n"
    }
    return """
      ```python
      model = timm.create_model("local-dir:<this folder>", pretrained=True)
      ```

      """
  }

  /// A row of the table, where a run tells it.
  private var precision: String {
    run == nil ? "" : "\n| number format in training | \(config.precision) |"
  }

  private var training: String {
    run?.text ?? "Converted by Spar from `\((source as NSString).lastPathComponent)`.\n"
  }

  private var classes: String {
    config.classes.prefix(20).joined(separator: ", ") + (config.classes.count > 20 ? ", ..." : "")
  }

  private var resizing: String {
    config.preprocessing.shorterSide.map { "shorter side to \($0), the middle cut out" }
      ?? "whole, to the network's input"
  }
}
