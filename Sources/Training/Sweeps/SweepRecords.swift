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

    /// A metric's spread over the seeds, or over some of them.
    func spread(of metric: SweepMetric, seeds: Set<UInt64>? = nil) -> Spread? {
      let runs = finished.filter { seeds?.contains($0.recipe.seed) ?? true }
      return Spread(runs.compactMap(metric.value))
    }
  }

  var rows: [Row] = []
  /// What the sweep says of choosing, where there is one.
  var metric: SweepMetric?
  var against: [String] = []
  /// How the sweep was begun, where there is one.
  var origin: RunOrigin?

  /// The figures that not all runs got under a challenge of the same strength: none of them is held
  /// against another.
  var unlike: [SweepMetric] {
    rows.flatMap(\.finished).unlikeChallenges.compactMap(SweepMetric.init)
  }

  /// The rows to hold others against: those named, else the sweep's, else the first.
  ///
  /// - Throws: `TrainingError.badSweep` where no row has a name.
  func baselines(_ names: [String]) throws -> [String] {
    let known = rows.map(\.name)
    let found = try Sweep.baselines(names.isEmpty ? against : names, among: known)
    return found.isEmpty ? Array(known.prefix(1)) : found
  }

  /// The row of the best mean, the first of equal ones: of all rows of which no run failed, or of `names`
  /// by the seeds that all of these have, where there are such.
  func best(by metric: SweepMetric, among names: [String]? = nil) -> String? {
    let candidates = rows.filter { names?.contains($0.name) ?? $0.failures.isEmpty }
    var best: (name: String, mean: Double)?
    let seeds = names.flatMap { _ in Self.shared(candidates, by: metric) }
    for row in candidates {
      guard let mean = row.spread(of: metric, seeds: seeds)?.mean else { continue }
      let isBetter = best.map { metric.isBetterLarger ? mean > $0.mean : mean < $0.mean } ?? true
      if isBetter { best = (row.name, mean) }
    }
    return best?.name
  }

  /// The seeds that all of `rows` have a value of, those without any aside; `nil` where there is none.
  private static func shared(_ rows: [Row], by metric: SweepMetric) -> Set<UInt64>? {
    let seeds = rows.map { Set($0.values(of: metric).keys) }.filter { !$0.isEmpty }
    let shared = seeds.dropFirst().reduce(seeds.first ?? []) { $0.intersection($1) }
    return shared.isEmpty ? nil : shared
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
