import Foundation

/// What came of a sweep, row by row: means and spreads over seeds, and paired differences.
///
/// It is made of the runs' `recipe.yaml` and `metrics.jsonl` alone, so that it can be made again
/// wherever these two files of each run are.
public struct SweepTable: Sendable, Equatable, Encodable {
  /// One row: runs that differ in nothing but their seeds.
  public struct Row: Sendable, Equatable, Encodable {
    /// What it is called.
    public let name: String
    /// The seeds of its finished runs.
    public let seeds: [UInt64]
    /// The seeds of those that are not finished and did not fail.
    public let missing: [UInt64]
    /// Why runs failed, by seed.
    public let failures: [Failure]
    /// Its figures over the finished seeds, by metric; parts are 0...1.
    public let figures: [String: Spread]
    /// What it takes from the row that it is held against, by metric.
    public let differences: [String: PairedDifference]
    /// Seconds of training, judging aside, over steps.
    public let secondsPerStep: Spread?
    /// The steps of a run; of the first where they are not alike.
    public let steps: Int?
    /// What a step costs on the mean, in plain steps, as counted.
    public let plainStepsPerStep: Double?
  }

  /// A run that failed.
  public struct Failure: Sendable, Equatable, Encodable {
    /// Its seed.
    public let seed: UInt64
    /// What went wrong.
    public let message: String
  }

  /// The rows in their order.
  public let rows: [Row]
  /// The metrics that any row has a figure of, in their order.
  public let metrics: [SweepMetric]
  /// What rows are chosen by.
  public let metric: SweepMetric
  /// The rows that others are held against: of several, by each metric the one of the best mean.
  public let against: [String]
  /// Which pictures the judgement at the end is of; `nil` where no run has come to its end.
  public let pictures: PictureSplits.Judged?
  /// The row of the best mean of `metric`; `nil` where nothing may be chosen, as on test pictures,
  /// or no row is finished.
  public let chosen: String?
  /// What the numbers are of, and where they are from: a sentence or so each.
  public let caption: [String]

  /// Whether every run of every row is finished.
  public var isComplete: Bool { rows.allSatisfy { $0.missing.isEmpty && $0.failures.isEmpty } }

  /// The table of some runs.
  ///
  /// - Throws: `TrainingError.badSweep` where a name in `against` is no row's, or the runs' ends are
  ///   judged on different pictures.
  init(_ runs: SweepRecords, by metric: SweepMetric?, against names: [String]) throws {
    let finals = runs.rows.flatMap(\.finished).compactMap(\.final)
    let judged = Set(finals.map(\.pictures))
    guard judged.count < 2 else {
      throw TrainingError.badSweep([
        "some runs are judged on test pictures, others on validation pictures (evaluation.pictures): "
          + "a table is of one of them"
      ])
    }
    let found = SweepMetric.allCases.filter { metric in
      runs.rows.contains { !$0.values(of: metric).isEmpty }
    }
    let usual = runs.rows.flatMap(\.finished).first?.recipe.task.sweepMetric
    let metric = metric ?? runs.metric ?? usual ?? .validation
    let baselines = try runs.baselines(names)
    self.metric = metric
    metrics = found
    against = baselines
    pictures = judged.first
    let unlike = runs.unlike
    let comparable = found.filter { !unlike.contains($0) }
    rows = runs.rows.map { Row($0, runs.differences(of: $0, to: baselines, by: comparable), found) }
    chosen = pictures == .test || unlike.contains(metric) ? nil : runs.best(by: metric)
    caption = runs.caption(pictures)
  }
}

extension SweepTable.Row {
  fileprivate init(
    _ row: SweepRecords.Row, _ differences: [String: PairedDifference], _ metrics: [SweepMetric]
  ) {
    name = row.name
    seeds = row.finished.map(\.recipe.seed)
    missing = row.missing
    failures = row.failures
    figures = Dictionary(
      uniqueKeysWithValues: metrics.compactMap { metric in
        row.spread(of: metric).map { (metric.rawValue, $0) }
      })
    self.differences = differences
    secondsPerStep = Spread(row.finished.compactMap(\.secondsPerStep))
    steps = row.finished.first?.final?.step
    plainStepsPerStep = Spread(row.finished.compactMap { $0.passesPerStep?.plainSteps })?.mean
  }
}

extension RunRecord {
  /// Seconds of training, judging aside, over steps; `nil` where no epoch ended.
  fileprivate var secondsPerStep: Double? {
    guard let last = epochs.last, last.step > 0 else { return nil }
    return epochs.reduce(0) { $0 + $1.time.training } / Double(last.step)
  }
}
