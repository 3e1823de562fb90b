import Foundation
import Networks
import Pictures
import Randomness
import Torch

/// Tells what pictures show, by weights that a run left.
public struct Predictor {
  /// What the weights are the weights of.
  public let model: ModelConfig
  /// The file that the weights are from.
  public let file: String
  private let task: Classification
  private let limits: ImageLimits

  /// A predictor by the weights at `path`: a safetensors file, a checkpoint's folder or a run's.
  ///
  /// What network they are of is read from the `config.json` beside them; where `recipe` is given,
  /// that says it.
  ///
  /// - Throws: as `KnownWeights` and `init(_:on:)`.
  public init(weights path: String, as recipe: Recipe? = nil, on device: Device = .cpu) throws {
    try self.init(KnownWeights(path, as: recipe), on: device)
  }

  /// A predictor by known weights.
  ///
  /// - Throws: `TrainingError` where they are of another task, `NetworkError.weightsDoNotFit`,
  ///   `SafetensorsError`.
  public init(_ weights: KnownWeights, on device: Device = .cpu) throws {
    let store = try weights.store(for: Classification.name, on: device)
    (model, file, limits) = (weights.model, weights.file, weights.limits)
    task = Classification(try model.build(Scope(store)), classes: model.outputs)
  }

  /// Predicts the pictures at `paths` in their order; each is told to `body`.
  ///
  /// `top` is how many classes are told, 1 or more. Where `skipped` is given, a picture that cannot
  /// be read is told to it, with the cause, instead of ending everything.
  ///
  /// - Throws: `PicturesError.sampleFailed` naming a file that cannot be read, `.allSkipped` where
  ///   none can, what `body` throws.
  public func predict(
    _ paths: [String], top: Int = 5, batchSize: Int = 64, threads: Int = 1,
    skipped: ((String, String) -> Void)? = nil, body: (Prediction) throws -> Void
  ) throws {
    let loader = loader(
      paths, batchSize: batchSize, threads: threads, damaged: skipped == nil ? .refuse : .skip)
    var batches = FileBatches(paths, by: loader, skipped: skipped)
    while let pictures = try batches.next() {
      let choices = try choices(pictures, min(top, model.outputs))
      for (place, index) in pictures.indices.enumerated() {
        try body(Prediction(file: paths[index], choices: choices[place]))
      }
    }
  }

  /// The pictures at `paths`, as the network takes them.
  private func loader(
    _ paths: [String], batchSize: Int, threads: Int, damaged: DamagedPictures
  ) -> Loader {
    let (height, width) = (model.inputShape[1], model.inputShape[2])
    let files = PictureFiles(
      paths: paths, decoding: model.preprocessing.decoding(channels: model.inputShape[0]),
      limits: limits)
    return Loader(
      set: files, reading: model.preprocessing.reading(height: height, width: width),
      transforms: model.preprocessing.transforms(height: height, width: width),
      batchSize: batchSize, shuffles: false, damaged: damaged, seed: Seed(0), threads: threads)
  }

  /// The `count` likeliest classes of each picture.
  private func choices(_ pictures: PictureBatch, _ count: Int) throws -> [[Prediction.Choice]] {
    let (values, labels) = try withoutGradients {
      let batch = try Batching(for: task.network)(pictures)
      return try task.probabilities(batch).topk(k: count, dim: 1)
    }
    let probabilities = try values.to(.cpu).elements(Double.self)
    let outputs = try labels.to(.cpu).elements(Int64.self).map(Int.init)
    return (0..<pictures.count).map { picture in
      (picture * count..<(picture + 1) * count).map {
        Prediction.Choice(
          name: model.name(ofOutput: outputs[$0]), label: outputs[$0],
          probability: probabilities[$0])
      }
    }
  }

  /// What the weights of a recipe are.
  static func config(_ recipe: Recipe) throws -> ModelConfig {
    try recipe.check()
    do {
      return try recipe.task.type.config(of: recipe, classes: try recipe.data.classNames())
    } catch {
      // Where the pictures are not here to tell, classes are those of the published set, or numbers.
      if recipe.network.classes == nil, let names = recipe.data.namesWithoutFiles {
        return try recipe.task.type.config(of: recipe, classes: names)
      }
      guard let count = recipe.network.classes ?? recipe.data.classes else { throw error }
      return try recipe.task.type.config(of: recipe, classes: (0..<count).map(String.init))
    }
  }
}

extension Classification {
  /// How likely each class is for each picture as the network is evaluated, `[N, classes]`,
  /// float64.
  func probabilities(_ batch: ClassifierBatch) throws -> Tensor {
    try logits(network(begin(batch), .evaluation)).to(.float64).softmax(dim: 1)
  }
}
