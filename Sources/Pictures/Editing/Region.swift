/// A rectangle of whole pixels.
public struct Region: Sendable, Codable, Hashable {
  /// The first row.
  public var top: Int
  /// The first column.
  public var left: Int
  /// How many rows there are.
  public var height: Int
  /// How many columns there are.
  public var width: Int

  /// The rectangle of `height` by `width` pixels whose first one is at (`top`, `left`).
  public init(top: Int, left: Int, height: Int, width: Int) {
    self.top = top
    self.left = left
    self.height = height
    self.width = width
  }

  /// The rows in the rectangle.
  var rows: Range<Int> { top..<(top + height) }
  /// The columns in the rectangle.
  var columns: Range<Int> { left..<(left + width) }

  /// Whether it has pixels, all of them in a picture of the given size.
  func fits(height: Int, width: Int) -> Bool {
    top >= 0 && left >= 0 && self.height > 0 && self.width > 0 && self.height <= height
      && self.width <= width && top <= height - self.height && left <= width - self.width
  }
}

/// A rectangle whose sides may lie between pixels; pixel `i` reaches from `i` to `i + 1`.
///
/// Its numbers are of single precision, as those of Pillow's boxes are.
public struct Box: Sendable, Codable, Hashable {
  /// The upper side, in pixels from that of the picture.
  public var top: Float
  /// The left side, in pixels from that of the picture.
  public var left: Float
  /// The lower side, in pixels from the upper side of the picture.
  public var bottom: Float
  /// The right side, in pixels from the left side of the picture.
  public var right: Float

  /// The rectangle between the given sides.
  public init(top: Float, left: Float, bottom: Float, right: Float) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// The rectangle of all pixels in `region`.
  public init(_ region: Region) {
    self.init(
      top: Float(region.top), left: Float(region.left),
      bottom: Float(region.top + region.height), right: Float(region.left + region.width))
  }
}

extension Picture {
  /// The rectangle of all pixels.
  public var bounds: Region { Region(top: 0, left: 0, height: height, width: width) }

  /// Whether every pixel of `region` is one of the picture's; a region without pixels is not.
  func contains(_ region: Region) -> Bool { region.fits(height: height, width: width) }

  /// Whether `box` has an area and lies in the picture.
  func contains(_ box: Box) -> Bool {
    0 <= box.top && box.top < box.bottom && box.bottom <= Float(height)
      && 0 <= box.left && box.left < box.right && box.right <= Float(width)
  }
}
