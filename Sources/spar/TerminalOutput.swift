import Foundation
import Training

/// Text for a person: a line for each epoch, and one that moves where a terminal shows it.
///
/// Without a terminal there is a line of progress after each minute in which nothing was said.
final class TerminalOutput: TrainingOutput {
  private let progress = ProgressLine(on: .standardOutput)
  private var plan: RunPlan?
  private var pace: Pace?
  /// Which batch norms the network is judged through, in words, where it has several.
  private var branch = ""

  func begin(_ recipe: Recipe, in folder: String) {
    if recipe.method.settings.auxiliaryBranches > 0 {
      branch = " through the \(recipe.evaluation.branch) branch"
    }
    progress.stay("\(recipe.name) in \(folder)")
    if let text = try? recipe.yaml() { progress.stay(text) }
  }

  func show(_ event: TrainingEvent) {
    switch event {
    case .preparing(let text): progress.say(text, isPressing: true)
    case .scanning(let place, let scan):
      progress.say(
        "looking into \(place): \(scan.done) of \(scan.count), \(scan.pictures) pictures")
    case .begins(let plan): begin(plan)
    case .step(let step, let loss, let time, let entry):
      pace?.made(time, plainSteps: entry?.passes.plainSteps)
      progress.say(standing(step, loss))
    case .judging(let name, let done, let count):
      progress.say("\(name): \(done) of \(count) pictures", isPressing: done == 0)
    case .validation(let entry):
      pace?.judged(entry.time.validation)
      progress.stay(summary(entry))
    case .epoch(let entry):
      if entry.validation != nil { pace?.judged(entry.time.validation) }
      progress.stay(summary(entry))
    case .checkpoint: return
    case .final(let entry): progress.stay(results(entry))
    case .notice(let text): progress.stay(text)
    }
  }

  func end(_ ending: TrainingEnding, in folder: String, resuming: String) {
    guard case .stopped(let reason, let step, let steps) = ending else { return }
    note("spar: \(stopped(reason, step, steps)); \(resuming)")
  }

  private func begin(_ plan: RunPlan) {
    self.plan = plan
    pace = Pace(plan)
    if plan.done > 0 { progress.stay("goes on after step \(plan.done) of \(plan.steps)") }
    progress.say("the first step, of \(plan.steps)", isPressing: true)
  }

  private func standing(_ step: Int, _ loss: Double) -> String {
    guard let plan, let pace else { return "" }
    return String(
      format: "step %d of %d  loss %.4f  %.0f pictures/s  waited %.1f %%  %@ left", step,
      plan.steps, loss, pace.picturesPerSecond, 100 * pace.waitingShare,
      duration(pace.secondsLeft(after: step)))
  }

  private func summary(_ entry: ValidationEntry) -> String {
    let steps = plan.map { " of \($0.steps)" } ?? ""
    let left = pace.map { "  \(duration($0.secondsLeft(after: entry.step))) left" } ?? ""
    return "step \(entry.step)\(steps)  validation \(entry.validation.headline)  "
      + duration(entry.time.validation) + left
  }

  private func summary(_ entry: EpochEntry) -> String {
    let epochs = plan?.epochs ?? entry.epoch
    var text = String(format: "epoch %d of %d  loss %.4f", entry.epoch, epochs, entry.loss)
    if let scores = entry.validation {
      text += "  validation \(scores.headline)"
    }
    text += "  \(duration(entry.time.training))"
    if entry.validation != nil { text += " + \(duration(entry.time.validation))" }
    if let plan {
      let steps = min(plan.stepsPerEpoch, plan.steps - (entry.epoch - 1) * plan.stepsPerEpoch)
      let pictures = Double(steps * plan.batchSize)
      text += String(format: "  %.0f pictures/s", pictures / max(entry.time.training, 1e-9))
    }
    let wait = 100 * entry.time.wait / max(entry.time.training, 1e-9)
    text += String(format: "  waited %.1f %%", wait)
    guard let pace, entry.epoch < epochs else { return text }
    return text + "  \(duration(pace.secondsLeft(after: entry.step))) left"
  }

  private func results(_ entry: FinalEntry) -> String {
    let pictures =
      entry.pictures == .test ? "test pictures" : "validation pictures, no test pictures"
    var lines = [
      "done after \(entry.step) steps; \(pictures), last weights\(branch): " + row(entry.last)
    ]
    if let best = entry.best, let epoch = entry.bestEpoch {
      let moment = entry.bestStep.map { "step \($0)" } ?? "epoch \(epoch)"
      lines.append("best on validation (\(moment)): " + row(best))
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ scores: [String: Scores]) -> String {
    scores.sorted { $0.key < $1.key }
      .map { name, scores in
        "\(name) \(scores.headline)"
          + (scores.cues?.shapeBias.map { String(format: " (shape bias %.2f %%)", 100 * $0) } ?? "")
      }
      .joined(separator: ", ")
  }
}

/// Seconds as a person reads them.
func duration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if whole >= 3600 { return String(format: "%d:%02d h", whole / 3600, whole % 3600 / 60) }
  if whole >= 60 { return String(format: "%d:%02d min", whole / 60, whole % 60) }
  return String(format: "%.1f s", seconds)
}
