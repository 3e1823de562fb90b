import Torch

/// Draws pictures in the style of others: a decoder makes pictures of features whose means and
/// deviations were exchanged (Huang and Belongie, 2017, arXiv 1703.06868, section 5).
public struct AdaIN {
  private let encoder: any StyleEncoder
  private let decoder: StyleDecoder

  /// A decoder of the features that an encoder makes.
  public init(_ encoder: any StyleEncoder, _ decoder: StyleDecoder) {
    self.encoder = encoder
    self.decoder = decoder
  }

  /// `contents` drawn in the style of `styles`, both `[N, C, H, W]` in 0...1; as large as they were,
  /// not kept in 0...1.
  ///
  /// `strength`, 0...1, is the part of the exchange that is taken; 0 gives the contents as encoder
  /// and decoder leave them.
  public func callAsFunction(
    _ contents: Tensor, as styles: Tensor, strength: Double
  ) throws -> Tensor {
    let features = try encoder.features(of: contents)
    let exchanged = try features.withMoments(of: encoder.features(of: styles), over: [2, 3])
    return try decoder(strength * exchanged + (1 - strength) * features, asLargeAs: contents)
  }
}

/// The means and deviations of maps.
///
/// A deviation is the root of the unbiased variance plus 1e-5, as in the codes of Li et al. (2019)
/// and Huang and Belongie (2017).
public struct Moments {
  /// The means.
  public let mean: Tensor
  /// The deviations, as many.
  public let deviation: Tensor
}

extension Tensor {
  /// The means and deviations over some dimensions, which stay as ones of length 1.
  public func moments(over dimensions: [Int]) throws -> Moments {
    let (variance, mean) = try varMean(dim: dimensions, correction: 1, keepdim: true)
    return Moments(mean: mean, deviation: try (variance + 1e-5).sqrt())
  }

  /// `self` with the mean and deviation over some dimensions that `other` has there.
  public func withMoments(of other: Tensor, over dimensions: [Int]) throws -> Tensor {
    try withMoments(of: other.moments(over: dimensions), over: dimensions)
  }

  /// `[N, C, H, W]` with other means and deviations of its channels, each `[N, C, 1, 1]`.
  public func withMoments(of other: Moments, over dimensions: [Int] = [2, 3]) throws -> Tensor {
    let own = try moments(over: dimensions)
    return try (self - own.mean) / own.deviation * other.deviation + other.mean
  }
}
