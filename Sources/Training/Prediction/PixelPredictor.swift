import Networks
import Pictures
import Randomness
import Torch

/// Tells the class of every pixel of pictures, by weights that a run left.
public struct PixelPredictor {
  /// What the weights are the weights of.
  public let model: ModelConfig
  /// The file that the weights are from.
  public let file: String
  /// The ways in which each picture is looked at.
  public let views: PixelViews
  private let task: Segmentation
  private let limits: ImageLimits

  /// A predictor by the weights at `path`: a safetensors file, a checkpoint's folder or a run's.
  ///
  /// What network they are of is read from the `config.json` beside them; where `recipe` is given,
  /// that says it.
  ///
  /// - Throws: as `KnownWeights` and `init(_:views:on:)`.
  public init(
    weights path: String, as recipe: Recipe? = nil, views: PixelViews? = nil,
    on device: Device = .cpu
  ) throws {
    try self.init(KnownWeights(path, as: recipe), views: views, on: device)
  }

  /// A predictor by known weights; without `views` it looks at pictures as their recipe judges them
  /// where that was given, else as they are.
  ///
  /// - Throws: `TrainingError` where they are of another task, `NetworkError.weightsDoNotFit`,
  ///   `SafetensorsError`.
  public init(
    _ weights: KnownWeights, views: PixelViews? = nil, on device: Device = .cpu
  ) throws {
    let store = try weights.store(for: Segmentation.name, on: device)
    (model, file, limits) = (weights.model, weights.file, weights.limits)
    self.views = views ?? weights.recipe?.evaluation.views ?? PixelViews()
    task = try model.segmentation(Scope(store))
  }

  /// Predicts the pictures at `paths` in their order and in their own size, upright where their
  /// files say how that is; each is told to `body`.
  ///
  /// Up to `batchSize` pictures in a row, 1 or more, are looked at together where they are of one
  /// size. Where `skipped` is given, a picture that cannot be read is told to it, with the cause,
  /// instead of ending everything.
  ///
  /// - Throws: `PicturesError.sampleFailed` naming a file that cannot be read, `.allSkipped` where
  ///   none can, what `body` throws.
  public func predict(
    _ paths: [String], batchSize: Int = 1, threads: Int = 1,
    skipped: ((String, String) -> Void)? = nil, body: (PixelPrediction) throws -> Void
  ) throws {
    let files = PictureFiles(
      paths: paths, decoding: model.preprocessing.decoding(channels: model.inputShape[0]),
      limits: limits)
    let loader = Loader(
      set: files, batchSize: 1, shuffles: false, damaged: skipped == nil ? .refuse : .skip,
      seed: Seed(0), threads: threads)
    var read = FileBatches(paths, by: loader, skipped: skipped)
    var batches = EqualSizeBatches(of: batchSize) { try read.next() }
    while let batch = try batches.next() {
      for (place, mask) in try masks(of: batch).enumerated() {
        try body(
          PixelPrediction(
            file: paths[batch.indices[place]], picture: batch.picture(at: place), mask: mask,
            name: model.name))
      }
    }
  }

  /// The class of every pixel of each picture.
  private func masks(of batch: PictureBatch) throws -> [Mask] {
    let choices = try withoutGradients {
      let images = try Batching(for: task.network)(batch).images
      return try views.choices(of: images, by: task, .evaluation).bytes()
    }
    let (height, width) = (batch.shape[2], batch.shape[3])
    return (0..<batch.count).map { place in
      let own = choices[(place * height * width)..<((place + 1) * height * width)]
      return Mask(height: height, width: width, bytes: Array(own))
    }
  }
}
