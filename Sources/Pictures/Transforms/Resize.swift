import Randomness

/// Resizes every picture to one size, or so that its shorter side has one length.
public struct Resize: Transform, Hashable {
  /// What pictures are resized to, in pixels.
  public enum Size: Sendable, Hashable {
    /// The shorter side gets this length; the longer one is in proportion, rounded down.
    case shorterSide(Int)
    /// Exactly this, whatever the proportions were.
    case exactly(height: Int, width: Int)
  }

  /// The largest number of pixels that a picture may be given; enough for 10,000 by 10,000.
  public static let limit = 100_000_000

  /// What pictures are resized to.
  public let size: Size
  /// How the new pixels are found.
  public let resampling: Resampling

  /// Resizes to `size`, 1 or more and with no more than `limit` pixels.
  public init(_ size: Size, resampling: Resampling = .bilinear) {
    switch size {
    case .shorterSide(let side):
      precondition(side > 0 && side <= Self.limit / side, "a picture's side cannot be \(side)")
    case .exactly(let height, let width):
      precondition(
        height > 0 && width > 0 && height <= Self.limit / width,
        "a picture cannot be \(height)x\(width)")
    }
    self.size = size
    self.resampling = resampling
  }

  /// The resized picture; nothing is random.
  ///
  /// - Throws: `PicturesError.resizedTooLarge` where the picture is so long and narrow that it
  ///   would get more than `limit` pixels.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    let (height, width) = try newSize(height: picture.height, width: picture.width)
    return picture.resized(height: height, width: width, with: resampling)
  }

  /// The size that a picture of the given one gets.
  func newSize(height: Int, width: Int) throws -> (height: Int, width: Int) {
    switch size {
    case .exactly(let height, let width):
      return (height, width)
    case .shorterSide(let side):
      let (shorter, longer) = (min(height, width), max(height, width))
      let (product, overflows) = longer.multipliedReportingOverflow(by: side)
      let length = overflows ? Int.max : product / shorter
      let size = height < width ? (side, length) : (length, side)
      guard length <= Self.limit / side else {
        throw PicturesError.resizedTooLarge(size: [size.0, size.1], limit: Self.limit)
      }
      return size
    }
  }
}
