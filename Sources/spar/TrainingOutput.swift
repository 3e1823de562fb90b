import Foundation
import Training

/// How a run is shown.
protocol TrainingOutput {
  /// The run is about to read its pictures.
  func begin(_ recipe: Recipe, in folder: String)
  /// Something happened.
  func show(_ event: TrainingEvent)
}

/// Lines of JSON on standard output, as in the log.
final class JSONOutput: TrainingOutput {
  func begin(_ recipe: Recipe, in folder: String) {
    line(RunEntry(folder: folder, recipe: recipe.name))
  }

  func show(_ event: TrainingEvent) {
    switch event {
    case .step(_, _, let entry?): line(entry)
    case .epoch(let entry): line(entry)
    case .final(let entry): line(entry)
    case .notice(let text): FileHandle.standardError.write(Data("\(text)\n".utf8))
    case .begins, .step, .judging: return
    }
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
}

/// Text for a person: a line for each epoch, and one that moves where a terminal shows it.
final class TerminalOutput: TrainingOutput {
  private let isTerminal = isatty(STDOUT_FILENO) == 1
  private var steps = 0
  private var firstStep = 0
  private var epochs = 0
  private var start = Date()
  private var shown = Date.distantPast

  func begin(_ recipe: Recipe, in folder: String) {
    epochs = recipe.epochs
    line("\(recipe.name) in \(folder)")
    if let text = try? recipe.yaml() { line(text) }
  }

  func show(_ event: TrainingEvent) {
    switch event {
    case .begins(let steps, let done):
      self.steps = steps
      firstStep = done
      start = Date()
      if done > 0 { line("goes on after step \(done) of \(steps)") }
      moving("step \(done) of \(steps)")
    case .step(let step, let loss, _): moving(progress(step, loss))
    case .judging(let name, let done, let count): moving("\(name): \(done) of \(count) pictures")
    case .epoch(let entry): line(summary(entry))
    case .final(let entry): line(results(entry))
    case .notice(let text): line(text)
    }
  }

  private func progress(_ step: Int, _ loss: Double) -> String {
    let seconds = Date().timeIntervalSince(start)
    let each = seconds / Double(max(1, step - firstStep))
    let left = Double(steps - step) * each
    return String(
      format: "step %d of %d  loss %.4f  %.0f ms a step  ", step, steps, loss, 1000 * each)
      + "\(duration(left)) left"
  }

  private func summary(_ entry: EpochEntry) -> String {
    var text = String(format: "epoch %d of %d  loss %.4f", entry.epoch, epochs, entry.loss)
    if let scores = entry.validation {
      text += String(format: "  validation %.2f %%", 100 * scores.top1)
    }
    let wait = 100 * entry.time.wait / max(entry.time.training, 1e-9)
    return text + "  \(duration(entry.time.training))" + String(format: "  (waited %.1f %%)", wait)
  }

  private func results(_ entry: FinalEntry) -> String {
    var lines = ["done after \(entry.step) steps; test pictures, last weights: " + row(entry.last)]
    if let best = entry.best, let epoch = entry.bestEpoch {
      lines.append("best on validation (epoch \(epoch)): " + row(best))
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ scores: [String: Scores]) -> String {
    scores.sorted { $0.key < $1.key }
      .map { String(format: "%@ %.2f %%", $0.key, 100 * $0.value.top1) }
      .joined(separator: ", ")
  }

  /// Replaces the moving line, ten times a second at most.
  private func moving(_ text: String) {
    guard isTerminal, Date().timeIntervalSince(shown) > 0.1 else { return }
    shown = Date()
    print("\r\u{1B}[K\(text)", terminator: "")
    fflush(nil)
  }

  private func line(_ text: String) {
    print(isTerminal ? "\r\u{1B}[K\(text)" : text)
    fflush(nil)
  }
}

/// Seconds as a person reads them.
func duration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if whole >= 3600 { return String(format: "%d:%02d h", whole / 3600, whole % 3600 / 60) }
  if whole >= 60 { return String(format: "%d:%02d min", whole / 60, whole % 60) }
  return String(format: "%.1f s", seconds)
}
