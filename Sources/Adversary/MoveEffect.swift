/// What moved features do to a batch, beside the features that the move started from.
public struct MoveEffect: Sendable, Hashable {
  /// Loss ratios from which more is learned than from clean features, without drowning them.
  public static let usefulRatios = 1.2...2.0
  /// Loss ratios outside of which the move all but misses its aim.
  public static let fairRatios = 1.05...4.0
  /// The survival below which rounding takes away too much of a move.
  public static let leastSurvival = 0.95

  /// The root mean square of the move over that of the features.
  public let rms: Double
  /// The loss on the moved features over that on the clean ones, by the same weights.
  public let lossRatio: Double
  /// The share told right on the clean features less that on the moved ones, -1...1; `nil` where
  /// the task has no such score.
  public let accuracyLost: Double?
  /// The part of the moved elements that the first rounding behind them leaves moved, 0...1.
  public let survival: Double
  /// Whether moved features went through other batch norms than clean ones, so that the two losses
  /// differ for that too.
  public let ownNorms: Bool

  /// An effect of the given size.
  public init(
    rms: Double, lossRatio: Double, accuracyLost: Double?, survival: Double, ownNorms: Bool = false
  ) {
    self.rms = rms
    self.lossRatio = lossRatio
    self.accuracyLost = accuracyLost
    self.survival = survival
    self.ownNorms = ownNorms
  }

  /// What is wrong with the move.
  public enum Fault: String, Sendable, CaseIterable, Codable {
    /// The loss hardly rises; not told of where moved features have norms of their own.
    case weak
    /// The loss rises so far that hardly anything of the picture is left.
    case strong
    /// Rounding takes it away.
    case lost
  }

  /// All that is wrong with the move.
  public var faults: [Fault] {
    var faults: [Fault] = []
    if lossRatio.isNaN || !ownNorms && lossRatio < Self.fairRatios.lowerBound {
      faults.append(.weak)
    }
    if lossRatio > Self.fairRatios.upperBound { faults.append(.strong) }
    if survival < Self.leastSurvival { faults.append(.lost) }
    return faults
  }

  /// Whether anything is wrong with it.
  public var warns: Bool { !faults.isEmpty }
}
