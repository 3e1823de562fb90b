import Adversary
import Networks
import Pictures
import Randomness
import Torch

/// Measures moves behind the stages of a network, on the same batches each.
struct Calibrator<Task: TrainableTask> {
  let session: Session<Task>
  let settings: CalibrationSettings
  let batches: [PictureBatch]
  /// Told which stage is cut, and how many of how many batches are done.
  let report: (String, Int, Int) throws -> Void

  /// The loss ratio that a proposed step comes nearest to.
  private var aim: Double { 1.5 }
  /// The loss ratio to come nearest to where rounding takes too much of shorter moves.
  private var longestAim: Double { 1.9 }

  /// What moves behind the stage called `name` do.
  func stage(_ name: String) throws -> CalibratedStage {
    let (moves, features, shape) = try measure(settings.sizes(behind: name), behind: name)
    let network = session.task.network
    let share = try network.cut(after: name).back.multiplyAdds / max(network.multiplyAdds, 1)
    let isFirstFree = method.hasFreeSlopes(PGD(stepSize: 1))
    let slopes = isFirstFree ? settings.steps - 1 : settings.steps
    return CalibratedStage(
      name: name, shape: shape, featureRMS: features, shareBehind: share,
      plainSteps: 1 + share * (1 + Double(slopes) * 2 / 3), moves: moves,
      aimed: name == CalibrationSettings.pictureStage ? nil : try aimed(behind: name, from: moves))
  }

  /// What says which batch norms attacks and lessons go through: the recipe's A-FAN, or a usual one.
  private var method: AFAN {
    if case .afan(let afan) = session.recipe.method { afan } else { AFAN(cuts: []) }
  }

  /// The relative step that is useful and whose loss ratio is nearest to `aim`, each candidate
  /// measured itself; where rounding takes too much of it, a longer one is looked for.
  private func aimed(
    behind name: String, from moves: [CalibratedMove]
  ) throws -> CalibratedMove? {
    var known = moves.filter { $0.size.unit == .relative }
    try search(behind: name, toward: aim, &known)
    if !known.contains(where: \.isUseful) {
      try search(behind: name, toward: longestAim, &known)
    }
    func distance(_ move: CalibratedMove) -> Double { abs(move.lossRatio.mean - aim) }
    return known.filter(\.isUseful).min { distance($0) < distance($1) }
  }

  /// Measures steps until the loss ratio of one is nearly `aim`, six at most.
  private func search(
    behind name: String, toward aim: Double, _ known: inout [CalibratedMove]
  ) throws {
    for _ in 0..<6 {
      let points = known.map { ($0.size.length, $0.lossRatio.mean) }
      guard let length = StepSearch(points).next(toward: aim) else { return }
      known += try measure([CalibrationSize(length, .relative)], behind: name).moves
      if let ratio = known.last?.lossRatio.mean, abs(ratio - aim) < 0.02 { return }
    }
  }

  /// Moves of each of `sizes` over all batches.
  private func measure(
    _ sizes: [CalibrationSize], behind name: String
  ) throws -> (moves: [CalibratedMove], features: Spread, shape: [Int]) {
    let dtype = session.recipe.precision.autocast
    var measured = sizes.map { _ in [CalibrationMeasurement]() }
    var features: [Double] = []
    var shape: [Int] = []
    for (number, pictures) in batches.enumerated() {
      try report(name, number, batches.count)
      let batch = try CalibrationBatch(
        session.task, session.task.batch(of: pictures), behind: name, method: method,
        seed: session.seed / "calibration" / number)
      for (place, size) in sizes.enumerated() {
        measured[place].append(
          try batch.measure(settings.attack(size, behind: name), roundedTo: dtype))
      }
      features.append(batch.featureRMS)
      shape = batch.shape
    }
    return (zip(sizes, measured).map(CalibratedMove.init), Spread(ofSome: features), shape)
  }
}

extension CalibratedMove {
  fileprivate init(_ size: CalibrationSize, _ batches: [CalibrationMeasurement]) {
    self.init(
      size: size, rms: Spread(ofSome: batches.map(\.effect.rms)),
      lossRatio: Spread(ofSome: batches.map(\.effect.lossRatio)),
      accuracyLost: Self.spread(batches.map(\.effect.accuracyLost)),
      survival: Spread(ofSome: batches.map(\.effect.survival)),
      survivalInBF16: Spread(ofSome: batches.map(\.survivalInBF16)),
      randomLossRatio: Spread(ofSome: batches.map(\.random.lossRatio)),
      randomAccuracyLost: Self.spread(batches.map(\.random.accuracyLost)))
  }

  /// The spread of values of which all are missing or none.
  private static func spread(_ values: [Double?]) -> Spread? { Spread(values.compactMap(\.self)) }
}
