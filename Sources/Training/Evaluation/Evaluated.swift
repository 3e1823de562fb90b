import Networks
import Pictures
import Randomness

/// The scores of weights on pictures, by the name of each challenge.
public struct Evaluated: Sendable {
  /// The scores by challenge: `clean`, `noise`, `fgsm`, `pgd`, `conflict`.
  public let scores: [String: Scores]
  /// Which pictures they are of.
  public let pictures: PictureSplits.Judged
  /// How many classes could be chosen, and how many the network tells apart.
  public let choices: (count: Int, outputs: Int)
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
    try recipe.check()
    let (set, part) = try recipe.judgedPictures()
    try requireClasses(set.classes, ofWeights: weights)
    let session = try Session(
      recipe, classes: set.classes, weights: ParameterStore.Source(path: weights))
    let evaluator = Evaluator(session.task, as: recipe, seed: session.seed)
    var skipped: [SkippedPicture] = []
    var scores: [String: Scores] = [:]
    for challenge in recipe.evaluation.challenges {
      let judgement = try evaluator.judge(set, under: challenge.challenge) {
        report(challenge.name, $0, set.count)
      }
      skipped = judgement.skipped
      scores[challenge.name] = judgement.scores
    }
    if let conflict = recipe.conflictPictures {
      scores["conflict"] = try evaluator.judge(conflict) { report("conflict", $0, conflict.count) }
        .scores(ofCuesIn: conflict)
    }
    self.scores = scores
    self.skipped = skipped
    let outputs = session.task.classes
    choices = (recipe.evaluation.choices == .all ? outputs : Set(set.labels).count, outputs)
    notices = try session.notices + recipe.notes(onWeights: weights)
    pictures = part
  }
}
