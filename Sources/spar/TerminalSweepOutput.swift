import Foundation
import Training

/// Text for a person: a line for each run, and one that moves where a terminal shows it.
///
/// Without a terminal there is a line of progress after each minute in which nothing was said.
final class TerminalSweepOutput: SweepOutput {
  private let progress = ProgressLine(on: .standardOutput)
  private var count = 0
  private var numbers: [String: Int] = [:]

  func list(_ plan: SweepPlan) {
    let steps = plan.runs.reduce(0) { $0 + $1.steps }
    progress.stay(
      "\(plan.base.name): \(plan.rows.count) rows, \(plan.sweep.seeds.count) seeds, "
        + "\(plan.runs.count) runs, \(steps) steps in all")
    for row in plan.rows {
      let steps = plan.runs.first { $0.row == row }?.steps ?? 0
      let settings = row.settings.map(shellWord).joined(separator: " ")
      progress.stay("  \(row.name): \(steps) steps\(settings.isEmpty ? "" : ": ")\(settings)")
    }
    progress.stay("seeds: " + plan.sweep.seeds.map { "\($0)" }.joined(separator: ", "))
    progress.stay("runs, in this order:")
    for run in plan.runs { progress.stay("  \(run.name)") }
  }

  func begin(_ plan: SweepPlan, in folder: String) {
    count = plan.runs.count
    progress.stay(
      "\(plan.base.name): \(plan.rows.count) rows, \(plan.sweep.seeds.count) seeds, in \(folder)")
  }

  func show(_ event: SweepEvent) {
    switch event {
    case .begins(let done, let count):
      if done > 0 { progress.stay("\(done) of \(count) runs are finished") }
    case .started(let run, let number):
      numbers[run.name] = number
      progress.say("run \(number) of \(count): \(run.row.name), seed \(run.seed)", isPressing: true)
    case .progress(let runs, let left):
      let texts = runs.map { each in
        "run \(numbers[each.run.name] ?? 0) of \(count): \(each.run.row.name), seed "
          + "\(each.run.seed), step \(each.step) of \(each.run.steps)"
      }
      progress.say(texts.joined(separator: "; ") + (left.map { "; \(duration($0)) left" } ?? ""))
    case .ended(let run, let standing, let top1): progress.stay(text(run, standing, top1))
    case .notice(let run, let text): progress.stay("\(run.name): \(text)")
    }
  }

  func end(
    _ ending: SweepRunner.Ending, _ table: SweepTable, in folder: String, resuming: String
  ) {
    progress.stay("\n" + table.text)
    progress.stay("\(folder)/report.html")
    guard case .stopped(let reason) = ending else { return }
    note("spar: \(stopped(reason)); \(resuming)")
  }

  private func text(
    _ run: SweepRun, _ standing: SweepFolder.Standing, _ top1: Double?
  ) -> String {
    let name = "run \(numbers[run.name] ?? 0) of \(count): \(run.row.name), seed \(run.seed)"
    switch standing {
    case .waiting, .begun: return "\(name): paused"
    case .done:
      let figure = top1.map { String(format: ", validation %.2f %%", 100 * $0) } ?? ""
      return "\(name): done\(figure)"
    case .failed(let message): return "\(name) failed: \(message)"
    }
  }
}
