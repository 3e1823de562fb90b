import Networks
import Torch

/// Draws what a stage leaves in the style of other pictures.
public protocol Styliser {
  /// The stage whose maps are drawn anew.
  var stage: String { get }

  /// `contents` in the style of `styles`, both `[N, C, H, W]`, picture by picture.
  func stylised(_ contents: Tensor, as styles: Tensor) throws -> Tensor
}

/// Draws pictures anew by an encoder and a decoder that were trained for it.
public struct AdaINStyliser: Styliser {
  /// The first stage of every network, which leaves the pictures.
  public let stage = "input"
  private let network: AdaIN
  private let strength: Double

  /// `strength`, 0...1, is the part of the exchange that is taken.
  public init(_ network: AdaIN, strength: Double) {
    self.network = network
    self.strength = strength
  }

  /// `contents` in the style of `styles`, both `[N, 3, H, W]` in 0...1, as large as they were.
  ///
  /// They are kept in 0...1, and nothing learns from how they were drawn.
  public func stylised(_ contents: Tensor, as styles: Tensor) throws -> Tensor {
    try withoutGradients {
      try network(contents, as: styles, strength: strength).clamp(min: 0, max: 1)
    }
  }
}

/// Gives the features behind an early stage the means and deviations of other pictures' features.
///
/// No weights are needed, and it is not the paper's: style is what the network itself sees early.
public struct FeatureStyliser: Styliser {
  /// The stage whose features are changed.
  public let stage: String
  private let strength: Double

  /// `strength`, 0...1, is the part of the exchange that is taken.
  public init(behind stage: String, strength: Double) {
    self.stage = stage
    self.strength = strength
  }

  /// `contents` with a part of the moments over positions that `styles`, as constants, have.
  public func stylised(_ contents: Tensor, as styles: Tensor) throws -> Tensor {
    let statistics = AFAN.Lesson.Statistics.sample
    let exchanged = try statistics.exchanged(in: contents, for: styles.detach(), at: stage)
    return try strength == 1 ? exchanged : contents.lerp(exchanged, weight: strength)
  }
}
