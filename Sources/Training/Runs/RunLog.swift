import Adversary
import Foundation

/// One line of a run's log every few steps.
public struct StepEntry: Codable, Sendable {
  /// `step`.
  public var kind = "step"
  /// The epoch it is part of, counted from 1.
  public let epoch: Int
  /// How many steps the run has made, with this one.
  public let step: Int
  /// The learning rate of the step.
  public let learningRate: Double
  /// The number that the step lowered.
  public let loss: Double
  /// The unweighted loss of each part: `clean`, `<stage>.<lesson>`.
  public let losses: [String: Double]
  /// What the step cost.
  public let passes: PassesEntry
  /// What each lesson's features did to the step's last batch, by `<stage>.<lesson>`; `null`
  /// without lessons.
  @OrNull public var moves: [String: MoveEntry]?
  /// How long the gradients were together before clipping; `null` where they are not clipped.
  @OrNull public var gradientNorm: Double?
  /// The only part of a line that differs between equal runs.
  public let time: StepTime
}

/// What a step cost, in passes through the whole network.
public struct PassesEntry: Codable, Sendable {
  /// Forward passes.
  public let forward: Double
  /// Passes of the gradient back to inputs.
  public let inputGradient: Double
  /// Passes that make the weights' gradients.
  public let weightGradient: Double
  /// All of them as a multiple of a plain step.
  public let plainSteps: Double

  /// What `passes` come to a step, where that many steps made them.
  init(_ passes: Passes, over steps: Double = 1) {
    forward = passes.forward / steps
    inputGradient = passes.inputGradient / steps
    weightGradient = passes.weightGradient / steps
    plainSteps = passes.plainSteps / steps
  }

  /// The passes of that many steps.
  func times(_ steps: Double) -> Passes {
    var passes = Passes()
    passes.forward = steps * forward
    passes.inputGradient = steps * inputGradient
    passes.weightGradient = steps * weightGradient
    return passes
  }
}

/// How long a step took, in seconds.
public struct StepTime: Codable, Sendable {
  /// The step itself.
  public let step: Double
  /// Waiting for its pictures.
  public let wait: Double
}

/// One line of a run's log each epoch.
public struct EpochEntry: Codable, Sendable {
  /// `epoch`.
  public var kind = "epoch"
  /// How many epochs are done.
  public let epoch: Int
  /// How many steps the run has made.
  public let step: Int
  /// The mean over the epoch of the number that steps lower.
  public let loss: Double
  /// On the pictures held out; `null` where there are none.
  @OrNull public var validation: Scores?
  /// The epoch whose scores are the best so far, counted from 1; `null` without validation.
  @OrNull public var bestEpoch: Int?
  /// What its steps cost on the mean; `null` where they were not all counted, as in logs of Spar's
  /// first days.
  @OrNull public var passes: PassesEntry?
  /// The only part of a line that differs between equal runs.
  public let time: EpochTime
}

/// One line of a run's log where the pictures held out are judged within an epoch.
public struct ValidationEntry: Codable, Sendable {
  /// `validation`.
  public var kind = "validation"
  /// The epoch under way, counted from 1.
  public let epoch: Int
  /// How many steps the run has made.
  public let step: Int
  /// On the pictures held out.
  public let validation: Scores
  /// The step whose scores are the best so far.
  public let bestStep: Int
  /// The only part of a line that differs between equal runs.
  public let time: ValidationTime
}

/// How long judging took, in seconds.
public struct ValidationTime: Codable, Sendable {
  /// Judging the pictures held out.
  public let validation: Double
}

/// How long an epoch took, in seconds.
public struct EpochTime: Codable, Sendable {
  /// All steps, with waiting.
  public let training: Double
  /// Waiting for pictures.
  public let wait: Double
  /// Judging the pictures held out.
  public let validation: Double
}

/// The last line of a run's log.
public struct FinalEntry: Codable, Sendable {
  /// `final`.
  public var kind = "final"
  /// How many steps the run has made.
  public let step: Int
  /// Which pictures the scores are of: `test`, or `validation` where there are no others.
  public let pictures: PictureSplits.Judged
  /// The scores by challenge: `clean`, `noise`, `fgsm`, `pgd`, `conflict`.
  public let last: [String: Scores]
  /// The same for the weights that did best on the pictures held out; `null` without validation.
  @OrNull public var best: [String: Scores]?
  /// The epoch of those weights, counted from 1; `null` without validation.
  @OrNull public var bestEpoch: Int?
  /// How many steps they were trained for, where pictures are judged every so many steps; left out
  /// elsewhere.
  public var bestStep: Int?
}

/// A run's `metrics.jsonl`, written line by line.
///
/// Its length is part of a checkpoint: a resumed run cuts off what lies behind.
final class RunLog {
  /// The name of the file in a run's folder.
  static let name = "metrics.jsonl"

  private let file: LogFile

  /// Opens the log at `path`, cut to `length` bytes.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and `.cannotResume` where it is shorter.
  init(_ path: String, length: UInt64) throws {
    file = try LogFile(path, length: length)
  }

  /// Adds one line.
  func add(_ entry: some Encodable) throws { try file.add(RunLog.line(entry)) }

  /// How many bytes the log has.
  var length: UInt64 {
    get throws { try file.length }
  }

  /// An entry as a line of JSON, keys in order.
  static func line(_ entry: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(entry) + Data("\n".utf8)
  }

  /// Reads entries as `line` writes them.
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

extension FinalEntry {
  /// What the run in the folder `run` came to: the last line of its log; `nil` where that is of
  /// another kind.
  init?(ofRun run: String) throws {
    let log = try Data(contentsOf: URL(filePath: "\(run)/\(RunLog.name)"))
    guard let line = log.split(separator: UInt8(ascii: "\n")).last,
      let entry = try? RunLog.decoder.decode(Self.self, from: line)
    else { return nil }
    self = entry
  }
}

/// An entry as it stands in a log, without the line's end; `nil` where JSON has no form for it.
public func logLine(_ entry: some Encodable) -> String? {
  guard let line = try? RunLog.line(entry) else { return nil }
  return String(decoding: line.dropLast(), as: UTF8.self)
}
