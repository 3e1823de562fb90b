import Adversary

/// What moves of several lengths behind each stage do to a trained network, beside random ones.
public struct Calibration: Sendable, Equatable, Codable {
  /// Which pictures were looked at; none of them was augmented.
  public enum Part: String, Sendable, Codable, CaseIterable {
    /// Those held out for validation.
    case validation
    /// Those that were learned from.
    case training
  }

  /// The recipe's name.
  public let recipe: String
  /// The file of the weights.
  public let weights: String
  /// Which pictures were looked at.
  public let pictures: Part
  /// How many batches of them.
  public let batches: Int
  /// How many pictures a batch has.
  public let batchSize: Int
  /// How many steps a move takes.
  public let steps: Int
  /// The recipe's precision: `fp32`, `bf16` or `fp64`.
  public let precision: String
  /// The recipe's seed, which draws pictures and signs.
  public let seed: UInt64
  /// The stages that were cut, first to last.
  public let stages: [CalibratedStage]
  /// The cut and the step to train with; `nil` where no stage has a moderate one.
  @OrNull public var proposal: CalibrationProposal?
}

/// What moves behind one stage do.
public struct CalibratedStage: Sendable, Equatable, Codable {
  /// The stage's name.
  public let name: String
  /// What it leaves of one picture, such as `[C, H, W]`.
  public let shape: [Int]
  /// The root mean square of what it leaves.
  public let featureRMS: Spread
  /// The part of the network's multiply-adds that lies behind it, 0...1.
  public let shareBehind: Double
  /// What a training step with one lesson behind it costs, in plain steps, as passes are counted.
  public let plainSteps: Double
  /// What moves of each length did.
  public let moves: [CalibratedMove]
  /// Of the steps relative to the features' size that are useful, the one whose loss ratio comes
  /// nearest to 1.5; `nil` where none was found, and for pictures.
  @OrNull public var aimed: CalibratedMove?

  /// All moves, with the one that was looked for in its place among those of its unit.
  public var allMoves: [CalibratedMove] {
    guard let aimed, !moves.contains(aimed) else { return moves }
    let place = moves.firstIndex {
      $0.size.unit != .relative || $0.size.length > aimed.size.length
    }
    var all = moves
    all.insert(aimed, at: place ?? all.endIndex)
    return all
  }
}

/// What moves of one length behind a stage do, over some batches.
public struct CalibratedMove: Sendable, Equatable, Codable {
  /// How long each step is.
  public let size: CalibrationSize
  /// The root mean square of the move over that of the features.
  public let rms: Spread
  /// The loss on moved over clean features.
  public let lossRatio: Spread
  /// The share told right on clean features less that on moved ones; `null` without such a score.
  @OrNull public var accuracyLost: Spread?
  /// The part of the moved elements that rounding in the recipe's precision leaves moved, 0...1.
  public let survival: Spread
  /// The same in bf16.
  public let survivalInBF16: Spread
  /// The loss ratio of random signs whose move has the same root mean square.
  public let randomLossRatio: Spread
  /// The accuracy lost by them.
  @OrNull public var randomAccuracyLost: Spread?

  /// Whether the loss ratio is in the range that is useful to learn from, and the move survives.
  public var isUseful: Bool { MoveEffect.usefulRatios.contains(lossRatio.mean) && !warns }

  /// Whether the move all but misses its aim; see `MoveEffect.faults`.
  public var warns: Bool { effect.warns }

  /// The means, as a training step's log would have them.
  public var effect: MoveEffect {
    MoveEffect(
      rms: rms.mean, lossRatio: lossRatio.mean, accuracyLost: accuracyLost?.mean,
      survival: survival.mean)
  }
}
