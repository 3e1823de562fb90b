import Randomness

/// Cuts a rectangle of random area, shape and place out of a picture, and resizes it to one size.
///
/// Szegedy et al., 2015, section 6; ranges and draws are those of torchvision.
public struct RandomResizedCrop: Transform, Hashable {
  /// The height of the result, in pixels.
  public let height: Int
  /// The width of the result, in pixels.
  public let width: Int
  /// Which part of the picture's area is shown.
  public let scale: ClosedRange<Double>
  /// The width of what is shown, divided by its height.
  public let ratio: ClosedRange<Double>
  /// How the new pixels are found.
  public let resampling: Resampling

  /// Gives `height` by `width` pixels, 1 or more each; `scale` is within 0...1, `ratio` above 0.
  public init(
    height: Int, width: Int, scale: ClosedRange<Double> = 0.08...1,
    ratio: ClosedRange<Double> = (3 / 4)...(4 / 3), resampling: Resampling = .bilinear
  ) {
    precondition(height > 0 && width > 0, "a picture cannot be \(height)x\(width)")
    check(scale: scale, ratio: ratio)
    self.height = height
    self.width = width
    self.scale = scale
    self.ratio = ratio
    self.resampling = resampling
  }

  /// Gives a square of `size` by `size` pixels.
  public init(
    size: Int, scale: ClosedRange<Double> = 0.08...1,
    ratio: ClosedRange<Double> = (3 / 4)...(4 / 3), resampling: Resampling = .bilinear
  ) {
    self.init(height: size, width: size, scale: scale, ratio: ratio, resampling: resampling)
  }

  /// A part of the picture, `[channels, height, width]`, cut out and resized in one go.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) -> Picture {
    picture.resized(
      height: height, width: width, cropping: region(of: picture, &random), with: resampling)
  }

  /// What is shown of a picture: as `region(ofHeight:width:_:)` draws it.
  public func region(of picture: Picture, _ random: inout RandomStream) -> Region {
    region(ofHeight: picture.height, width: picture.width, &random)
  }

  /// What is shown of a picture of the given size, 1x1 or more.
  ///
  /// It is the first of ten rectangles that fits into the picture, else the picture's middle.
  public func region(
    ofHeight rows: Int, width columns: Int, _ random: inout RandomStream
  ) -> Region {
    for _ in 0..<10 {
      let (width, height) = random.rectangle(area: rows * columns, scale: scale, ratio: ratio)
      if (1...columns).contains(width), (1...rows).contains(height) {
        return random.place(height: height, width: width, in: (rows, columns))
      }
    }
    return middle(ofHeight: rows, width: columns)
  }

  /// The largest rectangle in the middle whose shape is within `ratio`.
  private func middle(ofHeight rows: Int, width columns: Int) -> Region {
    var (height, width) = (rows, columns)
    let shape = Double(width) / Double(height)
    if shape < ratio.lowerBound {
      height = min(max(rounded(Double(width) / ratio.lowerBound), 1), height)
    } else if shape > ratio.upperBound {
      width = min(max(rounded(Double(height) * ratio.upperBound), 1), width)
    }
    return Region(
      top: (rows - height) / 2, left: (columns - width) / 2, height: height, width: width)
  }
}
