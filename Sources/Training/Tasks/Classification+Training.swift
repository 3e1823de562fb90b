import Networks
import Pictures
import Randomness
import Torch

extension Classification: TrainableTask {
  /// `classification`.
  public static var name: String { "classification" }

  /// The recipe's network, as it freezes and runs it, for these classes.
  public init(_ recipe: Recipe, classes names: [String]?, in store: ParameterStore) throws {
    guard recipe.task == .classification else {
      throw recipe.wrongTask(for: Self.name)
    }
    let shape = recipe.data.pictureShape
    let classes = try recipe.outputs(forClasses: names)
    let network = try recipe.network.build(
      channels: shape[0], classes: classes, normalization: recipe.normalization, Scope(store))
    try recipe.checkStages(of: network)
    let picture = try Tensor.zeros(
      [1] + shape, dtype: network.precision.storage, device: network.device)
    let target = try Tensor.zeros([1], dtype: .int64, device: network.device)
    self.init(
      try network.measuringCost(of: ClassifierState(maps: [picture], targets: target))
        .freezing(recipe.freeze, in: store).recomputing(recipe.network.recompute),
      classes: classes, labelSmoothing: recipe.labelSmoothing)
  }

  /// The weights as they are named.
  public static func start(of recipe: Recipe) throws -> ParameterStore.Source? {
    try recipe.start
  }

  /// The network, its classes and the pictures it takes.
  public static func config(of recipe: Recipe, classes: [String]) throws -> ModelConfig {
    ModelConfig(recipe, classes: classes)
  }

  /// Pictures in 0...1 and their classes.
  public func batch(of pictures: PictureBatch) throws -> ClassifierBatch {
    try Batching(for: network)(pictures)
  }

  /// The pictures mixed with each other as the recipe says.
  public func prepared(
    _ batch: ClassifierBatch, by recipe: Recipe, seed: Seed
  ) throws -> ClassifierBatch {
    try recipe.mixing.map { try batch.mixed(by: $0, classes: classes, seed: seed) } ?? batch
  }

  /// Clean pictures, noise and attacks, and pictures whose cues conflict.
  public static func challenges(of recipe: Recipe) -> [JudgedChallenge] {
    let conflict = recipe.conflictPictures.map { JudgedChallenge(name: "conflict", pictures: $0) }
    return recipe.evaluation.challenges.map {
      JudgedChallenge(name: $0.name, challenge: $0.challenge)
    } + [conflict].compactMap(\.self)
  }

  /// Judges as `Evaluator` does; of pictures whose cues conflict also which were gone by.
  public func judge(
    _ pictures: any PictureSet, under challenge: Challenge, by recipe: Recipe, seed: Seed,
    report: (Int) throws -> Void
  ) throws -> Judgement {
    let judgement = try Evaluator(self, as: recipe, seed: seed)
      .judge(pictures, under: challenge, report: report)
    guard let drawn = pictures as? DrawnPictures, drawn.cues == .conflicting else {
      return judgement
    }
    return judgement.withCues(of: drawn)
  }

  /// Figures, what was taken for what, and pictures told right, told wrong, and moved.
  public func kept(
    _ clean: Judgement, _ scores: [String: Scores], in examination: Examination
  ) throws -> Judged.Weights {
    try Examiner(examination).examine(self, scores, clean)
  }
}

extension Judgement: TaskJudgement {}
