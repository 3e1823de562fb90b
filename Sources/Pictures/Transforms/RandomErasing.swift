import Randomness

/// Paints over a rectangle of random area, shape and place, at random (Zhong et al., 2020).
///
/// Ranges and draws are those of torchvision, which erases normalized numbers rather than bytes.
/// Its `value=0` after a normalization is the mean colour here; without one it is black. Its
/// `value="random"` after a normalization is `noise` with the same means and deviations, times 255;
/// here such numbers are also rounded to bytes and clipped to 0...255.
public struct RandomErasing: Transform, Hashable {
  /// What is painted.
  public enum Fill: Sendable, Hashable {
    /// One colour: a byte for each channel, or one for all.
    case color([UInt8])
    /// A normally distributed number for each byte; one mean and deviation for each channel, or one
    /// for all, in units of 0...255.
    case noise(mean: [Double], deviation: [Double])
  }

  /// How often something is painted, 0...1.
  public let probability: Double
  /// Which part of the picture's area is painted over.
  public let scale: ClosedRange<Double>
  /// The height of the rectangle, divided by its width.
  public let ratio: ClosedRange<Double>
  /// What is painted.
  public let fill: Fill

  /// Paints with the given probability; `scale` is within 0...1, `ratio` above 0.
  public init(
    probability: Double = 0.5, scale: ClosedRange<Double> = 0.02...0.33,
    ratio: ClosedRange<Double> = 0.3...3.3, fill: Fill = .color([0])
  ) {
    precondition((0...1).contains(probability), "\(probability) is not a probability")
    check(scale: scale, ratio: ratio)
    self.probability = probability
    self.scale = scale
    self.ratio = ratio
    self.fill = fill
  }

  /// The picture, or what is left of it.
  ///
  /// - Throws: `PicturesError.wrongChannels` where the filling is one for other pictures.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    guard random.chance(probability), let region = region(of: picture, &random) else {
      return picture
    }
    switch fill {
    case .color(let color):
      return try picture.erased(region, with: color)
    case .noise(let mean, let deviation):
      let (mean, deviation) = (try picture.spread(mean), try picture.spread(deviation))
      return picture.replacing(region) { channel in
        let value = mean[channel] + deviation[channel] * random.normal()
        return UInt8(min(max(value, 0), 255).rounded(.toNearestOrEven))
      }
    }
  }

  /// What is painted over: the first of ten rectangles that is less high and less wide than the
  /// picture, or nothing.
  public func region(of picture: Picture, _ random: inout RandomStream) -> Region? {
    for _ in 0..<10 {
      let (height, width) = random.rectangle(
        area: picture.height * picture.width, scale: scale, ratio: ratio)
      if height < picture.height, width < picture.width {
        return random.place(height: height, width: width, in: (picture.height, picture.width))
      }
    }
    return nil
  }
}
