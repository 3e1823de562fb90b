import Adversary

extension Curves {
  /// What one chart is about: which lines it has of each run.
  struct Subject: Sendable {
    /// One line of a run, and what it is called where there are several.
    struct Line {
      let name: String?
      /// `[step, value]`, in order.
      let points: [[Double]]
    }

    let id: String
    let title: String
    /// What the values are.
    let unit: String
    /// The values to aim at.
    var band: ClosedRange<Double>?
    /// What a person should know of a run's lines.
    var notes: @Sendable (RunRecord) -> [String] = { _ in [] }
    let lines: @Sendable (RunRecord) -> [Line]

    /// Its chart of all runs; `nil` where none has a line.
    func chart(_ runs: [RunRecord], _ names: [String], _ axis: Axis) -> Chart? {
      let series = runs.indices.flatMap { index in
        lines(runs[index]).filter { !$0.points.isEmpty }.enumerated().map { place, line in
          Series(
            name: line.name.map { "\(names[index]): \($0)" } ?? names[index], run: index % 8,
            dash: place,
            points: Curves.thinned(line.points.map { [axis.place($0[0], index), $0[1]] }))
        }
      }
      guard !series.isEmpty else { return nil }
      return Chart(
        id: id, title: title, x: axis.name, y: unit, summary: summary(series, axis.name),
        series: series, band: band.map { [$0.lowerBound, $0.upperBound] },
        notes: runs.indices.flatMap { index in
          notes(runs[index]).map { "\(names[index]): \($0)" }
        })
    }

    private func summary(_ series: [Series], _ axis: String) -> String {
      series.map { line in
        let values = line.points.map { $0[1] }
        let last = line.points.last ?? [0, 0]
        return "\(line.name) ends at \(significant(last[1])) (\(axis) \(significant(last[0], 3))), "
          + "lowest \(significant(values.min() ?? 0)), highest \(significant(values.max() ?? 0))"
      }.joined(separator: "; ")
    }
  }
}

extension Curves.Subject {
  /// All charts, in their order.
  static let all: [Self] = [
    Self(id: "loss", title: "Training loss", unit: "loss") { [Line(steps: $0, \.loss)] },
    Self(id: "validation", title: "Validation top-1", unit: "%") {
      [Line(validation: $0) { $0.top1.map { 100 * $0 } }]
    },
    Self(id: "validation-miou", title: "Validation mIoU", unit: "%") {
      [Line(validation: $0) { $0.pixels.map { 100 * $0.meanIoU } }]
    },
    Self(id: "validation-loss", title: "Validation loss", unit: "loss") {
      [Line(validation: $0) { $0.loss }]
    },
    Self(id: "rate", title: "Learning rate", unit: "rate") {
      [Line(steps: $0, \.learningRate)]
    },
    Self(id: "parts", title: "Loss of each part", unit: "loss") { run in
      let parts = Set(run.steps.flatMap(\.losses.keys)).sorted()
      return parts.count < 2
        ? [] : parts.map { part in Line(part, steps: run) { $0.losses[part] } }
    },
    Self(
      id: "ratio", title: "Loss on moved over clean features", unit: "ratio",
      band: MoveEffect.usefulRatios, notes: \.moveWarnings
    ) { run in
      run.lessons.map { lesson in Line(lesson, steps: run) { $0.moves?[lesson]?.lossRatio } }
    },
    Self(id: "survival", title: "Part of the move that survives rounding", unit: "part") { run in
      run.lessons.map { lesson in Line(lesson, steps: run) { $0.moves?[lesson]?.survival } }
    },
    Self(id: "norm", title: "Length of the gradient before clipping", unit: "length") {
      [Line(steps: $0, \.gradientNorm)]
    },
  ]
}

extension Curves.Subject.Line {
  /// What the logged steps of a run say, as far as it is a number.
  init(_ name: String? = nil, steps run: RunRecord, _ value: (StepEntry) -> Double?) {
    self.name = name
    points = run.steps.compactMap { entry in
      value(entry).flatMap { $0.isFinite ? [Double(entry.step), $0] : nil }
    }
  }
}

extension Curves.Subject.Line {
  /// What the validation pictures were judged by in a run, as far as it is known.
  init(validation run: RunRecord, _ value: (Scores) -> Double?) {
    name = nil
    points = run.judgements.compactMap { step, scores in
      value(scores).map { [Double(step), $0] }
    }
  }
}

extension RunRecord {
  /// The lessons that were logged, `<stage>.<lesson>`.
  var lessons: [String] { Set(steps.flatMap { ($0.moves ?? [:]).keys }).sorted() }

  /// What a person should know of moves that went wrong in most logged steps of the epochs behind
  /// the warm-up.
  var moveWarnings: [String] {
    var watch = MoveWatch()
    for entry in steps where Double(entry.epoch - 1) >= recipe.schedule.warmUp {
      watch.add(entry.moves ?? [:])
    }
    return watch.warnings()
  }
}
