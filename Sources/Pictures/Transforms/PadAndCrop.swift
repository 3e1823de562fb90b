import Randomness

/// Pads a picture with zeros and cuts a square out of it, at a place drawn evenly.
///
/// A picture of `size` is thus shifted by up to `padding` pixels each way (He et al., 2016, 4.2).
public struct PadAndCrop: Transform, Codable, Hashable {
  /// How many zeros are added at each of the four sides, in pixels.
  public var padding: Int
  /// The height and width of what is cut out, in pixels.
  public var size: Int

  /// Adds `padding` pixels, 0 or more, at each side, and cuts out `size` by `size`, 1 or more.
  public init(padding: Int, size: Int) {
    precondition(padding >= 0 && size > 0, "cannot pad by \(padding) and crop to \(size)")
    self.padding = padding
    self.size = size
  }

  /// The picture shifted and cut, `[channels, size, size]`.
  ///
  /// - Throws: `PicturesError.cropTooLarge` where the padded picture is smaller than `size`.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    let padded = [picture.height + 2 * padding, picture.width + 2 * padding]
    guard padded[0] >= size, padded[1] >= size else {
      throw PicturesError.cropTooLarge(size: size, padded: padded)
    }
    let top = random.below(padded[0] - size + 1)
    let left = random.below(padded[1] - size + 1)
    return cropped(picture, top: top, left: left)
  }

  /// The crop whose first pixel is (`top`, `left`) of the padded picture.
  func cropped(_ picture: Picture, top: Int, left: Int) -> Picture {
    let rows = kept(picture.height, from: top)
    let columns = kept(picture.width, from: left)
    let shown = columns.isEmpty ? 0..<0 : rows
    let count = picture.channels * size * size
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { crop, initialized in
      crop.initialize(repeating: 0)
      initialized = count
      picture.bytes.withUnsafeBufferPointer { source in
        for channel in 0..<picture.channels {
          for row in shown {
            let start = (channel * picture.height + row + top - padding) * picture.width
            let line = UnsafeBufferPointer(
              rebasing: source[(start + left - padding + columns.lowerBound)...]
                .prefix(columns.count))
            let place = (channel * size + row) * size + columns.lowerBound
            _ = UnsafeMutableBufferPointer(rebasing: crop[place...]).update(fromContentsOf: line)
          }
        }
      }
    }
    return Picture(channels: picture.channels, height: size, width: size, bytes: bytes)
  }

  /// The places of the crop that show the picture rather than padding, along one side.
  private func kept(_ side: Int, from offset: Int) -> Range<Int> {
    let first = min(max(padding - offset, 0), size)
    let end = min(max(padding + side - offset, first), size)
    return first..<end
  }
}
