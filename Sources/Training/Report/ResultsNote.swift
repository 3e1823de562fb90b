import Foundation

/// What is to be known of the figures of runs of one task, in sentences.
struct ResultsNote {
  private let runs: [RunRecord]
  private let names: [String]
  private let finals: [FinalEntry]
  private let measure: Measure

  /// Of the `finals` of `runs`, one or more, whose first is what the others are held against.
  init(_ runs: [RunRecord], _ names: [String], _ finals: [FinalEntry], _ measure: Measure) {
    (self.runs, self.names, self.finals, self.measure) = (runs, names, finals, measure)
  }

  /// The sentences.
  var text: String {
    let first = figures.isEmpty ? "" : figures + comparison
    return [first, unlike, absences, branches].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What the figure is, and how far it can be trusted.
  private var figures: String {
    let clean = finals.compactMap { $0.last["clean"] }
    guard let first = clean.first else { return "" }
    let counts = Set(clean.map(\.count)).sorted().map(grouped).joined(separator: " or ")
    let kind = Set(finals.map(\.pictures.rawValue)).sorted().joined(separator: " or ")
    let pictures = "\(counts) \(kind) pictures"
    switch measure {
    case .top1:
      guard let part = first.top1 else { return "" }
      let error = 100 * (part * (1 - part) / Double(max(1, first.count))).squareRoot()
      return "Top-1 on \(pictures). A figure of \(percent(part, of: first.count)) on so many has a "
        + String(format: "standard error of %.2f points", error)
    case .meanIoU:
      return "mIoU is the mean over classes of intersection over union, mean accuracy that of the "
        + "part of each class’s pixels told right; the pixels of all \(pictures) are counted "
        + "together, ignored ones aside. Neighbouring pixels are alike, so that their "
        + "number tells no error: other seeds do"
    case .loss: return "The mean loss on \(pictures); less is better"
    }
  }

  /// What differences are of; the sentence's end in any case.
  private var comparison: String {
    guard finals.count > 1 else { return "." }
    let unit = measure == .loss ? "differences" : "percentage points"
    return "; small numbers are \(unit) from \(names[0]), like weights with like."
  }

  /// Which challenges runs met in different strengths.
  private var unlike: String {
    let names = runs.unlikeChallenges
    return names.isEmpty
      ? ""
      : "Runs met different strengths of \(names.map(challengeName).joined(separator: ", ")) "
        + "(evaluation, in the recipes below): such figures are not to be compared."
  }

  /// Which classes no judged pixel is of, of each run that has others than the one before.
  private var absences: String {
    let absent = runs.indices.map { index in
      (finals[index].last["clean"]?.pixels?.absent ?? []).map {
        runs[index].judged?.name(of: $0) ?? "class \($0)"
      }
    }
    let isSame = Set(absent).count < 2
    let sentences = absent.indices.prefix(isSame ? 1 : absent.count).compactMap { index in
      absent[index].isEmpty
        ? nil
        : (isSame ? "" : "\(names[index]): ") + "No judged pixel is of "
          + "\(Self.listed(absent[index])); such a class counts in the mIoU, by 0, only where a "
          + "pixel was told to be of it."
    }
    return sentences.joined(separator: " ")
  }

  /// The first names, and how many more there are.
  private static func listed(_ names: [String], most: Int = 12) -> String {
    guard names.count > most else { return names.joined(separator: ", ") }
    return names.prefix(most).joined(separator: ", ") + " and \(names.count - most) others"
  }

  /// Which batch norms the networks were judged through, where some have several.
  private var branches: String {
    let branched = runs.map(\.recipe).filter { $0.method.settings.auxiliaryBranches > 0 }
    guard !branched.isEmpty else { return "" }
    let branches = Set(branched.map(\.evaluation.branch.description)).sorted()
    return "Networks of several batch norms were judged through the "
      + branches.joined(separator: " or ") + " branch."
  }
}
