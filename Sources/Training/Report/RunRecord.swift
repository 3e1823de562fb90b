import Adversary
import Foundation

/// What a run's folder tells of it, whether it has ended or not.
struct RunRecord {
  /// Its folder.
  let path: String
  /// The recipe it follows.
  let recipe: Recipe
  /// The same as it stands in the folder.
  let recipeText: String
  /// How it was begun, where that was written down.
  let origin: RunOrigin?
  /// The steps that were logged, in order.
  let steps: [StepEntry]
  /// The epochs that ended, in order.
  let epochs: [EpochEntry]
  /// What the pictures held out were judged by within epochs, in order.
  let validations: [ValidationEntry]
  /// How many epochs the run has; those that ended where its length is given in steps.
  var allEpochs: Int { recipe.steps == nil ? recipe.epochs : epochs.last?.epoch ?? 0 }
  /// The last line of a run that has ended.
  let final: FinalEntry?
  /// What was kept of judging it.
  let judged: Judged?

  /// The folder's name.
  var name: String { URL(filePath: path).lastPathComponent }

  /// Reads the folder at `path`; nothing in it is changed or locked.
  ///
  /// - Throws: `TrainingError.cannotRead` where it is no run or is damaged, `SettingsError` for its
  ///   recipe.
  init(_ path: String, withJudged: Bool = true) throws {
    guard !FileManager.default.fileExists(atPath: "\(path)/sweep.yaml") else {
      throw TrainingError.cannotRead(path, cause: "it is a sweep; its runs are in \(path)/runs")
    }
    let recipePath = "\(path)/recipe.yaml"
    guard FileManager.default.fileExists(atPath: recipePath) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw TrainingError.cannotRead(
        path, cause: exists ? "it has no recipe.yaml, so it is no run" : "there is no such folder")
    }
    self.path = path
    recipe = try Recipe(file: recipePath)
    recipeText = try Self.text(recipePath)
    origin = try Self.origin("\(path)/\(RunOrigin.name)")
    let log = try Log("\(path)/metrics.jsonl")
    steps = log.steps
    epochs = log.epochs
    validations = log.validations
    final = log.final
    judged = withJudged ? try Judged.read(from: "\(path)/judged") : nil
  }

  /// Whenever the pictures held out were judged: after how many steps, and what came of it.
  var judgements: [(step: Int, scores: Scores)] {
    let ends = epochs.compactMap { entry in entry.validation.map { (entry.step, $0) } }
    return (ends + validations.map { ($0.step, $0.validation) }).sorted { $0.0 < $1.0 }
  }

  /// How the best weights did on the pictures held out; `nil` before the end, and where there are
  /// none.
  var bestOnValidation: Scores? {
    guard let final else { return nil }
    let step = final.bestStep ?? epochs.first { $0.epoch == final.bestEpoch }?.step
    return judgements.first { $0.step == step }?.scores
  }

  /// What a step cost on the mean of all steps, or where the log does not tell, of those that were
  /// logged; `nil` without any.
  var passesPerStep: PassesEntry? {
    let ends = zip([0] + epochs.map(\.step), epochs)
    var counted = ends.map { (passes: $1.passes, steps: Double($1.step - $0)) }
    if counted.isEmpty || counted.contains(where: { $0.passes == nil }) {
      counted = steps.map { ($0.passes, 1) }
    }
    let made = counted.reduce(0) { $0 + $1.steps }
    guard made > 0 else { return nil }
    let sum = counted.reduce(into: Passes()) { sum, part in
      if let passes = part.passes { sum += passes.times(part.steps) }
    }
    return PassesEntry(sum, over: made)
  }

  /// Whether the weights that a run ended with are its best.
  var isLastBest: Bool {
    guard let final, let epoch = final.bestEpoch else { return false }
    return final.bestStep.map { $0 == final.step } ?? (epoch == epochs.last?.epoch)
  }

  /// Whether a process trains in the folder now.
  var isUnderWay: Bool { FolderLock.isHeld(path) }

  /// How the run or sweep was begun of which `path` is the `origin.json`; `nil` where there is none.
  static func origin(_ path: String) throws -> RunOrigin? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try JSONDecoder().decode(RunOrigin.self, from: Data(text(path).utf8))
    } catch let error as DecodingError {
      throw TrainingError.cannotRead(path, cause: error.place)
    }
  }

  private static func text(_ path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw TrainingError.cannotRead(path, cause: error.localizedDescription)
    }
  }

  /// The entries of a log, by kind.
  private struct Log {
    var steps: [StepEntry] = []
    var epochs: [EpochEntry] = []
    var validations: [ValidationEntry] = []
    var final: FinalEntry?

    /// Reads the log at `path`; an unfinished last line is that of a run under way.
    init(_ path: String) throws {
      guard FileManager.default.fileExists(atPath: path) else { return }
      var lines = try text(path).split(separator: "\n", omittingEmptySubsequences: false)
      lines.removeLast()
      let decoder = RunLog.decoder
      for (number, line) in lines.enumerated() {
        do {
          try add(Data(line.utf8), decoder)
        } catch let error as DecodingError {
          throw TrainingError.cannotRead(path, cause: "line \(number + 1): \(error.place)")
        }
      }
    }

    private mutating func add(_ line: Data, _ decoder: JSONDecoder) throws {
      switch try decoder.decode(Kind.self, from: line).kind {
      case "step": steps.append(try decoder.decode(StepEntry.self, from: line))
      case "epoch": epochs.append(try decoder.decode(EpochEntry.self, from: line))
      case "validation":
        validations.append(try decoder.decode(ValidationEntry.self, from: line))
      case "final": final = try decoder.decode(FinalEntry.self, from: line)
      default: break
      }
    }
  }

  private struct Kind: Decodable {
    let kind: String
  }
}

extension [RunRecord] {
  /// The challenges that not all of these met in the same strength, of those that met them.
  var unlikeChallenges: [String] {
    ["noise", "fgsm", "pgd"].filter { challenge in
      let met = filter { $0.final?.last[challenge] != nil }.map(\.recipe.evaluation)
      return met.contains { !$0.poses(challenge, as: met[0]) }
    }
  }
}

extension EvaluationSettings {
  /// Whether pictures are as hard under `challenge` as by `other`.
  fileprivate func poses(_ challenge: String, as other: EvaluationSettings) -> Bool {
    switch challenge {
    case "noise": noise == other.noise
    case "fgsm": fgsm == other.fgsm
    case "pgd": pgd == other.pgd
    default: true
    }
  }
}
