/// The charts of a sweep's page.
enum SweepCharts {
  /// A dot for each seed of each row, and how high the chart is in the page's unit; `nil` where no
  /// run has the metric.
  static func dots(
    _ metric: SweepMetric, _ records: SweepRecords, _ table: SweepTable
  ) -> (chart: Curves.Chart, height: Double)? {
    let rows = records.rows.enumerated().compactMap {
      index, row -> (Int, String, [UInt64: Double])? in
      let values = row.values(of: metric)
      return values.isEmpty ? nil : (index, row.name, values)
    }
    guard !rows.isEmpty else { return nil }
    let scale = metric.isPart ? 100.0 : 1
    let series = rows.enumerated().map { place, row in
      let seeds = row.2.keys.sorted()
      return Curves.Series(
        name: row.1, run: row.0 % 8, dash: 0,
        points: seeds.compactMap { seed in row.2[seed].map { [scale * $0, Double(place)] } },
        names: seeds.map { "seed \($0)" })
    }
    let chart = Curves.Chart(
      id: "dots-\(metric.rawValue.replacing(".", with: "-"))",
      title: "\(table.heading(metric)), each seed and the mean",
      x: metric.isPart ? "%" : "nats", y: "", summary: summary(series), series: series,
      labels: rows.map(\.1))
    return (chart, max(8, 4 + 2 * Double(rows.count)))
  }

  /// Validation and loss over steps, the mean of each row's finished runs.
  static func curves(_ records: SweepRecords) -> [Curves.Chart] {
    [
      curve("validation", "Validation \(records.shareName), mean over seeds", "%", records) {
        $0.judgements.compactMap { judged in judged.scores.share.map { (judged.step, 100 * $0) } }
      },
      curve("loss", "Training loss of epochs, mean over seeds", "loss", records) {
        $0.epochs.map { ($0.step, $0.loss) }
      },
    ].compactMap(\.self)
  }

  private static func curve(
    _ id: String, _ title: String, _ unit: String, _ records: SweepRecords,
    _ points: (RunRecord) -> [(step: Int, value: Double)]
  ) -> Curves.Chart? {
    let series = records.rows.enumerated().compactMap { index, row -> Curves.Series? in
      let steps = Dictionary(grouping: row.finished.flatMap(points), by: \.step)
      let points = steps.keys.sorted().compactMap { step -> [Double]? in
        let values = (steps[step] ?? []).map(\.value)
        // A mean of some seeds beside one of all would be a jump that no run made.
        guard values.count == row.finished.count, !values.isEmpty else { return nil }
        return [Double(step), values.reduce(0, +) / Double(values.count)]
      }
      guard !points.isEmpty else { return nil }
      return Curves.Series(
        name: row.name, run: index % 8, dash: index / 8, points: Curves.thinned(points))
    }
    guard !series.isEmpty else { return nil }
    return Curves.Chart(
      id: id, title: title, x: "step", y: unit,
      summary: series.map { line in
        "\(line.name) ends at \(significant(line.points.last?[1] ?? 0))"
      }.joined(separator: "; "), series: series)
  }

  private static func summary(_ series: [Curves.Series]) -> String {
    series.map { line in
      let values = line.points.map { $0[0] }
      return "\(line.name): \(values.map { significant($0) }.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
