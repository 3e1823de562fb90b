/// How fast the runs of a sweep go, and how long they have to go.
struct SweepPace {
  /// Seconds and steps of each row's runs that ended.
  private var ended: [String: (seconds: Double, steps: Int)] = [:]

  /// Takes in the run in the folder at `path`, which ended.
  mutating func read(_ run: SweepRun, _ path: String) {
    guard let record = try? RunRecord(path, withJudged: false), let last = record.epochs.last
    else { return }
    let seconds =
      record.epochs.reduce(0) { $0 + $1.time.training + $1.time.validation }
      + record.validations.reduce(0) { $0 + $1.time.validation }
    let known = ended[run.row.name] ?? (0, 0)
    ended[run.row.name] = (known.seconds + seconds, known.steps + last.step)
  }

  /// The seconds that runs under way and those that wait will take, `jobs` at a time; `nil` as long
  /// as no step was made.
  func secondsLeft(
    _ progress: [SweepProgress], _ waiting: [SweepRun], jobs: Int
  ) -> Double? {
    var rates = ended.mapValues { $0.seconds / Double(max(1, $0.steps)) }
    for each in progress where each.made > 0 && rates[each.run.row.name] == nil {
      rates[each.run.row.name] = each.seconds / Double(each.made)
    }
    guard !rates.isEmpty else { return nil }
    let mean = rates.values.reduce(0, +) / Double(rates.count)
    func seconds(_ run: SweepRun, _ steps: Int) -> Double {
      Double(steps) * (rates[run.row.name] ?? mean)
    }
    let all =
      progress.map { seconds($0.run, $0.run.steps - $0.step) }
      + waiting.map { seconds($0, $0.steps) }
    return max(all.max() ?? 0, all.reduce(0, +) / Double(jobs))
  }
}
