// The four enhancements of Pillow's ImageEnhance, to the byte: the picture is mixed with a plainer
// one in single precision, clipped and rounded down. `adjusted(...)` follows torchvision's byte
// tensors, whose greys and means are rounded otherwise.

extension Picture {
  /// The picture mixed with black: 0 is black, 1 leaves it as it is.
  public func enhanced(brightness factor: Double) -> Picture {
    mixed(with: { _, _ in 0 }, factor)
  }

  /// The picture mixed with its mean grey: 0 is all of that one grey, 1 leaves it as it is.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func enhanced(contrast factor: Double) throws -> Picture {
    let greys = try greys() ?? bytes
    let sum = greys.reduce(into: 0) { $0 += Int($1) }
    let mean = UInt8(Double(sum) / Double(greys.count) + 0.5)
    return mixed(with: { _, _ in mean }, factor)
  }

  /// The picture mixed with its greys: 0 is grey, 1 leaves it as it is, as does having 1 channel.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func enhanced(color factor: Double) throws -> Picture {
    guard let greys = try greys() else { return self }
    return greys.withUnsafeBufferPointer { greys in
      mixed(with: { pixel, _ in greys[pixel] }, factor)
    }
  }

  /// The picture mixed with a smoothed one: 0 is smooth, 1 leaves it as it is, 2 is sharper.
  ///
  /// Pixels at the rim stay as they are, as do pictures of fewer than three rows or columns.
  public func enhanced(sharpness factor: Double) -> Picture {
    let smooth = smoothed
    return smooth.bytes.withUnsafeBufferPointer { smooth in
      mixed(with: { smooth[$1] }, factor)
    }
  }

  /// How bright each pixel is, `[height, width]`, by the weights of ITU-R 601-2 in 2^-16; `nil`
  /// where the picture is grey already.
  private func greys() throws -> [UInt8]? {
    if channels == 1 { return nil }
    guard channels == 3 else {
      throw PicturesError.wrongChannels(found: channels, expected: [1, 3])
    }
    let plane = height * width
    return [UInt8](unsafeUninitializedCapacity: plane) { target, initialized in
      bytes.withUnsafeBufferPointer { source in
        for pixel in 0..<plane {
          let red = UInt32(source[pixel]) &* 19_595
          let green = UInt32(source[plane + pixel]) &* 38_470
          let blue = UInt32(source[2 * plane + pixel]) &* 7_471
          target[pixel] = UInt8(truncatingIfNeeded: (red &+ green &+ blue &+ 0x8000) >> 16)
        }
      }
      initialized = plane
    }
  }

  /// The mean of each pixel, counted five times, and the eight around it (Pillow's `SMOOTH`).
  private var smoothed: Picture {
    guard height >= 3, width >= 3 else { return self }
    var bytes = bytes
    bytes.withUnsafeMutableBufferPointer { target in
      self.bytes.withUnsafeBufferPointer { source in
        for line in 0..<(channels * height) where 0 < line % height && line % height < height - 1 {
          smooth(line * width, source, target)
        }
      }
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }

  /// Smooths all but the first and the last pixel of the row that begins at `start`.
  private func smooth(
    _ start: Int, _ source: UnsafeBufferPointer<UInt8>, _ target: UnsafeMutableBufferPointer<UInt8>
  ) {
    for place in (start + 1)..<(start + width - 1) {
      var sum: UInt16 = 0
      for row in [place - width, place, place + width] {
        sum &+= UInt16(source[row - 1]) &+ UInt16(source[row]) &+ UInt16(source[row + 1])
      }
      sum &+= 4 &* UInt16(source[place])
      // A thirteenth is never halfway between whole numbers: rounding has no say in this.
      target[place] = UInt8(truncatingIfNeeded: (2 &* sum &+ 13) / 26)
    }
  }

  /// `other + factor * (byte - other)` for every byte; `other` is asked with the pixel's number in
  /// its channel and the byte's in the picture.
  @inline(__always)
  private func mixed(
    with other: (_ pixel: Int, _ place: Int) -> UInt8, _ factor: Double
  ) -> Picture {
    precondition(factor >= 0 && factor.isFinite, "a factor is 0 or more, not \(factor)")
    let (alpha, plane) = (Float(factor), height * width)
    let bytes = [UInt8](unsafeUninitializedCapacity: self.bytes.count) { target, initialized in
      self.bytes.withUnsafeBufferPointer { source in
        for start in stride(from: 0, to: source.count, by: plane) {
          for pixel in 0..<plane {
            let plain = Int32(other(pixel, start + pixel))
            let value = Float(plain) + alpha * Float(Int32(source[start + pixel]) - plain)
            target[start + pixel] = UInt8(min(max(value, 0), 255))
          }
        }
      }
      initialized = self.bytes.count
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }
}
