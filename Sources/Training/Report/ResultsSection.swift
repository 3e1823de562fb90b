import Adversary
import Foundation

/// The test pictures' figures, runs of one task side by side.
struct ResultsSection: Sendable {
  /// The figures of one run under one challenge.
  struct Cell: Sendable {
    let value: String
    /// How far it is from the first run's, with `isBetter` or `isWorse`; `nil` without another.
    let difference: String?
    let isBetter: Bool
    let isWorse: Bool
    /// The figures beside it.
    let others: [String]
  }

  /// Some weights of a run.
  struct Row: Sendable {
    let number: Int
    let name: String
    let weights: String
    let cells: [Cell]
  }

  /// What tells the section's elements from those of another on the page.
  let place: String
  /// What the figures are of, where there are sections for several tasks.
  let subject: String?
  /// What the figure is called.
  let figure: String
  let challenges: [String]
  let rows: [Row]
  /// What the figures beside it are called, for each challenge, and in one phrase.
  let others: [String]
  let othersPhrase: String
  let hasOthers: Bool
  /// Whether they are shown unasked.
  let opensOthers: Bool
  /// How many pictures were judged, and how far figures can be trusted.
  let note: String

  /// A section for each task of which a run was judged, so that no figure stands beside another's.
  static func all(_ runs: [RunRecord], _ names: [String]) -> [ResultsSection] {
    let judged = runs.indices.filter { runs[$0].final != nil }
    var measures: [Measure] = []
    for measure in judged.map({ runs[$0].recipe.task.measure }) where !measures.contains(measure) {
      measures.append(measure)
    }
    return measures.enumerated().compactMap { place, measure in
      ResultsSection(
        runs, names, of: judged.filter { runs[$0].recipe.task.measure == measure }, measure,
        place: place == 0 ? "" : "-\(place + 1)",
        subject: measures.count > 1 ? measure.subject : nil)
    }
  }

  /// The rows of the runs at `places`, which were judged by `measure`; `nil` where there are none.
  private init?(
    _ runs: [RunRecord], _ names: [String], of places: [Int], _ measure: Measure, place: String,
    subject: String?
  ) {
    let finals = places.compactMap { runs[$0].final }
    guard let base = places.first else { return nil }
    let found = Set(finals.flatMap(\.last.keys))
    let keys = ["clean", "noise", "fgsm", "pgd"].filter(found.contains)
    (self.place, self.subject, figure) = (place, subject, measure.name)
    let unlike = places.map { runs[$0] }.unlikeChallenges
    challenges = keys.map {
      unlike.contains($0)
        ? challengeName($0) : Self.heading($0, runs[base].recipe.evaluation)
    }
    others = challenges.flatMap { challenge in
      measure.others.names.enumerated().map { $0 == 0 ? "\(challenge): \($1)" : $1 }
    }
    (othersPhrase, hasOthers) = (measure.others.phrase, !others.isEmpty)
    opensOthers = measure == .meanIoU
    let judged = places.map { (run: runs[$0], name: names[$0]) }
    rows = zip(places, finals).flatMap { index, final -> [Row] in
      Self.weights(final, finals[0], of: runs[index]).map { entry in
        let cells = keys.map { key in
          let isComparable = index != base && !unlike.contains(key)
          return Self.cell(entry.scores[key], isComparable ? entry.others[key] : nil, measure)
        }
        return Row(number: index % 8, name: names[index], weights: entry.name, cells: cells)
      }
    }
    note = ResultsNote(judged.map(\.run), judged.map(\.name), finals, measure).text
  }

  /// What weights of a run were judged, and which of the first run's they are held against.
  private static func weights(
    _ final: FinalEntry, _ first: FinalEntry, of run: RunRecord
  ) -> [(name: String, scores: [String: Scores], others: [String: Scores])] {
    let end = moment(epoch: run.allEpochs, step: final.bestStep.map { _ in final.step })
    let last = ("last, \(end)", final.last, first.last)
    guard let best = final.best, let epoch = final.bestEpoch else { return [last] }
    let others = first.best ?? first.last
    return run.isLastBest
      ? [("best and last, \(end)", best, others)]
      : [("best, \(moment(epoch: epoch, step: final.bestStep))", best, others), last]
  }

  private static func cell(_ scores: Scores?, _ other: Scores?, _ measure: Measure) -> Cell {
    guard let scores else {
      return Cell(
        value: "–", difference: nil, isBetter: false, isWorse: false,
        others: measure.others.names.map { _ in "–" })
    }
    let difference = other.flatMap { measure.difference(of: scores, to: $0) }
    let gain = difference == nil ? 0 : other.map { scores.merit - $0.merit } ?? 0
    return Cell(
      value: measure.value(of: scores), difference: difference, isBetter: gain > 0,
      isWorse: gain < 0, others: measure.others(of: scores))
  }

  /// A challenge's name, and how large it is.
  private static func heading(_ challenge: String, _ settings: EvaluationSettings) -> String {
    let size: String? =
      switch challenge {
      case "noise": settings.noise.map { " of \(significant($0, 2))" }
      case "fgsm": settings.fgsm.map { " of \(levels($0))" }
      case "pgd": settings.pgd.map { ", \($0.steps) of \(length($0))" }
      default: nil
      }
    return challengeName(challenge) + (size ?? "")
  }

  /// The length of an attack's step.
  private static func length(_ attack: PGD) -> String {
    guard attack.norm == .linf, attack.unit == .absolute else {
      let unit = attack.unit == .relative ? " of the pictures’ size" : ""
      return significant(attack.stepSize, 3) + unit + (attack.norm == .l2 ? " (2-norm)" : "")
    }
    return levels(attack.stepSize)
  }

  /// A size of pixels' changes in levels of 255.
  private static func levels(_ size: Double) -> String {
    String(format: "%g/255", (size * 255 * 1e4).rounded() / 1e4)
  }
}

/// What a challenge is called by people.
func challengeName(_ challenge: String) -> String {
  ["fgsm", "pgd"].contains(challenge) ? challenge.uppercased() : challenge
}
