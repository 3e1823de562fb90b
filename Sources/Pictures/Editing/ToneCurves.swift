// Changes that give each byte of a channel a new one, as Pillow's ImageOps has them. torchvision's
// functions for byte tensors give the same but for `autoContrasted`, which there is one level apart
// in places, and `posterized`, which there also takes 0 bits.

extension Picture {
  /// The picture with every byte taken from 255.
  public var inverted: Picture {
    let table = (0...255).map { UInt8(255 - $0) }
    return mapped { _ in table }
  }

  /// The picture with bytes of `threshold` or more, 0...256, taken from 255.
  public func solarized(from threshold: Double) -> Picture {
    let table = (0...255).map { UInt8(Double($0) < threshold ? $0 : 255 - $0) }
    return mapped { _ in table }
  }

  /// The picture with `amount`, 0 or more, added to bytes below `threshold`; 255 at most.
  public func brightened(by amount: Int, below threshold: Int = 128) -> Picture {
    precondition(amount >= 0, "0 or more is added to bytes, not \(amount)")
    let table = (0...255).map { UInt8($0 < threshold ? min($0 + amount, 255) : $0) }
    return mapped { _ in table }
  }

  /// The picture with only the `bits` highest bits of each byte, 0...8; 0 leaves black.
  public func posterized(toBits bits: Int) -> Picture {
    precondition((0...8).contains(bits), "a byte keeps 0...8 bits, not \(bits)")
    let table = (0...255).map { UInt8(($0 >> (8 - bits)) << (8 - bits)) }
    return mapped { _ in table }
  }

  /// The picture with each channel stretched so that its lowest byte is 0 and its highest 255.
  ///
  /// A channel of one level stays as it is.
  public var autoContrasted: Picture {
    mapped { plane in
      let (low, high) = plane.reduce((255, 0)) { (min($0.0, Int($1)), max($0.1, Int($1))) }
      guard low < high else { return unchanged }
      let scale = 255 / Double(high - low)
      let offset = -Double(low) * scale
      return (0...255).map { UInt8(min(max(Double($0) * scale + offset, 0), 255)) }
    }
  }

  /// The picture with each channel's bytes spread so that all levels are about equally frequent.
  ///
  /// A channel stays as it is where it has one level, or fewer than 255 pixels below its highest.
  public var equalized: Picture {
    mapped { plane in
      var counts = [Int](repeating: 0, count: 256)
      for byte in plane { counts[Int(byte)] += 1 }
      guard let highest = counts.last(where: { $0 > 0 }) else { return unchanged }
      let step = (plane.count - highest) / 255
      guard step > 0 else { return unchanged }
      var sum = step / 2
      return counts.map { count in
        defer { sum += count }
        return UInt8(min(sum / step, 255))
      }
    }
  }

  /// The picture with each channel's bytes replaced as the table says that is made of the channel.
  private func mapped(_ table: (UnsafeBufferPointer<UInt8>) -> [UInt8]) -> Picture {
    let plane = height * width
    let bytes = [UInt8](unsafeUninitializedCapacity: self.bytes.count) { target, initialized in
      self.bytes.withUnsafeBufferPointer { source in
        for start in stride(from: 0, to: source.count, by: plane) {
          let part = UnsafeBufferPointer(rebasing: source[start..<(start + plane)])
          table(part).withUnsafeBufferPointer { table in
            for pixel in 0..<plane { target[start + pixel] = table[Int(part[pixel])] }
          }
        }
      }
      initialized = self.bytes.count
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }
}

/// The table that leaves bytes as they are.
private let unchanged = (0...255).map { UInt8($0) }
