import Adversary

/// What a lesson's features did to a batch, in a step's line of the log.
public struct MoveEntry: Codable, Sendable {
  /// The root mean square of the move over that of the features it started from.
  public let rms: Double
  /// The loss on the moved features over that on those they started from.
  public let lossRatio: Double
  /// The share told right on those they started from less that on the moved ones; `null` where the
  /// task has no such score.
  @OrNull public var accuracyLost: Double?
  /// The part of the moved elements that the tail's first rounding leaves moved, 0...1; 1 where the
  /// tail computes in the features' own type.
  public let survival: Double
  /// Whether the moved features went through other batch norms than those they started from.
  public let ownNorms: Bool
  /// Whether the loss ratio lies outside 1.05...4, or the survival under 0.95; with norms of their
  /// own a loss ratio below that is none to warn of.
  public let warns: Bool

  init(_ effect: MoveEffect) {
    rms = effect.rms
    lossRatio = effect.lossRatio
    survival = effect.survival
    ownNorms = effect.ownNorms
    warns = effect.warns
    accuracyLost = effect.accuracyLost
  }

  /// Reads an entry; logs from before `ownNorms` are of lessons without.
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    rms = try keys.decode(Double.self, forKey: .rms)
    lossRatio = try keys.decode(Double.self, forKey: .lossRatio)
    _accuracyLost = try keys.decode(OrNull<Double>.self, forKey: .accuracyLost)
    survival = try keys.decode(Double.self, forKey: .survival)
    ownNorms = try keys.decodeIfPresent(Bool.self, forKey: .ownNorms) ?? false
    warns = try keys.decode(Bool.self, forKey: .warns)
  }

  /// The same as the adversary tells it.
  var effect: MoveEffect {
    MoveEffect(
      rms: rms, lossRatio: lossRatio, accuracyLost: accuracyLost, survival: survival,
      ownNorms: ownNorms)
  }
}
