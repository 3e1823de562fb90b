import Foundation

/// What a step of each run cost.
struct CostSection: Sendable {
  /// One run.
  struct Row: Sendable {
    let number: Int
    let name: String
    let forward: String
    let inputGradient: String
    let weightGradient: String
    let plainSteps: String
    let milliseconds: String
    /// How many times the first run's.
    let times: String
    let pictures: String
    let wait: String
    let survival: String
  }

  let rows: [Row]
  /// Whether any run logged what survives rounding.
  let hasSurvival: Bool

  /// The rows of all runs that logged a step; `nil` where none did.
  init?(_ runs: [RunRecord], _ names: [String]) {
    let base = runs.lazy.compactMap { Self.seconds($0) }.first
    rows = runs.indices.compactMap { index in
      let run = runs[index]
      guard let last = run.steps.last, let passes = run.passesPerStep,
        let seconds = Self.seconds(run)
      else { return nil }
      let waits = median(run.steps.dropFirst().map(\.time.wait)) ?? last.time.wait
      let whole = seconds + waits
      let batch = Double(run.recipe.batchSize * run.recipe.accumulate)
      return Row(
        number: index % 8, name: names[index], forward: significant(passes.forward, 3),
        inputGradient: significant(passes.inputGradient, 3),
        weightGradient: significant(passes.weightGradient, 3),
        plainSteps: significant(passes.plainSteps, 3),
        milliseconds: significant(1000 * seconds, 3),
        times: base.map { String(format: "%.2f", seconds / $0) } ?? "–",
        pictures: whole > 0 ? grouped(Int(batch / whole)) : "–",
        wait: String(format: "%.1f\u{A0}%%", whole > 0 ? 100 * waits / whole : 0),
        survival: Self.survival(run))
    }
    hasSurvival = runs.contains { $0.steps.contains { $0.moves != nil } }
    if rows.isEmpty { return nil }
  }

  /// The median time of the logged steps, the first, which warms everything up, aside.
  private static func seconds(_ run: RunRecord) -> Double? {
    median(run.steps.dropFirst().map(\.time.step)) ?? run.steps.first?.time.step
  }

  /// For each lesson the mean part of moved elements that the tail's first rounding leaves moved.
  private static func survival(_ run: RunRecord) -> String {
    let lessons = run.lessons
    guard !lessons.isEmpty else { return "–" }
    return lessons.map { lesson in
      let values = run.steps.compactMap { $0.moves?[lesson]?.survival }
      return "\(lesson) "
        + String(
          format: "%.1f\u{A0}%%", 100 * values.reduce(0, +) / Double(max(1, values.count)))
    }.joined(separator: ", ")
  }
}
