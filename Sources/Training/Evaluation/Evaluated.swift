import Networks
import Pictures
import Randomness

/// The scores of weights on pictures, by the name of each challenge.
public struct Evaluated: Sendable {
  /// The scores by challenge: `clean`, `noise`, `fgsm`, `pgd`, `conflict`.
  public let scores: [String: Scores]
  /// Which pictures they are of.
  public let pictures: PictureSplits.Judged
  /// How many classes could be chosen, and how many the network tells apart; `nil` where the task
  /// tells no classes.
  public let choices: (count: Int, outputs: Int)?
  /// The pictures that could not be read and were left out.
  public let skipped: [SkippedPicture]
  /// What a person should know of the weights.
  public let notices: [String]

  /// Judges `weights` on the test pictures of `recipe`, or on those held out for validation where
  /// there are no others.
  ///
  /// `weights` is a safetensors file, a checkpoint's folder or a run's; `report` is told the
  /// challenge, how many pictures are done and how many there are.
  ///
  /// - Throws: what reading weights and pictures throws, `NetworkError.weightsDoNotFit`,
  ///   `TrainingError.otherClasses`.
  public init(
    _ recipe: Recipe, weights: String, report: (String, Int, Int) -> Void = { _, _, _ in }
  ) throws {
    self = try Self(recipe.task.type, recipe, weights, report)
  }

  private init<Task: TrainableTask>(
    _: Task.Type, _ recipe: Recipe, _ weights: String, _ report: (String, Int, Int) -> Void
  ) throws {
    try recipe.check()
    let (set, part) = try recipe.judgedPictures()
    if recipe.task == .classification { try requireClasses(set.classes, ofWeights: weights) }
    let session = try Session<Task>(
      recipe, classes: set.classes, weights: ParameterStore.Source(path: weights))
    choices = (session.task as? Classification).map { task in
      let present = recipe.evaluation.choices == .present ? Set(set.labels).count : nil
      return (present ?? task.classes, task.classes)
    }
    var skipped: [SkippedPicture] = []
    var scores: [String: Scores] = [:]
    try session.task.judgeAll(set, by: recipe, seed: session.seed, report: report) {
      scores[$0] = $1.scores
      skipped += $1.skipped.filter { !skipped.contains($0) }
    }
    self.scores = scores
    self.skipped = skipped
    notices = try session.notices + recipe.notes(onWeights: weights, of: recipe.task.name)
    pictures = part
  }
}
