/// What levels of strength mean: published policies give a level only, and readings of it differ.
///
/// With `s` the level's part of the highest one, all turn by `30 s` degrees and shear by `0.3 s`; the
/// rest is told at each case. Moves, and enhancements where a sign is given, go either way.
public enum Magnitudes: String, Sendable, Codable, CaseIterable {
  /// torchvision's: levels 0...9, or 0...30 for RandAugment.
  ///
  /// Moves by `150/331 s` of a side, rounded down; enhances by `1 ± 0.9 s`; keeps `8 - 4 s` bits;
  /// solarizes from `255 (1 - s)` on. All of it gets stronger with the level.
  case torchvision
  /// timm's for the policy of Cubuk et al., levels 0...10.
  ///
  /// Moves by `0.45 s` of a side; enhances by `0.1 + 1.8 s`; keeps `4 + 4 s` bits; solarizes from
  /// `256 s` on. Level 0 solarizes most, level 5 does not enhance.
  case timmOriginal = "timm-original"
  /// timm's for EfficientNet's policy (v0) and for RandAugment, levels 0...10.
  ///
  /// As `timmOriginal`, but it keeps `4 s` bits, so that level 2 leaves black.
  case timm
  /// timm's with `inc1`, levels 0...10, stronger with the level.
  ///
  /// As `timmOriginal`, but it enhances by `1 ± 0.9 s`, keeps `4 - 4 s` bits and solarizes from
  /// `256 - 256 s` on.
  case timmIncreasing = "timm-increasing"
  /// Those of AugMix's authors (Hendrycks et al., 2020), levels 0...10.
  ///
  /// As `timmOriginal`, but it moves by `s/3` of a side, keeps `4 - 4 s` bits and solarizes from
  /// `256 - 256 s` on, and pixels and degrees are rounded down.
  case augMix = "augmix"

  /// The highest level of a policy.
  public var highestLevel: Double { self == .torchvision ? 9 : 10 }

  /// Whether `operation` goes either way.
  public func isSigned(_ operation: AugmentationOperation) -> Bool {
    let isEitherWay = self == .torchvision || self == .timmIncreasing
    return operation.isMove || operation.isEnhancement && isEitherWay
  }
}

/// A level of strength, and the highest one there is.
public struct MagnitudeLevel: Sendable, Hashable {
  /// How strong, 0...highest.
  public let value: Double
  /// The strongest.
  public let highest: Double

  /// A level from 0 to `highest`; what is beyond is taken to the end.
  public init(_ value: Double, of highest: Double) {
    precondition(value.isFinite && highest > 0, "level \(value) of \(highest) is none")
    self.value = min(max(value, 0), highest)
    self.highest = highest
  }

  /// Which part of the highest it is, 0...1.
  var part: Double { value / highest }
}
