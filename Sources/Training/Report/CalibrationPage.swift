import Adversary
import Foundation
import Networks

/// One page that shows a calibration: a file that needs nothing beside it.
public struct CalibrationPage {
  private let calibration: Calibration

  /// The page of a calibration.
  public init(_ calibration: Calibration) { self.calibration = calibration }

  /// Where the page belongs that is about the weights at `path`: in their run's folder, where they
  /// are of one, else in the folder that one is in.
  public static func place(besideWeights path: String) -> String {
    var folder = URL(filePath: path)
    for _ in 0..<4 {
      if FileManager.default.fileExists(atPath: folder.appending(path: "recipe.yaml").path) {
        return folder.appending(path: name).path
      }
      folder.deleteLastPathComponent()
    }
    return name
  }

  private static let name = "calibration.html"

  /// The page, HTML with its style and script in it; all text is escaped.
  public func html() throws -> String {
    let curves = CalibrationCurves(calibration).charts
    return try PageFile.calibration(
      of: Content(
        title: "\(calibration.recipe): how far to move",
        style: PageFile.style, charts: PageFile.charts, script: PageFile.script,
        data: try PageFile.json(curves), facts: facts,
        proposal: calibration.proposal.map(Proposal.init),
        curves: curves, precision: calibration.precision,
        showsPrecision: calibration.precision != Precision.bf16.rawValue,
        stages: calibration.stages.map(CalibrationSection.init)))
  }

  /// Writes the page to a file, which is there at once when it is whole.
  ///
  /// - Throws: `TrainingError.cannotWrite`.
  public func write(to path: String) throws {
    try PageFile.write(html(), to: path)
  }

  private var facts: [RunSection.Fact] {
    let pictures =
      "\(calibration.batches) batches of \(calibration.batchSize), \(calibration.pictures.rawValue) "
      + "pictures, not augmented"
    return [
      ("Recipe", calibration.recipe), ("Weights", calibration.weights), ("Pictures", pictures),
      ("Steps of a move", "\(calibration.steps)"), ("Precision", calibration.precision),
      ("Seed", "\(calibration.seed)"),
    ].map { RunSection.Fact(name: $0.0, value: $0.1) }
  }

  /// All that the template shows; its names are those of these properties.
  private struct Content: Sendable {
    let title: String
    let style: String
    let charts: String
    let script: String
    let data: String
    let facts: [RunSection.Fact]
    let proposal: Proposal?
    let curves: [Curves.Chart]
    let precision: String
    let showsPrecision: Bool
    let stages: [CalibrationSection]
  }

  private struct Proposal: Sendable {
    let stage: String
    let reason: String
    let settings: String

    init(_ proposal: CalibrationProposal) {
      (stage, reason) = (proposal.stage, proposal.reason)
      settings = proposal.command
    }
  }
}

/// The table of one stage.
struct CalibrationSection: Sendable {
  /// One length.
  struct Row: Sendable {
    let size: String
    let rms: String
    let ratio: String
    let ratioSpread: String
    let random: String
    let randomSpread: String
    let lost: String
    let randomLost: String
    let survival: String
    let survivalInBF16: String
    let isUseful: Bool
    let warns: Bool
    let warning: String
  }

  let name: String
  let about: String
  let rows: [Row]

  init(_ stage: CalibratedStage) {
    name = stage.name
    about =
      "Leaves \(stage.shape.map(String.init).joined(separator: " × ")) of a picture, root mean square "
      + "\(significant(stage.featureRMS.mean, 3)); \(significant(100 * stage.shareBehind, 3)) % of the "
      + "network lies behind it: with one lesson there a training step costs "
      + "\(significant(stage.plainSteps, 3)) plain ones."
    rows = stage.allMoves.map(Row.init)
  }
}

extension CalibrationSection.Row {
  init(_ move: CalibratedMove) {
    func number(_ value: Double) -> String { String(format: "%.2f", value) }
    func part(_ spread: Spread?) -> String {
      spread.map { String(format: "%.1f", 100 * $0.mean) } ?? "–"
    }
    self.init(
      size: move.size.text, rms: significant(move.rms.mean, 3), ratio: number(move.lossRatio.mean),
      ratioSpread: number(move.lossRatio.deviation ?? 0), random: number(move.randomLossRatio.mean),
      randomSpread: number(move.randomLossRatio.deviation ?? 0), lost: part(move.accuracyLost),
      randomLost: part(move.randomAccuracyLost), survival: "\(part(move.survival)) %",
      survivalInBF16: "\(part(move.survivalInBF16)) %", isUseful: move.isUseful, warns: move.warns,
      warning: move.effect.faults.map(\.words).joined(separator: ", "))
  }
}

extension MoveEffect.Fault {
  /// The fault in words.
  fileprivate var words: String {
    switch self {
    case .weak: "too weak"
    case .strong: "too strong"
    case .lost: "lost to rounding"
    }
  }
}
