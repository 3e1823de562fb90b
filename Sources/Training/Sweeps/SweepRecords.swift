import Foundation
import Settings

/// The runs that a table is made of, by row.
struct SweepRecords {
  /// The runs of one row.
  struct Row {
    let name: String
    /// Runs that came to their end, by their seeds in order.
    var finished: [RunRecord] = []
    /// The seeds of others.
    var missing: [UInt64] = []
    var failures: [SweepTable.Failure] = []

    /// A metric's values by seed.
    func values(of metric: SweepMetric) -> [UInt64: Double] {
      Dictionary(
        finished.compactMap { run in metric.value(of: run).map { (run.recipe.seed, $0) } }
      ) { first, _ in first }
    }
  }

  var rows: [Row] = []
  /// What the sweep says of choosing, where there is one.
  var metric: SweepMetric?
  var against: [String] = []
  /// How the sweep was begun, where there is one.
  var origin: RunOrigin?

  /// The rows to hold others against: those named, else the sweep's, else the first.
  func baselines(_ names: [String]) throws -> [String] {
    let known = rows.map(\.name)
    let wanted = names.isEmpty ? against : names
    let problems = wanted.filter { !known.contains($0) }.map { name in
      let guess = nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
      return "against: no row is called '\(name)'\(guess) There are: "
        + known.joined(separator: ", ")
    }
    guard problems.isEmpty else { throw TrainingError.badSweep(problems) }
    return wanted.isEmpty ? Array(known.prefix(1)) : wanted
  }

  /// The row of the best mean; rows of which a run failed are passed over.
  func best(by metric: SweepMetric, among names: [String]? = nil) -> String? {
    let means = rows.compactMap { row -> (name: String, mean: Double)? in
      if let names { guard names.contains(row.name) else { return nil } }
      if names == nil, !row.failures.isEmpty { return nil }
      return Spread(Array(row.values(of: metric).values)).map { (row.name, $0.mean) }
    }
    let order = metric.isBetterLarger ? 1.0 : -1.0
    return means.reduce(nil as (name: String, mean: Double)?) { best, row in
      best.map { order * row.mean > order * $0.mean ? row : $0 } ?? row
    }?.name
  }

  /// A row's differences to the best of `baselines`, by metric; none to itself.
  func differences(
    of row: Row, to baselines: [String], by metrics: [SweepMetric]
  ) -> [String: PairedDifference] {
    var differences: [String: PairedDifference] = [:]
    for metric in metrics {
      guard let name = best(by: metric, among: baselines), name != row.name,
        let other = rows.first(where: { $0.name == name })
      else { continue }
      differences[metric.rawValue] = PairedDifference(
        row.values(of: metric), minus: other.values(of: metric), of: name)
    }
    return differences
  }
}

extension SweepRecords {
  /// What the numbers are of, and where they are from.
  func caption(_ pictures: PictureSplits.Judged?) -> [String] {
    let runs = rows.flatMap(\.finished)
    var lines: [String] = []
    let part = { (metric: SweepMetric) in runs.contains { metric.value(of: $0) != nil } }
    if part(.validation) {
      let counts = Set(runs.compactMap { $0.epochs.last?.validation?.count }).sorted()
      lines.append(
        "validation: top-1 in percent on \(counts.map { "\($0)" }.joined(separator: " or ")) pictures held "
          + "out of the training pictures, weights of the last epoch.")
    }
    // On the validation pictures the clean figure is the one above.
    let ends = [SweepMetric.clean, .noise, .fgsm, .pgd].filter {
      part($0) && !($0 == .clean && pictures == .validation && part(.validation))
    }
    if let pictures, !ends.isEmpty {
      let counts = Set(runs.compactMap { $0.final?.last["clean"]?.count }).sorted()
      lines.append(
        "\(ends.map(\.rawValue).joined(separator: ", ")): top-1 in percent on "
          + "\(counts.map { "\($0)" }.joined(separator: " or ")) \(pictures.rawValue) pictures, "
          + "last weights"
          + (pictures == .test
            ? "; they are there to be reported: nothing may be chosen by them." : "."))
    }
    guard !runs.isEmpty else { return ["No run has come to its end yet."] + machines(runs) }
    let seeds = Set(runs.map(\.recipe.seed)).sorted().map { "\($0)" }.joined(separator: ", ")
    lines.append(
      "Mean ± standard deviation over seeds \(seeds); differences are paired by seed, with the 95 % "
        + "interval by Student's t.")
    lines += machines(runs)
    return lines
  }

  /// Which command made the runs, and where they were made.
  private func machines(_ runs: [RunRecord]) -> [String] {
    var lines = origin.map { ["Command: \($0.commandLine)"] } ?? []
    if origin == nil, let row = rows.first(where: { !$0.finished.isEmpty }),
      let run = row.finished.first, let origin = run.origin
    {
      lines.append("Command of \(row.name), seed \(run.recipe.seed): \(origin.commandLine)")
    }
    let places = Set(
      runs.compactMap { run in
        run.origin.map {
          "\($0.processor), \($0.cores) cores, threads: \(run.recipe.threads ?? $0.threads); "
            + "Spar \($0.spar), libtorch \($0.libtorch)"
        }
      })
    if !places.isEmpty { lines.append("Machine: " + places.sorted().joined(separator: " | ")) }
    if Set(runs.compactMap { $0.origin?.processor }).count > 1 {
      lines.append("The runs were made on machines of different kinds: differences may be theirs.")
    }
    return lines
  }
}
