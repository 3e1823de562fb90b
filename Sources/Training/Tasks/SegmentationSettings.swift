import Networks
import Settings

/// The settings of telling the class of every pixel by a DeepLabV3+, whose backbone is the recipe's
/// `network`.
public struct SegmentationSettings: Sendable, Hashable {
  /// How many pixels of a picture the backbone's last maps have one for, along each side: 16 or 8.
  public var outputStride = 16
  /// Whether the decoder's 3 x 3 convolutions are depthwise separable: fewer parameters and
  /// multiply-adds.
  public var separable = false
  /// What a pixel is charged.
  public var charge = Segmentation.Charge.crossEntropy
  /// How far the running averages of the backbone's batch norms move towards each batch; 0.1 in the
  /// decoder.
  public var backboneMomentum = 0.01
  /// The probability that a feature of what ASPP leaves is left out in training, 0..<1.
  public var dropout = 0.1

  /// Output stride 16 and the cross entropy.
  public init() {}
}

extension SegmentationSettings: Configurable {
  /// The keys of `segmentation`.
  public static var fields: [Field<Self>] {
    [
      Field("outputStride", \.outputStride, in: OneOf([8, 16])),
      Field("separable", \.separable),
      Field("charge", \.charge),
      Field("backboneMomentum", \.backboneMomentum, in: .above(0, through: 1)),
      Field("dropout", \.dropout, in: 0..<1),
    ]
  }
}

extension Segmentation.Charge: Choosable {
  /// What a pixel may be charged.
  public static var choices: [Choice<Self>] {
    [
      Choice("crossEntropy", .crossEntropy),
      Choice("focal", { (settings: FocalSettings) in .focal(gamma: settings.gamma) }) {
        if case .focal(let gamma) = $0 { FocalSettings(gamma: gamma) } else { nil }
      },
    ]
  }
}

/// The settings of the focal loss.
struct FocalSettings: Configurable {
  /// How much less certain pixels are charged (Lin et al., 2017: 2).
  var gamma = 2.0

  static var fields: [Field<Self>] { [Field("gamma", \.gamma, in: 0...)] }
}
