import Foundation
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
  /// `weights` is a safetensors file, a checkpoint's folder or a run's; judged through the main branch
  /// of its batch norms, they may have others than the recipe's method. `report` is told the challenge,
  /// how many pictures are done and how many there are.
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
    if recipe.task.name != Stylisation.name { try requireClasses(set.classes, ofWeights: weights) }
    let (session, branches): (Session<Task>, [String]) = try Self.session(
      recipe, set.classes, weights)
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
    notices =
      try session.notices + branches + recipe.notes(onWeights: weights, ofAny: [recipe.task.name])
      + recipe.notesOnDivision(of: set, judging: weights)
    pictures = part
  }

  /// The network with the weights at `path`, without auxiliary branches where only the main one is
  /// judged, and what a person should know of that.
  private static func session<Task>(
    _ recipe: Recipe, _ classes: [String], _ path: String
  ) throws -> (session: Session<Task>, notices: [String]) {
    guard recipe.evaluation.branch == .main else {
      let weights = try ParameterStore.Source(path: path)
      return (try Session<Task>(recipe, classes: classes, weights: weights), [])
    }
    let file = try WeightsFile.find(path)
    var weights = try NamedWeights(file: file)
    let (found, asked) = (weights.auxiliaryBranches, recipe.method.settings.auxiliaryBranches)
    _ = weights.stripAuxiliary()
    let session = try Session<Task>(
      recipe, classes: classes,
      weights: .init(name: file, weights.tensors, notes: weights.notes), auxiliaryBranches: 0)
    let note =
      "\(file) has \(found) auxiliary branches of batch norms, the recipe's method \(asked); the main "
      + "branch is judged all the same"
    return (session, found == asked ? [] : [note])
  }
}

extension Recipe {
  /// What a person should know where the weights at `path` are of a run that divided the pictures that
  /// `set` is drawn from otherwise than this recipe does.
  fileprivate func notesOnDivision(
    of set: any PictureSet, judging path: String
  ) throws -> [String] {
    guard set is Subset, let run = try RunOfWeights(WeightsFile.find(path), lacksBranches: false),
      let theirs = run.recipe, theirs.data.hasPlace(of: data), theirs.division != division
    else { return [] }
    return [
      "the run that the weights are of held other pictures out (\(theirs.division.joined(separator: " "))"
        + "; here \(division.joined(separator: " "))), so that it may have learned from some of those "
        + "judged here: judge by \(run.folder)/recipe.yaml"
    ]
  }

  /// What decides which pictures are held out, as settings.
  private var division: [String] {
    func word(_ key: String, _ value: Any?) -> String {
      "\(key)=\(value.map { "\($0)" } ?? "null")"
    }
    return [
      word("data.validation", data.usualValidation), word("data.test", data.test),
      word("data.holdout", data.holdout.rawValue),
    ] + (data.holdout == .last ? [] : [word("seed", data.splitSeed ?? seed)])
  }
}

extension DataSettings {
  /// Whether its pictures lie where those of `other` do.
  fileprivate func hasPlace(of other: DataSettings) -> Bool {
    func path(_ place: String) -> String { URL(filePath: place).standardizedFileURL.path }
    return collection == other.collection && path(place) == path(other.place)
  }
}
