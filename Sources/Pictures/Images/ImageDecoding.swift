/// What is wanted of an encoded picture.
public struct ImageDecoding: Sendable, Hashable, Codable {
  /// How many times smaller a JPEG is made while it is decoded.
  ///
  /// The inverse transform then makes blocks of 4x4, 2x2 or 1x1 pixels rather than 8x8, which is
  /// quicker than decoding all pixels and shrinking them, and almost the same. Sides are rounded
  /// up.
  public enum Scale: Int, Sendable, Codable, CaseIterable {
    /// Every pixel of the file.
    case full = 1
    /// Half of each side.
    case half = 2
    /// A quarter of each side.
    case quarter = 4
    /// An eighth of each side.
    case eighth = 8
  }

  /// 3 for red, green and blue, 1 for grey.
  ///
  /// Grey of a coloured picture is luma (ITU-R 601-2) of its decoded pixels.
  public var channels: Int {
    didSet { checkChannels() }
  }
  /// How many times smaller a JPEG is made; a PNG always has its own size.
  public var scale: Scale
  /// The part that is wanted, in pixels of the scaled picture as it is seen; `nil` is all of it.
  ///
  /// Rows and columns outside are skipped where the format allows it.
  public var region: Region?
  /// Whether the picture is turned and mirrored as its EXIF orientation says.
  public var appliesOrientation: Bool

  /// Everything at full size, in colour and upright, where nothing else is asked for.
  public init(
    channels: Int = 3, scale: Scale = .full, region: Region? = nil,
    appliesOrientation: Bool = true
  ) {
    self.channels = channels
    self.scale = scale
    self.region = region
    self.appliesOrientation = appliesOrientation
    checkChannels()
  }

  private func checkChannels() {
    precondition(channels == 1 || channels == 3, "\(channels) channels: 1 or 3 can be decoded")
  }
}
