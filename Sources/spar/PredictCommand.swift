import ArgumentParser
import Foundation
import Networks
import Pictures
import Torch
import Training

/// `spar predict`: tells what pictures show, or their pixels.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Tell what pictures show.",
    discussion: """
      Pictures are JPEG or PNG files, or folders of them. A run's last checkpoint is used; name \
      another by its folder:

        spar predict cat.jpg --weights runs/folder-resnet18-afan-1
        spar predict photos --weights runs/folder-resnet18-afan-1/checkpoints/best --csv

      Of weights that tell the class of every pixel (task: segmentation) the masks are written to \
      a folder, as PNG files of the pictures' own sizes with a palette, beside the pictures under \
      the colours of their classes:

        spar predict photos --weights runs/mine-1 --out told --scales 0.5,1,1.5 --flips
      """)

  @Argument(help: "Pictures, and folders of pictures, which are searched with all their folders.")
  var pictures: [String]

  @Option(help: "A file of safetensors or .pth, or the folder of a run, a checkpoint or the hub.")
  var weights: String

  @Option(
    help: """
      The recipe the weights are of, where no config.json lies beside them, or for its data.limits.
      """)
  var recipe: String?

  @Option(help: "How many classes are told of each picture.")
  var top = 5

  @Option(
    help: """
      How many pictures are looked at together; of pixels, such of one size in a row. \
      (default: 64, of pixels 1)
      """)
  var batchSize: Int?

  @Option(help: "Where it is computed: cpu, cuda or cuda:<n>.")
  var device = "cpu"

  @Flag(help: "Print a line of JSON for each picture.")
  var json = false

  @Flag(help: "Print a table of comma-separated values.")
  var csv = false

  @Flag(help: "Go on where a picture cannot be read, and say how many there were.")
  var skipDamaged = false

  @OptionGroup(title: "For classes of pixels")
  var pixels: PixelOptions

  func validate() throws {
    guard !pictures.isEmpty else { throw ValidationError("Name a picture or a folder.") }
    guard top > 0 else { throw ValidationError("--top is \(top); it must be 1 or more.") }
    if let batchSize, !(1...65_536).contains(batchSize) {
      throw ValidationError("--batch-size is \(batchSize); it must be 1...65536.")
    }
    guard !(json && csv) else { throw ValidationError("Choose one of --json and --csv.") }
  }

  func run() throws {
    var found: (paths: [String], weights: KnownWeights)?
    try reporting {
      found = (
        try picturePaths(in: pictures),
        try KnownWeights(weights, as: recipe.map { try Recipe.named($0) })
      )
    }
    guard let (paths, weights) = found else { return }
    let tellsPixels = weights.task == Segmentation.name
    let folder = try pixels.folder(isNeeded: tellsPixels)
    try reporting {
      try folder.map { try tellPixels(of: paths, by: weights, in: $0) } ?? tell(paths, by: weights)
    }
  }

  private func tell(_ paths: [String], by weights: KnownWeights) throws {
    let predictor = try Predictor(weights, on: checkedDevice)
    let model = predictor.model
    if let text = text(on: model) { note(text) }
    let progress = PredictionProgress(count: paths.count)
    let output = output(columns: min(top, model.outputs), of: "probability")
    output.begin()
    try predictor.predict(
      paths, top: top, batchSize: batchSize ?? 64, threads: 2, skipped: skipped(progress)
    ) { prediction in progress.step { output.show(prediction) } }
    progress.end()
  }

  private func tellPixels(
    of paths: [String], by weights: KnownWeights, in folder: String
  ) throws {
    let folder = try PredictionFolder(folder, of: weights.model, for: paths, pixels.options)
    let predictor = try PixelPredictor(
      weights, views: pixels.views(weights.recipe), on: checkedDevice)
    let progress = PredictionProgress(count: paths.count)
    let output = output(columns: min(top, predictor.model.outputs), of: "share")
    output.begin()
    try predictor.predict(
      paths, batchSize: batchSize ?? 1, threads: 2, skipped: skipped(progress)
    ) { prediction in
      try folder.write(prediction)
      let line = PixelLine(prediction, top: top, in: folder.files(for: prediction.file))
      progress.step { output.show(line) }
    }
    progress.end()
  }

  private func skipped(_ progress: PredictionProgress) -> ((String, String) -> Void)? {
    skipDamaged ? { progress.skip($1) } : nil
  }

  private func output(columns: Int, of figure: String) -> any PredictionOutput {
    if json { return JSONPredictions() }
    return csv ? CSVPredictions(columns: columns, figure: figure) : TextPredictions()
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
