import ArgumentParser
import Foundation
import Pictures
import Torch
import Training

/// `spar predict`: tells what pictures show.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Tell what pictures show.",
    discussion: """
      Pictures are JPEG or PNG files, or folders of them. A run's last checkpoint is used; name \
      another by its folder:

        spar predict cat.jpg --weights runs/folder-resnet18-afan-1
        spar predict photos --weights runs/folder-resnet18-afan-1/checkpoints/best --csv
      """)

  @Argument(help: "Pictures, and folders of pictures, which are searched with all their folders.")
  var pictures: [String]

  @Option(help: "A file of safetensors or .pth, or the folder of a run, a checkpoint or the hub.")
  var weights: String

  @Option(help: "The recipe the weights are of, where no config.json lies beside them.")
  var recipe: String?

  @Option(help: "How many classes are told of each picture.")
  var top = 5

  @Option(help: "How many pictures are looked at together.")
  var batchSize = 64

  @Option(help: "Where it is computed: cpu, cuda or cuda:<n>.")
  var device = "cpu"

  @Flag(help: "Print a line of JSON for each picture.")
  var json = false

  @Flag(help: "Print a table of comma-separated values.")
  var csv = false

  @Flag(help: "Go on where a picture cannot be read, and say how many there were.")
  var skipDamaged = false

  func validate() throws {
    guard !pictures.isEmpty else { throw ValidationError("Name a picture or a folder.") }
    guard top > 0 else { throw ValidationError("--top is \(top); it must be 1 or more.") }
    guard (1...65_536).contains(batchSize) else {
      throw ValidationError("--batch-size is \(batchSize); it must be 1...65536.")
    }
    guard !(json && csv) else { throw ValidationError("Choose one of --json and --csv.") }
  }

  func run() throws {
    try reporting {
      let paths = try picturePaths(in: pictures)
      let predictor = try Predictor(
        weights: weights, as: recipe.map { try Recipe.named($0) }, on: checkedDevice)
      let model = predictor.model
      if let text = text(on: model) { note(text) }
      let progress = PredictionProgress(count: paths.count)
      let output = output(columns: min(top, model.outputs))
      output.begin()
      try predictor.predict(
        paths, top: top, batchSize: batchSize, threads: 2,
        skipped: skipDamaged ? { progress.skip($1) } : nil
      ) { prediction in progress.step { output.show(prediction) } }
      progress.end()
    }
  }

  private func output(columns: Int) -> any PredictionOutput {
    if json { return JSONPredictions() }
    return csv ? CSVPredictions(columns: columns) : TextPredictions()
  }

  private var checkedDevice: Device {
    get throws {
      var settings = Recipe()
      settings.device = device
      return try settings.checkedDevice
    }
  }

  /// What is done to every picture that a person may not expect.
  private func text(on model: ModelConfig) -> String? {
    guard model.preprocessing.shorterSide == nil else { return nil }
    let size = "\(model.inputShape[1])x\(model.inputShape[2])"
    let grey = model.inputShape[0] == 1 ? " in grey" : ""
    return
      "pictures of another size are resized to \(size)\(grey), as \(model.architecture) takes them"
  }
}
