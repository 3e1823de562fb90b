import Networks
import Pictures
import Randomness
import Torch

/// A recognition task that a recipe can train: how its network is made, fed and judged.
public protocol TrainableTask: RecognitionTask {
  /// What came of judging pictures once.
  associatedtype Judgement: TaskJudgement

  /// What recipes and a checkpoint's `config.json` call it.
  static var name: String { get }

  /// The task of `recipe` for pictures of these classes, its network with parameters from `store` and
  /// knowing what its stages cost.
  ///
  /// - Throws: `TrainingError.badRecipe` of a recipe of another task too, and
  ///   `NetworkError.weightsDoNotFit`.
  init(_ recipe: Recipe, classes: [String]?, in store: ParameterStore) throws

  /// The weights that `recipe` starts from, by the names they have in the task's network; `nil` where
  /// it names none.
  ///
  /// - Throws: what reading them throws.
  static func start(of recipe: Recipe) throws -> ParameterStore.Source?

  /// What `recipe`'s weights are, for those who use them without it.
  static func config(of recipe: Recipe, classes: [String]) throws -> ModelConfig

  /// Pictures as the network takes them.
  func batch(of pictures: PictureBatch) throws -> Batch

  /// A batch as it is learned from, with what `recipe` has drawn for it from `seed`.
  func prepared(_ batch: Batch, by recipe: Recipe, seed: Seed) throws -> Batch

  /// What `recipe` has judged, unharmed pictures first.
  static func challenges(of recipe: Recipe) -> [JudgedChallenge]

  /// Judges every one of `pictures` under `challenge`; `report` is told how many are done, and ends
  /// it where it throws.
  func judge(
    _ pictures: any PictureSet, under challenge: Challenge, by recipe: Recipe, seed: Seed,
    report: (Int) throws -> Void
  ) throws -> Judgement

  /// What is kept of judging some weights: `clean` is of the unharmed pictures, `scores` are all.
  func kept(
    _ clean: Judgement, _ scores: [String: Scores], in examination: Examination
  ) throws -> Judged.Weights
}

/// What came of judging pictures once.
public protocol TaskJudgement {
  /// How the network did.
  var scores: Scores { get }
  /// The pictures that could not be read, and were not judged.
  var skipped: [SkippedPicture] { get }
}

/// Something that a network is judged on.
public struct JudgedChallenge {
  /// What its scores are called, such as `clean`.
  public let name: String
  /// What is done to the pictures.
  public var challenge = Challenge.clean
  /// Its own pictures; `nil` for those that all others have.
  public var pictures: (any PictureSet)?
}

/// The judging of some of a run's weights at its end.
public struct Examination {
  /// The run's recipe.
  let recipe: Recipe
  /// What the network is judged on.
  let pictures: any PictureSet
  /// The root of the run's randomness.
  let seed: Seed
  /// Which weights: `last` or `best`, and how many epochs they were trained for.
  let name: String
  let epoch: Int
  /// Where pictures that a report shows are kept.
  let folder: JudgedFolder

  /// Those of the pictures that have `indices` in the set they were read from.
  func judged(_ indices: [Int]) -> Subset {
    var all = pictures
    while let part = all as? Subset { all = part.base }
    return Subset(all, indices)
  }
}

extension TrainableTask {
  /// Judges all that `recipe` asks for; `each` is given what came of every challenge, by its name,
  /// and `report` is told how many of how many pictures are done.
  func judgeAll(
    _ pictures: any PictureSet, by recipe: Recipe, seed: Seed,
    report: (String, Int, Int) throws -> Void, each: (String, Judgement) throws -> Void
  ) throws {
    for challenge in Self.challenges(of: recipe) {
      let pictures = challenge.pictures ?? pictures
      let judgement = try judge(
        pictures, under: challenge.challenge, by: recipe, seed: seed
      ) { try report(challenge.name, $0, pictures.count) }
      try each(challenge.name, judgement)
    }
  }
}

extension Recipe {
  /// What is wrong with a recipe whose task is not the one that is asked for.
  func wrongTask(for expected: String) -> TrainingError {
    .badRecipe(
      name: name,
      problems: ["task is \(task.name), which this does not do; it is for \(expected)"])
  }
}
