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
    /// The lower and the upper limit of values to aim at.
    var band: [Double]?
    /// Whether x grows by factors.
    var isLogarithmic = false
    /// What a person should know of it.
    var notes: [String] = []
    /// The names of the whole numbers of y, where dots are drawn in place of lines.
    var labels: [String]?
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
    /// What each point is called, where it has a name.
    var names: [String]?
  }

  /// The same numbers in a table.
  struct EpochTable: Sendable {
    /// One epoch.
    struct Row: Sendable {
      let epoch: Int
      let loss: String
      /// What the validation pictures were judged by, and the loss on them.
      let figures: [String]
      let seconds: String
    }

    let name: String
    let number: Int
    /// What the figures are called.
    let figures: [String]
    let rows: [Row]
  }

  let charts: [Chart]
  let tables: [EpochTable]

  /// The curves of all runs, which are called `names`.
  init(_ runs: [RunRecord], _ names: [String]) {
    let axis = Axis(runs)
    charts = Subject.all.compactMap { $0.chart(runs, names, axis) }
    tables = runs.indices.map { EpochTable(runs[$0], names[$0], $0) }.filter { !$0.rows.isEmpty }
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
}

/// What curves are drawn over: epochs, or steps where a run has not ended its first epoch.
struct Axis {
  let name: String
  private let stepsPerEpoch: [Double]

  init(_ runs: [RunRecord]) {
    let sizes = runs.map { run in
      // A run's last epoch may be a part of one.
      run.epochs.first.map { Double($0.step) / Double(max(1, $0.epoch)) } ?? 0
    }
    let hasEpochs = sizes.allSatisfy { $0 > 0 }
    name = hasEpochs ? "epoch" : "step"
    stepsPerEpoch = hasEpochs ? sizes : sizes.map { _ in 1 }
  }

  func place(_ step: Double, _ run: Int) -> Double { step / stepsPerEpoch[run] }
}

extension Curves.EpochTable {
  init(_ run: RunRecord, _ name: String, _ number: Int) {
    self.name = name
    self.number = number % 8
    let measure = run.recipe.task.measure
    let names = ["validation \(measure.inPassing)"] + measure.others.names
    figures = names
    rows = run.epochs.map { entry in
      Row(
        epoch: entry.epoch, loss: significant(entry.loss),
        figures: entry.validation.map { [measure.value(of: $0)] + measure.others(of: $0) }
          ?? names.map { _ in "–" },
        seconds: significant(entry.time.training, 3))
    }
  }
}
