import Adversary

/// The charts of a calibration: one line for each stage, and a broken one for random signs.
struct CalibrationCurves {
  let charts: [Curves.Chart]

  init(_ calibration: Calibration) {
    let stages = calibration.stages
    charts = [
      Self.chart(
        "ratio", "Loss on moved over clean features", "ratio", stages, MoveEffect.usefulRatios,
        [{ $0.lossRatio.mean }, { $0.randomLossRatio.mean }]),
      Self.chart(
        "accuracy", "Accuracy lost", "percentage points", stages, nil,
        [
          { $0.accuracyLost.map { 100 * $0.mean } },
          { $0.randomAccuracyLost.map { 100 * $0.mean } },
        ]),
      Self.chart(
        "survival", "Part of the move that survives bf16", "part", stages, nil,
        [{ $0.survivalInBF16.mean }]),
    ].compactMap(\.self)
  }

  /// A chart of the stages' moves and of random ones; `nil` where there is no number.
  private static func chart(
    _ id: String, _ title: String, _ unit: String, _ stages: [CalibratedStage],
    _ band: ClosedRange<Double>?, _ values: [(CalibratedMove) -> Double?]
  ) -> Curves.Chart? {
    let series = stages.enumerated().flatMap { number, stage in
      values.enumerated().map { place, value in
        let moves = stage.allMoves.sorted { $0.rms.mean < $1.rms.mean }
        return Curves.Series(
          name: place == 0 ? stage.name : "\(stage.name), random", run: number % 8, dash: place,
          points: moves.compactMap { move in
            guard let y = value(move), y.isFinite, move.rms.mean > 0 else { return nil }
            return [move.rms.mean, y]
          })
      }
    }.filter { !$0.points.isEmpty }
    guard !series.isEmpty else { return nil }
    return Curves.Chart(
      id: id, title: title, x: "move over features, root mean squares", y: unit,
      summary: summary(series), series: series, band: band.map { [$0.lowerBound, $0.upperBound] },
      isLogarithmic: true)
  }

  private static func summary(_ series: [Curves.Series]) -> String {
    series.map { line in
      let ends = [line.points.first, line.points.last].compactMap(\.self).map {
        "\(significant($0[1], 3)) at \(significant($0[0], 3))"
      }
      return "\(line.name): \(ends.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
