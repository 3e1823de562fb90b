/// What went up and down in the course of the runs.
struct Curves: Sendable {
  /// One chart; encoded, it is what the page's script draws.
  struct Chart: Encodable, Sendable {
    /// The name of its canvas.
    let id: String
    let title: String
    let x: String
    let y: String
    /// What is to be seen, for who does not see it.
    let summary: String
    let series: [Series]
  }

  /// One line of a chart.
  struct Series: Encodable, Sendable {
    let name: String
    /// Which run's, for the colour.
    let run: Int
    /// How it is dashed, 0 for a whole line.
    let dash: Int
    /// `[x, y]`, in order.
    let points: [[Double]]
  }

  /// The same numbers in a table.
  struct EpochTable: Sendable {
    /// One epoch.
    struct Row: Sendable {
      let epoch: Int
      let loss: String
      let top1: String
      let top5: String
      let validationLoss: String
      let seconds: String
    }

    let name: String
    let number: Int
    let rows: [Row]
  }

  let charts: [Chart]
  let tables: [EpochTable]

  /// The curves of all runs, which are called `names`.
  init(_ runs: [RunRecord], _ names: [String]) {
    let axis = Axis(runs)
    func chart(
      _ id: String, _ title: String, _ y: String, _ lines: (RunRecord, Int) -> [Line]
    ) -> Chart? {
      let series = runs.indices.flatMap { index in
        lines(runs[index], index).filter { !$0.points.isEmpty }.enumerated().map { place, line in
          let name = line.name.map { "\(names[index]): \($0)" } ?? names[index]
          return Series(name: name, run: index % 8, dash: place, points: Self.thinned(line.points))
        }
      }
      guard !series.isEmpty else { return nil }
      return Chart(
        id: id, title: title, x: axis.name, y: y, summary: Self.summary(series, axis.name),
        series: series)
    }
    func steps(_ run: RunRecord, _ index: Int, _ value: (StepEntry) -> Double?) -> [[Double]] {
      run.steps.compactMap { entry in
        value(entry).flatMap { $0.isFinite ? [axis.place(entry.step, index), $0] : nil }
      }
    }
    charts = [
      chart("loss", "Training loss", "loss") { [Line(nil, steps($0, $1, \.loss))] },
      chart("validation", "Validation top-1", "%") { run, index in
        [
          Line(
            nil,
            run.epochs.compactMap { entry in
              entry.validation.map { [axis.place(entry.step, index), 100 * $0.top1] }
            })
        ]
      },
      chart("rate", "Learning rate", "rate") { [Line(nil, steps($0, $1, \.learningRate))] },
      chart("parts", "Loss of each part", "loss") { run, index in
        let parts = Set(run.steps.flatMap(\.losses.keys)).sorted()
        guard parts.count > 1 else { return [] }
        return parts.map { part in Line(part, steps(run, index) { $0.losses[part] }) }
      },
      chart("survival", "Part of the move that survives rounding", "part") { run, index in
        let lessons = Set(run.steps.flatMap { $0.survival?.keys.map(\.self) ?? [] }).sorted()
        return lessons.map { name in Line(name, steps(run, index) { $0.survival?[name] }) }
      },
      chart("norm", "Length of the gradient before clipping", "length") {
        [Line(nil, steps($0, $1, \.gradientNorm))]
      },
    ].compactMap(\.self)
    tables = runs.indices.map { EpochTable(runs[$0], names[$0], $0) }.filter { !$0.rows.isEmpty }
  }

  /// One line and what it is called beside the run's name.
  private struct Line {
    let name: String?
    let points: [[Double]]

    init(_ name: String?, _ points: [[Double]]) {
      self.name = name
      self.points = points
    }
  }

  /// At most 400 points: means of neighbours, so that no run's noise hides another's.
  static func thinned(_ points: [[Double]], to most: Int = 400) -> [[Double]] {
    guard points.count > most else { return points }
    return (0..<most).map { part in
      let range = (part * points.count / most)..<((part + 1) * points.count / most)
      let size = Double(range.count)
      return [0, 1].map { axis in range.reduce(0) { $0 + points[$1][axis] } / size }
    }
  }

  private static func summary(_ series: [Series], _ axis: String) -> String {
    series.map { line in
      let values = line.points.map { $0[1] }
      let last = line.points.last ?? [0, 0]
      return "\(line.name) ends at \(significant(last[1])) (\(axis) \(significant(last[0], 3))), "
        + "lowest \(significant(values.min() ?? 0)), highest \(significant(values.max() ?? 0))"
    }.joined(separator: "; ")
  }
}

/// What curves are drawn over: epochs, or steps where a run has not ended its first epoch.
private struct Axis {
  let name: String
  private let stepsPerEpoch: [Double]

  init(_ runs: [RunRecord]) {
    let sizes = runs.map { run in
      run.epochs.last.map { Double($0.step) / Double(max(1, $0.epoch)) } ?? 0
    }
    let hasEpochs = sizes.allSatisfy { $0 > 0 }
    name = hasEpochs ? "epoch" : "step"
    stepsPerEpoch = hasEpochs ? sizes : sizes.map { _ in 1 }
  }

  func place(_ step: Int, _ run: Int) -> Double { Double(step) / stepsPerEpoch[run] }
}

extension Curves.EpochTable {
  init(_ run: RunRecord, _ name: String, _ number: Int) {
    self.name = name
    self.number = number % 8
    rows = run.epochs.map { entry in
      let scores = entry.validation
      return Row(
        epoch: entry.epoch, loss: significant(entry.loss),
        top1: scores.map { percent($0.top1, of: $0.count) } ?? "–",
        top5: scores.map { percent($0.top5, of: $0.count) } ?? "–",
        validationLoss: scores.map { significant($0.loss) } ?? "–",
        seconds: significant(entry.time.training, 3))
    }
  }
}
