import Adversary

/// How far a run has come: what a checkpoint knows beside weights and the optimizer's state.
struct RunState: Codable, Equatable, Sendable {
  /// The name of its file.
  static let name = "state.json"

  /// How many epochs are done.
  var epoch = 0
  /// How many batches of the epoch under way are done.
  var batch = 0
  /// How many steps the run has made.
  var step = 0
  /// The sum of the losses of the epoch under way.
  var lossSum = 0.0
  /// The passes of the epoch under way; `nil` from a checkpoint that did not count them, until the
  /// epoch ends.
  var passes: Passes? = Passes()
  /// What the steps of the epoch under way took.
  var spent = Spent()
  /// How the moves of lessons fare.
  var moves = MoveWatch()
  /// How good the best weights were on the held-out pictures: `Scores.merit`.
  var bestMerit: Double?
  /// The epoch of the best weights, counted from 1.
  var bestEpoch: Int?
  /// How many steps the best weights were trained for.
  var bestStep: Int?
  /// After how many steps the pictures held out were judged last.
  var judgedStep: Int?
  /// How many bytes of each log belong to it, by the name of its file in the run's folder.
  ///
  /// A resumed run cuts each log to its length; one that is not named has none.
  var logLengths: [String: UInt64] = [:]
  /// Whether the run has ended.
  var isDone = false
  /// What the numbers were made with; another libtorch or number of threads changes last digits.
  var engine = ""
  /// How many threads an operation used.
  var threads = 0
  /// The recipe that was followed so far, as YAML.
  var recipe = ""

  /// Seconds.
  struct Spent: Codable, Equatable, Sendable {
    /// All steps, with waiting.
    var training = 0.0
    /// Waiting for pictures.
    var wait = 0.0
  }

  /// A run at its start.
  init() {}

  /// The state in a checkpoint's folder.
  ///
  /// - Throws: `TrainingError.cannotRead` where it is missing or damaged.
  init(in folder: String) throws {
    self = try readJSON("\(folder)/\(Self.name)")
  }

  /// Refuses what no run of that length, of so many batches to a step, can have come to.
  ///
  /// - Throws: `TrainingError.cannotResume`.
  func check(_ length: RunLength, perStep: Int = 1, _ path: String) throws {
    let batches = length.stepsPerEpoch * perStep
    let isEnd = epoch == length.epochs && batch == 0 && step == length.steps
    let isWithin =
      (0..<length.epochs).contains(epoch) && (0...batches).contains(batch)
      && step * perStep == epoch * batches + batch && step <= length.steps
    let isPossible = isEnd || isWithin
    guard isPossible else {
      throw TrainingError.cannotResume(
        path,
        reason: "its state.json tells of epoch \(epoch), batch \(batch), step \(step); its "
          + "recipe.yaml has \(length.epochs) epochs of \(batches) batches. Undo what was changed")
    }
  }
}
