import Foundation
import Training

/// How a sweep is shown.
protocol SweepOutput {
  /// The runs that would be made.
  func list(_ plan: SweepPlan)
  /// The sweep is about to begin or go on.
  func begin(_ plan: SweepPlan, in folder: String)
  /// Something happened.
  func show(_ event: SweepEvent)
  /// The sweep ended with this table; `resuming` tells how to go on where it was stopped.
  func end(
    _ ending: SweepRunner.Ending, _ table: SweepTable, in folder: String, resuming: String)
}

/// Lines of JSON on standard output.
final class JSONSweepOutput: SweepOutput {
  func list(_ plan: SweepPlan) {
    for run in plan.runs { line(RunLine("planned", run, settings: run.settings)) }
  }

  func begin(_ plan: SweepPlan, in folder: String) {
    line(SweepLine(folder: folder, recipe: plan.base.name, runs: plan.runs.count))
  }

  func show(_ event: SweepEvent) {
    switch event {
    case .begins, .progress: return
    case .started(let run, _): line(RunLine("started", run))
    case .ended(let run, let standing, let validation):
      var entry = RunLine(standing.word, run)
      entry.validation = validation
      if case .failed(let message) = standing { entry.message = message }
      line(entry)
    case .notice(let run, let text):
      note("\(run.name): \(text)")
    }
  }

  func end(
    _ ending: SweepRunner.Ending, _ table: SweepTable, in folder: String, resuming: String
  ) {
    line(TableLine(table: table))
    guard case .stopped(let reason) = ending else { return }
    line(StopLine(reason: text(reason), folder: folder))
    note("spar: \(stopped(reason)); \(resuming)")
  }

  private func line(_ entry: some Encodable) {
    guard let text = logLine(entry) else { return }
    print(text)
    fflush(nil)
  }

  private struct SweepLine: Encodable {
    let kind = "sweep"
    let folder: String
    let recipe: String
    let runs: Int
  }

  private struct RunLine: Encodable {
    let kind: String
    let row: String
    let seed: UInt64
    let run: String
    let steps: Int
    var settings: [String]?
    var message: String?
    var validation: Double?

    init(_ kind: String, _ run: SweepRun, settings: [String]? = nil) {
      (self.kind, row, seed, self.run, steps) = (kind, run.row.name, run.seed, run.name, run.steps)
      self.settings = settings
    }
  }

  private struct TableLine: Encodable {
    let kind = "table"
    let table: SweepTable
  }

  private struct StopLine: Encodable {
    let kind = "stopped"
    let reason: String
    let folder: String
  }
}

extension SweepFolder.Standing {
  /// One word for it.
  var word: String {
    switch self {
    case .waiting, .begun: "paused"
    case .done: "done"
    case .failed: "failed"
    }
  }
}

/// Why a sweep was stopped, as a person reads it.
func stopped(_ reason: StopRequest.Reason) -> String {
  let cause = reason == .timeLimit ? "the time limit" : text(reason)
  return "stopped by \(cause), all that was done kept in checkpoints"
}
