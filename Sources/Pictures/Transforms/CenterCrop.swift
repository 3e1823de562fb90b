import Randomness

/// Cuts the middle out of every picture; what is too small for that is padded with black first.
public struct CenterCrop: Transform, Hashable {
  /// How many rows are cut out.
  public let height: Int
  /// How many columns are cut out.
  public let width: Int

  /// Cuts out `height` by `width` pixels, 1 or more each.
  public init(height: Int, width: Int) {
    precondition(height > 0 && width > 0, "a crop cannot be \(height)x\(width)")
    self.height = height
    self.width = width
  }

  /// Cuts out a square of `size` by `size` pixels, 1 or more.
  public init(size: Int) { self.init(height: size, width: size) }

  /// The middle of the picture, `[channels, height, width]`; nothing is random.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) -> Picture {
    picture.cropped(to: region(ofHeight: picture.height, width: picture.width))
  }

  /// What is cut out of a picture of the given size; it may reach beyond.
  func region(ofHeight rows: Int, width columns: Int) -> Region {
    Region(
      top: start(height, of: rows), left: start(width, of: columns), height: height, width: width)
  }

  /// Where the middle `length` of a side begin; less than 0 where the side is shorter.
  ///
  /// Where the middle is between two pixels, torchvision takes the even start of a crop and the
  /// upper or left one of a picture that is padded; so does this.
  private func start(_ length: Int, of side: Int) -> Int {
    side < length ? -((length - side) / 2) : rounded(Double(side - length) / 2)
  }
}
