import Foundation

/// The test pictures' figures, runs side by side.
struct ResultsSection: Sendable {
  /// The figure of one run under one challenge.
  struct Cell: Sendable {
    let value: String
    /// How far it is from the first run's, with `isBetter` or `isWorse`; `nil` without another.
    let difference: String?
    let isBetter: Bool
    let isWorse: Bool
    let top5: String
    let loss: String
    static let none = Cell(
      value: "–", difference: nil, isBetter: false, isWorse: false, top5: "–", loss: "–")
  }

  /// Some weights of a run.
  struct Row: Sendable {
    let number: Int
    let name: String
    let weights: String
    let cells: [Cell]
  }

  let challenges: [String]
  let rows: [Row]
  /// How many pictures were judged, and how far figures can be trusted.
  let note: String

  /// The rows of all runs that were judged; `nil` where none was.
  init?(_ runs: [RunRecord], _ names: [String]) {
    let finals = runs.compactMap(\.final)
    guard let first = finals.first else { return nil }
    let found = Set(finals.flatMap(\.last.keys))
    let keys = ["clean", "noise", "fgsm", "pgd"].filter(found.contains)
    let base = runs.firstIndex { $0.final != nil } ?? 0
    challenges = keys.map { Self.heading($0, runs[base].recipe.evaluation) }
    rows = runs.indices.flatMap { index -> [Row] in
      guard let final = runs[index].final else { return [] }
      return Self.weights(final, first, epochs: runs[index].allEpochs).map { entry in
        Row(
          number: index % 8, name: names[index], weights: entry.name,
          cells: keys.map {
            Self.cell(entry.scores[$0], index == base ? nil : entry.others[$0])
          })
      }
    }
    note =
      Self.note(finals, compares: finals.count > 1 ? names[base] : nil)
      + Self.branchNote(runs.filter { $0.final != nil }.map(\.recipe))
  }

  /// Which batch norms the networks were judged through, where some have several.
  private static func branchNote(_ recipes: [Recipe]) -> String {
    let branched = recipes.filter { $0.method.settings.auxiliaryBranches > 0 }
    guard !branched.isEmpty else { return "" }
    let branches = Set(branched.map(\.evaluation.branch.description)).sorted()
    return " Networks of several batch norms were judged through the "
      + branches.joined(separator: " or ") + " branch."
  }

  /// What weights of a run were judged, and which of the first run's they are held against.
  private static func weights(
    _ final: FinalEntry, _ first: FinalEntry, epochs: Int
  ) -> [(name: String, scores: [String: Scores], others: [String: Scores])] {
    let last = ("last, epoch \(epochs)", final.last, first.last)
    guard let best = final.best, let epoch = final.bestEpoch else { return [last] }
    let others = first.best ?? first.last
    return epoch == epochs
      ? [("best and last, epoch \(epoch)", best, others)]
      : [("best, epoch \(epoch)", best, others), last]
  }

  private static func cell(_ scores: Scores?, _ other: Scores?) -> Cell {
    guard let scores else { return .none }
    let gain = other.map { scores.merit - $0.merit }
    let difference = other.flatMap { other in
      scores.top1.map { points($0 - (other.top1 ?? 0), of: scores.count) }
        ?? significant(scores.loss - other.loss)
    }
    return Cell(
      value: scores.top1.map { percent($0, of: scores.count) } ?? significant(scores.loss),
      difference: difference, isBetter: (gain ?? 0) > 0, isWorse: (gain ?? 0) < 0,
      top5: scores.top5.map { percent($0, of: scores.count) } ?? "–",
      loss: significant(scores.loss))
  }

  private static func heading(_ name: String, _ settings: EvaluationSettings) -> String {
    switch name {
    case "noise": "noise" + (settings.noise.map { " of \(significant($0, 2))" } ?? "")
    case "fgsm": "FGSM" + (settings.fgsm.map { " of \(levels($0))" } ?? "")
    case "pgd": "PGD" + (settings.pgd.map { ", \($0.steps) of \(levels($0.stepSize))" } ?? "")
    default: name
    }
  }

  /// A size of pixels' changes in levels of 255.
  private static func levels(_ size: Double) -> String {
    String(format: "%g/255", (size * 255 * 1e4).rounded() / 1e4)
  }

  private static func note(_ finals: [FinalEntry], compares base: String?) -> String {
    let counts = Set(finals.compactMap { $0.last["clean"]?.count }).sorted()
    let pictures = counts.map(grouped).joined(separator: " or ")
    let kind = Set(finals.map(\.pictures.rawValue)).sorted().joined(separator: " or ")
    guard let count = counts.first, let part = finals[0].last["clean"]?.top1 else {
      return counts.isEmpty ? "" : "The mean loss on \(pictures) \(kind) pictures; less is better."
    }
    let error = 100 * (part * (1 - part) / Double(max(1, count))).squareRoot()
    let text =
      "Top-1 on \(pictures) \(kind) pictures. A figure of \(percent(part, of: count)) on so many has a "
      + String(format: "standard error of %.2f points", error)
    guard let base else { return text + "." }
    return text + "; small numbers are percentage points from \(base), like weights with like."
  }
}
