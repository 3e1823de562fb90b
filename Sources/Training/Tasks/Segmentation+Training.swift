import Networks
import Pictures
import Randomness
import Torch

extension Segmentation: TrainableTask {
  /// `segmentation`.
  public static var name: String { "segmentation" }

  /// A DeepLabV3+ over the recipe's network, as the recipe freezes and runs it, for these classes.
  public init(_ recipe: Recipe, classes names: [String]?, in store: ParameterStore) throws {
    guard case .segmentation(let settings) = recipe.task else {
      throw recipe.wrongTask(for: Self.name)
    }
    let shape = recipe.data.pictureShape
    let classes = try recipe.outputs(forClasses: names)
    let network = try recipe.network.buildSegmentation(
      settings, channels: shape[0], classes: classes, normalization: recipe.normalization,
      Scope(store))
    try recipe.checkStages(of: network)
    let picture = try Tensor.zeros(
      [1] + shape, dtype: network.precision.storage, device: network.device)
    let mask = try Tensor.zeros([1] + shape.dropFirst(), dtype: .int64, device: network.device)
    let state = SegmentationState(maps: [picture], targets: mask, size: Array(shape.dropFirst()))
    self.init(
      try network.measuringCost(of: state).freezing(recipe.freeze, in: store)
        .recomputing(recipe.network.recompute),
      classes: classes, charge: settings.charge)
  }

  /// The weights as they are named where they are of a whole DeepLabV3+, else those of its backbone.
  public static func start(of recipe: Recipe) throws -> ParameterStore.Source? {
    try recipe.initialWeights.map {
      try ParameterStore.Source(segmentationAt: $0, newBranches: recipe.newBranches)
    }
  }

  /// The backbone, the decoder's settings, the classes and the pictures it takes.
  public static func config(of recipe: Recipe, classes: [String]) throws -> ModelConfig {
    guard case .segmentation(let settings) = recipe.task else {
      throw recipe.wrongTask(for: Self.name)
    }
    return ModelConfig(recipe, settings, classes: classes)
  }

  /// Pictures in 0...1 and the classes of their pixels.
  public func batch(of pictures: PictureBatch) throws -> SegmentationBatch {
    let batching = Batching(for: network)
    guard let masks = pictures.masks else {
      preconditionFailure("pictures without masks tell no classes of pixels")
    }
    let shape = [pictures.shape[0]] + pictures.shape.suffix(2)
    return SegmentationBatch(
      images: try batching(pictures).images,
      targets: try Tensor(masks, shape: shape, device: network.device).to(.int64))
  }

  /// The batch as it is.
  public func prepared(
    _ batch: SegmentationBatch, by recipe: Recipe, seed: Seed
  ) throws -> SegmentationBatch { batch }

  /// Clean pictures, noise and attacks.
  public static func challenges(of recipe: Recipe) -> [JudgedChallenge] {
    recipe.evaluation.challenges.map { JudgedChallenge(name: $0.name, challenge: $0.challenge) }
  }

  /// Judges as `PixelEvaluator` does.
  public func judge(
    _ pictures: any PictureSet, under challenge: Challenge, by recipe: Recipe, seed: Seed,
    report: (Int) throws -> Void
  ) throws -> PixelJudgement {
    try PixelEvaluator(self, as: recipe, seed: seed)
      .judge(pictures, under: challenge, report: report)
  }

  /// Figures, what was taken for what, and pictures with what was told of them, some after moves.
  public func kept(
    _ clean: PixelJudgement, _ scores: [String: Scores], in examination: Examination
  ) throws -> Judged.Weights {
    try PixelExaminer(examination).examine(self, scores, clean)
  }
}

extension PixelJudgement: TaskJudgement {}

extension ParameterStore.Source {
  /// The weights at `path` to start a DeepLabV3+ from: of one like it, or of a classifier that its
  /// backbone is.
  ///
  /// - Throws: what reading them throws.
  fileprivate init(segmentationAt path: String, newBranches: NewBranches) throws {
    let file = try WeightsFile.find(path)
    let weights = try NamedWeights(file: file)
    let whole = weights.tensors.keys.contains { $0.hasPrefix("backbone.") }
    let named = whole ? weights.tensors : DeepLabBackbone.weights(ofClassifier: weights.tensors)
    let source = Self(
      name: file, named, adapts: true, newBranches: newBranches, notes: weights.notes)
    self = whole ? source : source.placed(below: "backbone")
  }
}
