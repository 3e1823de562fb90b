/// How a stored picture is turned and mirrored to be seen upright (EXIF 2.3, tag 274).
///
/// The pictures are the eight of `PIL.ImageOps.exif_transpose`.
public enum Orientation: Int, Sendable, Codable, CaseIterable {
  /// As it is stored.
  case upright = 1
  /// Mirrored left to right.
  case mirrored = 2
  /// Turned by half.
  case upsideDown = 3
  /// Mirrored top to bottom.
  case flipped = 4
  /// Rows become columns.
  case transposed = 5
  /// Turned clockwise by a quarter.
  case turnedRight = 6
  /// Turned by half, then rows become columns.
  case transversed = 7
  /// Turned anticlockwise by a quarter.
  case turnedLeft = 8

  /// Whether stored rows are seen as columns.
  public var swapsSides: Bool { rawValue >= 5 }

  /// Whether, after sides were swapped, columns are seen from right to left.
  var mirrorsColumns: Bool { [2, 3, 6, 7].contains(rawValue) }

  /// Whether, after sides were swapped, rows are seen from bottom to top.
  var mirrorsRows: Bool { [3, 4, 7, 8].contains(rawValue) }

  /// The stored rectangle that is seen as `region` of a picture of the given size as it is seen.
  func stored(_ region: Region, height: Int, width: Int) -> Region {
    let top = mirrorsRows ? height - region.top - region.height : region.top
    let left = mirrorsColumns ? width - region.left - region.width : region.left
    return swapsSides
      ? Region(top: left, left: top, height: region.width, width: region.height)
      : Region(top: top, left: left, height: region.height, width: region.width)
  }

  /// Where a channel's first stored pixel goes in one of the given size as it is seen, and how far
  /// the next stored row and column are from there.
  func steps(height: Int, width: Int) -> (first: Int, row: Int, column: Int) {
    let down = mirrorsRows ? -width : width
    let right = mirrorsColumns ? -1 : 1
    let first = (mirrorsRows ? (height - 1) * width : 0) + (mirrorsColumns ? width - 1 : 0)
    return swapsSides ? (first, right, down) : (first, down, right)
  }
}
