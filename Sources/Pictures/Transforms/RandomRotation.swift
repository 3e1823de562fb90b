import Randomness

/// Turns pictures about their middle by a random angle; their size stays.
public struct RandomRotation: Transform, Hashable {
  /// The angles drawn from, in degrees, counterclockwise.
  public let degrees: ClosedRange<Double>
  /// How the new pixels are found: `nearest` or `bilinear`.
  public let resampling: Resampling
  /// What is seen beside the picture: a byte for each channel, or one for all.
  public let fill: [UInt8]

  /// Turns by an angle that is drawn evenly from `degrees`.
  public init(
    degrees: ClosedRange<Double>, resampling: Resampling = .nearest, fill: [UInt8] = [0]
  ) {
    precondition(
      degrees.lowerBound.isFinite && degrees.upperBound.isFinite, "\(degrees) are not angles")
    precondition(resampling != .bicubic, "pictures are rotated by nearest or bilinear only")
    precondition(!fill.isEmpty, "a colour has one byte at least")
    self.degrees = degrees
    self.resampling = resampling
    self.fill = fill
  }

  /// Turns by up to `degrees`, 0 or more, either way.
  public init(upTo degrees: Double, resampling: Resampling = .nearest, fill: [UInt8] = [0]) {
    precondition(degrees >= 0, "\(degrees) is not a largest angle: 0 or more")
    self.init(degrees: -degrees...degrees, resampling: resampling, fill: fill)
  }

  /// The turned picture, of the same shape.
  ///
  /// - Throws: `PicturesError.wrongChannels` where the colour beside it is one for other pictures.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    try picture.rotated(by: random.number(in: degrees), with: resampling, fill: fill)
  }
}
