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
  /// - Throws: `TrainingError.badCalibration`, what reading weights and pictures throws,
  ///   `NetworkError.weightsDoNotFit`, `TrainingError.otherClasses`.
  public init(
    _ recipe: Recipe, weights path: String, _ settings: CalibrationSettings = .init(),
    report: @escaping (String, Int, Int) throws -> Void = { _, _, _ in }
  ) throws {
    try recipe.check()
    let splits = try recipe.splits()
    let part = settings.pictures ?? (splits.validation == nil ? .training : .validation)
    guard let set = part == .training ? splits.training : splits.validation else {
      throw TrainingError.badCalibration(["no pictures are held out for validation"])
    }
    try requireClasses(set.classes, ofWeights: path)
    let session = try Session<Classification>(
      recipe, classes: set.classes, weights: ParameterStore.Source(path: path))
    let places = try settings.places(in: session.task.network)
    let taken = try Self.batches(of: set, session, settings.batches)
    let calibrator = Calibrator(
      session: session, settings: settings, batches: taken, report: report)
    let measured = try places.map(calibrator.stage)
    self.init(
      recipe: recipe.name, weights: try WeightsFile.find(path), pictures: part,
      batches: taken.count, batchSize: taken.first?.count ?? 0, steps: settings.steps,
      precision: recipe.precision.rawValue, seed: recipe.seed, stages: measured,
      proposal: CalibrationProposal(measured, steps: settings.steps, for: recipe))
  }

  /// At most `count` batches of `set` as large as those of training, mixed as there, as they are
  /// evaluated.
  private static func batches(
    of set: any PictureSet, _ session: Session<Classification>, _ count: Int
  ) throws -> [PictureBatch] {
    let recipe = session.recipe
    let loader = Loader(
      set: set, reading: recipe.data.reading, batchSize: min(recipe.batchSize, set.count),
      dropsLast: true, shuffles: true, damaged: recipe.data.damaged ?? .refuse,
      seed: session.seed / "calibration" / "pictures", threads: recipe.data.threads)
    let epoch = loader.epoch(0)
    var batches: [PictureBatch] = []
    while batches.count < count, let batch = try epoch.next() { batches.append(batch) }
    guard batches.first.map({ $0.count > 1 }) ?? false else {
      throw TrainingError.badCalibration(["there are too few pictures for batch statistics"])
    }
    return batches
  }
}
