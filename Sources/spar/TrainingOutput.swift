import Foundation
import Training

/// How a run is shown.
protocol TrainingOutput {
  /// The run is about to read its pictures.
  func begin(_ recipe: Recipe, in folder: String)
  /// Something happened.
  func show(_ event: TrainingEvent)
  /// The run ended; `resuming` tells how to go on where it was stopped.
  func end(_ ending: TrainingEnding, in folder: String, resuming: String)
}

/// Lines of JSON on standard output, as in the log.
final class JSONOutput: TrainingOutput {
  func begin(_ recipe: Recipe, in folder: String) {
    line(RunEntry(folder: folder, recipe: recipe.name))
  }

  func show(_ event: TrainingEvent) {
    switch event {
    case .step(_, _, _, let entry?): line(entry)
    case .validation(let entry): line(entry)
    case .epoch(let entry): line(entry)
    case .final(let entry): line(entry)
    case .notice(let text): note(text)
    case .preparing, .scanning, .begins, .step, .judging, .checkpoint: return
    }
  }

  func end(_ ending: TrainingEnding, in folder: String, resuming: String) {
    guard case .stopped(let reason, let step, let steps) = ending else { return }
    line(StopEntry(reason: text(reason), step: step, steps: steps, folder: folder))
    note("spar: \(stopped(reason, step, steps)); \(resuming)")
  }

  private func line(_ entry: some Encodable) {
    guard let text = logLine(entry) else { return }
    print(text)
    fflush(nil)
  }

  /// The first line: where the log and the checkpoints are.
  private struct RunEntry: Encodable {
    let kind = "run"
    let folder: String
    let recipe: String
  }

  /// The last line of a run that was stopped, and can be resumed.
  private struct StopEntry: Encodable {
    let kind = "stopped"
    let reason: String
    let step: Int
    let steps: Int
    let folder: String
  }
}

/// The word for a reason to stop.
func text(_ reason: StopRequest.Reason) -> String {
  switch reason {
  case .signal(let signal): StopSignals.name(signal)
  case .timeLimit: "time-limit"
  }
}

/// Where and why a run was stopped, as a person reads it.
func stopped(_ reason: StopRequest.Reason, _ step: Int, _ steps: Int) -> String {
  let cause = reason == .timeLimit ? "the time limit" : text(reason)
  return "stopped by \(cause) after step \(step) of \(steps), all kept in a checkpoint"
}
