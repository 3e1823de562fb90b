import Foundation
import Training

/// A calibration as a person reads it on a terminal.
struct CalibrationTable {
  let calibration: Calibration

  init(_ calibration: Calibration) { self.calibration = calibration }

  /// A head, a table for each stage, and what is proposed.
  var text: String {
    let count = calibration.batches
    let head =
      "\(calibration.recipe), \(calibration.weights)\n"
      + "\(count) batch\(count == 1 ? "" : "es") of \(calibration.batchSize) "
      + "\(calibration.pictures.rawValue) pictures, "
      + "\(calibration.steps) step\(calibration.steps == 1 ? "" : "s") a move, "
      + "\(calibration.precision); mean ± deviation over batches"
    return ([head] + calibration.stages.map(table) + [legend, proposal]).joined(separator: "\n\n")
  }

  private func table(_ stage: CalibratedStage) -> String {
    let shape = stage.shape.map(String.init).joined(separator: " x ")
    let head = String(
      format: "%@  %@, RMS %.3g; %.1f %% of the network behind it, a lesson makes a step cost %.2f",
      stage.name, shape, stage.featureRMS.mean, 100 * stage.shareBehind, stage.plainSteps)
    let columns =
      "    step           move    loss ratio     random signs   accuracy lost   bf16 keeps"
    let rows = stage.allMoves.map { row($0) + ($0 == stage.aimed ? "   <- nearest to 1.5" : "") }
    return ([head, columns] + rows).joined(separator: "\n")
  }

  private func row(_ move: CalibratedMove) -> String {
    let mark = move.warns ? "!" : move.isUseful ? "*" : " "
    let lost = move.accuracyLost.map {
      String(format: "%5.1f ± %-4.1f", 100 * $0.mean, 100 * ($0.deviation ?? 0))
    }
    let ratio = String(format: "%5.2f ± %-5.2f", move.lossRatio.mean, move.lossRatio.deviation ?? 0)
    let random = String(
      format: "%5.2f ± %-5.2f", move.randomLossRatio.mean, move.randomLossRatio.deviation ?? 0)
    let size = move.size.text.padding(toLength: 13, withPad: " ", startingAt: 0)
    let rms = String(format: "%6.4f", move.rms.mean)
    let kept = String(format: "%5.1f %%", 100 * move.survivalInBF16.mean)
    return "  \(mark) \(size)  \(rms)  \(ratio)  \(random)  \(lost ?? "     –      ")      \(kept)"
  }

  private var legend: String {
    "* useful: the loss rises 1.2 to 2 times. ! misses its aim: outside 1.05 to 4 times, or under "
      + "95 % of\n  the move survives \(calibration.precision). move: of the features' RMS; "
      + "accuracy lost: percentage points"
  }

  private var proposal: String {
    guard let proposal = calibration.proposal else {
      return
        "No stage has a moderate step that raises the loss about 1.5 times: nothing is proposed."
    }
    return "Proposed: cut behind \(proposal.stage), \(proposal.reason).\n\n\(proposal.command)"
  }
}
