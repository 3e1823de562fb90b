/// The pixels along one side of a picture that is decoded at a scale.
struct PixelGrid: Hashable {
  /// How many there are.
  let length: Int
  /// How many pixels of the picture's full size each one is.
  let scale: Int
  /// How many of those the first one begins before the picture does.
  let offset: Int

  /// A side of `length` pixels at full size.
  static func full(_ length: Int) -> PixelGrid {
    PixelGrid(length: length, scale: 1, offset: 0)
  }

  /// The side that makes `length` pixels of `pixels`, a part of the side at full size.
  func side(
    _ pixels: Range<Int>, length new: Int, showing shown: Range<Int>, isMirrored: Bool = false
  ) -> Side {
    let start = Float(pixels.lowerBound + offset) / Float(scale)
    let end = Float(pixels.upperBound + offset) / Float(scale)
    let first = Int(start.rounded(.down))
    let last = min(Int(end.rounded(.up)), length)
    return Side(
      of: new, from: start - Float(first), to: end - Float(first), in: first..<last,
      showing: shown, isMirrored: isMirrored)
  }
}

extension ImageFile {
  /// The rows and columns of what `decoding` makes of the whole picture, as they are seen.
  func grids(_ decoding: ImageDecoding) -> (rows: PixelGrid, columns: PixelGrid) {
    let scaled = size(decoding)
    var decoding = decoding
    let scale = header.format == .jpeg ? decoding.scale.rawValue : 1
    decoding.scale = .full
    let whole = size(decoding)
    let orientation = decoding.appliesOrientation ? header.orientation : .upright
    // Blocks begin at the stored picture's corner; seen from the other side, the last is first.
    func grid(_ length: Int, of whole: Int, isMirrored: Bool) -> PixelGrid {
      PixelGrid(length: length, scale: scale, offset: isMirrored ? length * scale - whole : 0)
    }
    return (
      grid(scaled.height, of: whole.height, isMirrored: orientation.mirrorsRows),
      grid(scaled.width, of: whole.width, isMirrored: orientation.mirrorsColumns)
    )
  }
}
