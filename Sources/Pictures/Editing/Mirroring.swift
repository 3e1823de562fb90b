extension Picture {
  /// The picture's mirror image, left and right exchanged.
  public var mirrored: Picture {
    let bytes = [UInt8](unsafeUninitializedCapacity: self.bytes.count) { target, initialized in
      self.bytes.withUnsafeBytes { source in
        let target = UnsafeMutableRawBufferPointer(target)
        for row in stride(from: 0, to: source.count, by: width) {
          mirror(row..<(row + width), of: source, to: target)
        }
      }
      initialized = self.bytes.count
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }
}

/// Writes the bytes of `row` in reverse, eight at a time as far as that goes.
private func mirror(
  _ row: Range<Int>, of source: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
) {
  var end = row.upperBound
  var place = row.lowerBound
  while end - row.lowerBound >= 8 {
    end -= 8
    let word = source.loadUnaligned(fromByteOffset: end, as: UInt64.self)
    target.storeBytes(of: word.byteSwapped, toByteOffset: place, as: UInt64.self)
    place += 8
  }
  while end > row.lowerBound {
    end -= 1
    target[place] = source[end]
    place += 1
  }
}
