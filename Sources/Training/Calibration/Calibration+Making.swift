import Networks
import Pictures
import Randomness

extension Calibration {
  /// Measures moves behind the stages of `recipe`'s network with the weights at `path`: a
  /// safetensors file, a checkpoint's folder or a run's.
  ///
  /// `report` is told which stage is cut and how many of how many batches are done; where it throws,
  /// all ends. Equal arguments give equal figures on one machine and number of threads.
  ///
  /// Pictures of which every pixel has a class are cropped to `data.size` in their middle.
  ///
  /// - Throws: `TrainingError.badCalibration`, what reading weights and pictures throws,
  ///   `NetworkError.weightsDoNotFit`, `TrainingError.otherClasses`, `.badRecipe` of a task without
  ///   classes.
  public init(
    _ recipe: Recipe, weights path: String, _ settings: CalibrationSettings = .init(),
    report: @escaping (String, Int, Int) throws -> Void = { _, _, _ in }
  ) throws {
    guard recipe.task.name != Stylisation.name else {
      throw recipe.wrongTask(for: "\(Classification.name) and \(Segmentation.name)")
    }
    self = try Self(recipe.task.type, recipe, path, settings, report)
  }

  private init<Task: TrainableTask>(
    _: Task.Type, _ recipe: Recipe, _ path: String, _ settings: CalibrationSettings,
    _ report: @escaping (String, Int, Int) throws -> Void
  ) throws {
    try recipe.check()
    if case .afan(let afan) = recipe.method, afan.start != .clean {
      throw TrainingError.badCalibration([
        "method.afan.start: moves are measured from the features of clean pictures; give "
          + "method.afan.start=clean"
      ])
    }
    let splits = try recipe.splits()
    let part = settings.pictures ?? (splits.validation == nil ? .training : .validation)
    guard let set = part == .training ? splits.training : splits.validation else {
      throw TrainingError.badCalibration(["no pictures are held out for validation"])
    }
    try requireClasses(set.classes, ofWeights: path)
    let session = try Session<Task>(
      recipe, classes: set.classes, weights: ParameterStore.Source(path: path))
    let places = try settings.places(in: session.task.network)
    let taken = try Self.batches(of: set, recipe, session.seed, settings.batches)
    let calibrator = Calibrator(
      session: session, settings: settings, batches: taken, report: report)
    let measured = try places.map(calibrator.stage)
    self.init(
      recipe: recipe.name, weights: try WeightsFile.find(path), pictures: part,
      batches: taken.count, batchSize: taken.first?.count ?? 0, steps: settings.steps,
      precision: recipe.precision.rawValue, seed: recipe.seed, stages: measured,
      proposal: CalibrationProposal(measured, steps: settings.steps, for: recipe))
  }

  /// At most `count` batches of `set` as large as those of training, as they are
  /// evaluated.
  private static func batches(
    of set: any PictureSet, _ recipe: Recipe, _ seed: Seed, _ count: Int
  ) throws -> [PictureBatch] {
    let data = recipe.data
    let hasMasks = data.collection.hasMasks
    let loader = Loader(
      set: set, reading: hasMasks ? nil : data.reading,
      maskedReading: hasMasks ? MaskedCenterReading(size: data.pictureShape[1]) : nil,
      batchSize: min(recipe.batchSize, set.count), dropsLast: true, shuffles: true,
      damaged: data.damaged ?? .refuse, seed: seed / "calibration" / "pictures",
      threads: data.threads)
    let epoch = loader.epoch(0)
    var batches: [PictureBatch] = []
    while batches.count < count, let batch = try epoch.next() { batches.append(batch) }
    guard batches.first.map({ $0.count > 1 }) ?? false else {
      throw TrainingError.badCalibration(["there are too few pictures for batch statistics"])
    }
    return batches
  }
}
