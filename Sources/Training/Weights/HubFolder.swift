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
      | resized | \(resizing), \(config.preprocessing.resampling.rawValue) |
      | number format in training | \(config.precision) |

      ## Use

      ```
      spar predict picture.jpg --weights <this folder>
      ```
      \(isOfTimm ? timmUse : "timm has no network of this kind.\n")
      \(training)
      """
  }

  /// Whether timm builds the same network.
  private var isOfTimm: Bool {
    !outline.settings.model.isForCIFAR && outline.settings.width == nil
      && outline.settings.stem == nil
  }

  private var timmUse: String {
    """
    ```python
    model = timm.create_model("local-dir:<this folder>", pretrained=True)
    ```

    """
  }

  private var classes: String {
    config.classes.prefix(20).joined(separator: ", ") + (config.classes.count > 20 ? ", ..." : "")
  }

  private var resizing: String {
    config.preprocessing.shorterSide.map { "shorter side to \($0), the middle cut out" }
      ?? "whole, to the network's input"
  }

  /// How the weights were trained and how they did, where they are of a run.
  private var training: String {
    guard let run else {
      return "Converted by Spar from `\((source as NSString).lastPathComponent)`.\n"
    }
    var text = "## Training\n\n"
    if let origin: RunOrigin = try? readJSON("\(run)/origin.json") {
      text += "`\(origin.commandLine)`, Spar \(origin.spar), libtorch \(origin.libtorch), "
      text += "\(origin.processor).\n\n"
    }
    if let recipe = try? String(contentsOfFile: "\(run)/recipe.yaml", encoding: .utf8) {
      text += "```yaml\n\(recipe)```\n"
    }
    return text + results(of: run)
  }

  private func results(of run: String) -> String {
    let isBest = (source as NSString).lastPathComponent == "best"
    guard let log = try? Data(contentsOf: URL(filePath: "\(run)/\(RunLog.name)")),
      let line = log.split(separator: UInt8(ascii: "\n")).last,
      let final = try? JSONDecoder().decode(FinalEntry.self, from: line),
      let scores = isBest ? final.best : final.last
    else { return "\n## Results\n\nThe run did not come to its end.\n" }
    let rows = scores.sorted { $0.key < $1.key }.map { name, score in
      String(
        format: "| %@ | %.2f %% | %.2f %% | %.4f | %d |\n", name, 100 * (score.top1 ?? 0),
        100 * (score.top5 ?? 0), score.loss, score.count)
    }
    let told = "On the \(final.pictures.rawValue) pictures, after \(final.step) steps."
    return "\n## Results\n\n\(told)\n\n"
      + "| | top-1 | top-5 | loss | pictures |\n|---|---|---|---|---|\n" + rows.joined()
  }

  /// The folder of the run that the weights are of; `nil` where they are of none.
  private var run: String? {
    let above = (source as NSString).deletingLastPathComponent
    let places = [source, above, (above as NSString).deletingLastPathComponent].map { place in
      place.isEmpty ? "." : place
    }
    let candidates = places + [((places[2]) as NSString).deletingLastPathComponent]
    return candidates.first {
      !$0.isEmpty && FileManager.default.fileExists(atPath: "\($0)/recipe.yaml")
        && FileManager.default.fileExists(atPath: "\($0)/\(RunLog.name)")
    }
  }
}
