// Arithmetic is that of torchvision's functions on byte tensors: single precision, clipped to
// 0...255, rounded down. Results differ from Pillow's, whose functions round otherwise.

extension Picture {
  /// The picture with every byte multiplied by `factor`, 0 or more; 1 leaves it as it is.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func adjusted(brightness factor: Double) throws -> Picture {
    try checkColor(factor)
    return mapped { clipped(Float($0) * Float(factor)) }
  }

  /// The picture mixed with its mean grey: 0 is all of that one grey, 1 leaves it as it is.
  ///
  /// `factor` is 0 or more. The mean is that of the greys that `grayscale()` gives.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func adjusted(contrast factor: Double) throws -> Picture {
    try checkColor(factor)
    let greys = try luminance() ?? bytes
    let sum = greys.reduce(into: 0) { $0 += Int($1) }
    let mean = Float(Double(sum) / Double(greys.count))
    let blend = Blend(factor)
    return mapped { blend.of($0, Double(mean)) }
  }

  /// The picture mixed with what `grayscale()` gives: 0 is grey, 1 leaves it as it is.
  ///
  /// `factor` is 0 or more. A picture of one channel stays as it is.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func adjusted(saturation factor: Double) throws -> Picture {
    try checkColor(factor)
    guard let greys = try luminance() else { return self }
    let blend = Blend(factor)
    let bytes = [UInt8](unsafeUninitializedCapacity: self.bytes.count) { target, initialized in
      self.bytes.withUnsafeBufferPointer { source in
        greys.withUnsafeBufferPointer { greys in
          for start in stride(from: 0, to: source.count, by: greys.count) {
            for pixel in 0..<greys.count {
              target[start + pixel] = blend.of(source[start + pixel], Double(greys[pixel]))
            }
          }
        }
      }
      initialized = self.bytes.count
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }

  /// Refuses pictures that are neither grey nor coloured, and factors below 0.
  private func checkColor(_ factor: Double) throws {
    precondition(factor >= 0 && factor.isFinite, "a colour factor is 0 or more, not \(factor)")
    guard channels == 1 || channels == 3 else {
      throw PicturesError.wrongChannels(found: channels, expected: [1, 3])
    }
  }

  /// The picture with every byte replaced by what `change` makes of it.
  private func mapped(_ change: (UInt8) -> UInt8) -> Picture {
    let table = (0...255).map { change($0) }
    let bytes = [UInt8](unsafeUninitializedCapacity: self.bytes.count) { target, initialized in
      for (place, byte) in self.bytes.enumerated() { target[place] = table[Int(byte)] }
      initialized = self.bytes.count
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }
}

/// `factor * byte + (1 - factor) * other`, in the steps that torchvision takes.
private struct Blend {
  private let factor: Float
  private let rest: Double

  init(_ factor: Double) {
    self.factor = Float(factor)
    rest = Double(Float(1 - factor))
  }

  /// The mixture of a byte and a number, rounded once after it was added up.
  func of(_ byte: UInt8, _ other: Double) -> UInt8 {
    clipped(Float(Double(Float(byte) * factor) + rest * other))
  }
}

/// `value` clipped to 0...255 and rounded down.
func clipped(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255)) }
