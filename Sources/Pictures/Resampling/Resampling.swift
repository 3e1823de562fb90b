/// How a picture of another size is made from the pixels of a picture.
///
/// `bilinear` and `bicubic` are antialiased: where a picture gets smaller, the filter is widened by
/// the same factor, so that every pixel counts.
public enum Resampling: String, Sendable, Codable, CaseIterable {
  /// The pixel that lies under the middle of the new one (torchvision's `nearest-exact`).
  case nearest
  /// A weighted mean, the weights falling in a straight line to 0 at a distance of one pixel.
  case bilinear
  /// Weights of third degree up to a distance of two pixels, with a = -0.5 (Keys, 1981).
  ///
  /// Some weights are negative: beside an edge the result can be darker or brighter than the
  /// picture. What leaves 0...255 is clipped.
  case bicubic

  /// The distance from which on the weight is 0, in pixels of the larger spacing.
  var support: Double {
    switch self {
    case .nearest: 0.5
    case .bilinear: 1
    case .bicubic: 2
    }
  }

  /// The weight of a pixel at a distance, before the weights are made to add up to 1.
  func weight(at distance: Double) -> Double {
    let x = distance.magnitude
    guard x < support else { return 0 }
    switch self {
    case .nearest: return 1
    case .bilinear: return 1 - x
    case .bicubic:
      let a = -0.5
      return x < 1
        ? ((a + 2) * x - (a + 3)) * x * x + 1
        : (((x - 5) * x + 8) * x - 4) * a
    }
  }
}
