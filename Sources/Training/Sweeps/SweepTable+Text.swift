import Foundation

extension SweepTable {
  /// The table as Markdown: figures, differences, what they are of.
  public var markdown: String {
    var blocks = [Self.markdown(figureCells)]
    if let cells = differenceCells {
      blocks.append("\(differenceTitle):\n\n" + Self.markdown(cells))
    }
    blocks += notes.isEmpty ? [] : [notes.map { "- \($0)" }.joined(separator: "\n")]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// The table as a terminal shows it.
  public var text: String {
    var blocks = [Self.aligned(figureCells)]
    if let cells = differenceCells { blocks.append("\(differenceTitle):\n" + Self.aligned(cells)) }
    blocks += notes.isEmpty ? [] : [notes.joined(separator: "\n")]
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// The table as JSON, in one line.
  public var json: String { logLine(self) ?? "{}" }

  /// The metrics that are shown: those of validation that rows are not chosen by are left out, and
  /// the judgement at the end where validation says the same.
  var shown: [SweepMetric] {
    metrics.filter { each in
      if each == metric { return true }
      if each == .clean, pictures == .validation, metrics.contains(where: \.isOfValidation) {
        return false
      }
      return each.isOfValidation || each.isOfEnd
    }
  }

  /// The figures' table: a header, then the rows.
  var figureCells: [[String]] {
    let header = ["row", "seeds"] + shown.map(heading)
    return [header + ["s/step", "steps", "cost"]]
      + rows.map { row in
        let name = row.name == chosen ? "\(row.name) (chosen)" : row.name
        return [name, seeds(row)] + shown.map { figure($0, of: row) } + costs(of: row)
      }
  }

  private func figure(_ metric: SweepMetric, of row: Row) -> String {
    row.figures[metric.rawValue].map { text($0, metric) } ?? "–"
  }

  private func costs(of row: Row) -> [String] {
    [
      row.secondsPerStep.map { significant($0.mean, 3) } ?? "–",
      row.steps.map { "\($0)" } ?? "–",
      row.plainStepsPerStep.map { String(format: "%.2f", $0) } ?? "–",
    ]
  }

  /// The differences' table; `nil` where there are none.
  var differenceCells: [[String]]? {
    let compared = rows.filter { !$0.differences.isEmpty }
    guard !compared.isEmpty else { return nil }
    let header = ["row", "pairs"] + shown.map { heading($0) + base(of: $0) }
    return [header]
      + compared.map { row in
        let counts = Set(row.differences.values.map(\.seeds.count)).sorted()
        let pairs = counts.map { "\($0)" }.joined(separator: "/")
        return [row.name, pairs] + shown.map { difference($0, of: row) }
      }
  }

  private func difference(_ metric: SweepMetric, of row: Row) -> String {
    row.differences[metric.rawValue].map { text($0, metric) } ?? "–"
  }

  /// Which of several rows the differences of a metric are to.
  private func base(of metric: SweepMetric) -> String {
    guard against.count > 1 else { return "" }
    let base = rows.lazy.compactMap { $0.differences[metric.rawValue]?.against }.first
    return base.map { " − \($0)" } ?? ""
  }

  /// What the differences are to.
  var differenceTitle: String {
    let unit = metric.isPart ? " in percentage points" : ""
    return against.count > 1
      ? "Paired differences\(unit) to the best of \(against.joined(separator: ", "))"
      : "Paired differences\(unit) to \(against.first ?? "")"
  }

  /// What is to be known of the numbers.
  var notes: [String] {
    var notes = caption
    if rows.contains(where: { $0.plainStepsPerStep != nil }) {
      notes.append("s/step: training, judging aside. cost: a step's passes over a plain step's.")
    }
    let marked = rows.contains { $0.differences.values.contains { $0.isAbove || $0.isBelow } }
    if marked { notes.append("*: the interval is above 0; (*): it is below 0.") }
    if rows.contains(where: { $0.differences.values.contains { $0.interval == nil } }) {
      notes.append("An interval takes two seeds or more.")
    }
    if let chosen {
      notes.append(
        "Chosen by the mean of \(metric.rawValue)\(isComplete ? "" : " so far"): \(chosen).")
    }
    for row in rows {
      for failure in row.failures {
        notes.append("\(row.name), seed \(failure.seed) failed: \(failure.message)")
      }
    }
    return notes
  }

  /// What a metric's column is called.
  func heading(_ metric: SweepMetric) -> String {
    switch metric {
    case .validation: "validation"
    case .validationIoU: "validation mIoU"
    case .validationTop5: "validation top-5"
    case .validationLoss: "validation loss"
    case .best: "best validation"
    case .shapeBias: "shape bias"
    case .clean, .noise, .fgsm, .pgd: "\(metric.rawValue) (\(pictures?.rawValue ?? "–"))"
    }
  }

  private func seeds(_ row: Row) -> String {
    let all = row.seeds.count + row.missing.count + row.failures.count
    let failed = row.failures.isEmpty ? "" : ", \(row.failures.count) failed"
    return (row.seeds.count == all ? "\(all)" : "\(row.seeds.count) of \(all)") + failed
  }
}

extension SweepTable {
  private func text(_ spread: Spread, _ metric: SweepMetric) -> String {
    let scale = metric.isPart ? 100.0 : 1
    let digits = metric.isPart ? 2 : 4
    let mean = String(format: "%.\(digits)f", scale * spread.mean)
    return spread.deviation.map { mean + String(format: " ± %.\(digits)f", scale * $0) } ?? mean
  }

  private func text(_ difference: PairedDifference, _ metric: SweepMetric) -> String {
    func signed(_ value: Double) -> String {
      let scaled = metric.isPart ? 100 * value : value
      let text = String(format: metric.isPart ? "%.2f" : "%.4f", abs(scaled))
      let isZero = text.allSatisfy { "0.".contains($0) }
      return (isZero ? "±" : scaled < 0 ? "−" : "+") + text
    }
    let mark = difference.isAbove ? " *" : difference.isBelow ? " (*)" : ""
    guard let interval = difference.interval else { return signed(difference.mean) }
    return "\(signed(difference.mean)) [\(interval.map(signed).joined(separator: ", "))]\(mark)"
  }

  private static func markdown(_ cells: [[String]]) -> String {
    var lines = cells.map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = (cells.first ?? []).indices.map { $0 == 0 ? "---" : "---:" }
    lines.insert("| " + rule.joined(separator: " | ") + " |", at: min(1, lines.count))
    return lines.joined(separator: "\n")
  }

  private static func aligned(_ cells: [[String]]) -> String {
    let widths = (cells.first ?? []).indices.map { column in
      cells.map { $0[column].count }.max() ?? 0
    }
    return cells.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + blanks : blanks + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
