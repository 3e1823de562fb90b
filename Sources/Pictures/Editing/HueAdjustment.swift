extension Picture {
  /// The picture with every colour's hue moved around the circle by `turn`, -0.5...0.5 of it.
  ///
  /// Colours are taken to hue, saturation and value and back (Smith, 1978) in single precision, as
  /// torchvision does with byte tensors. A picture of one channel stays as it is.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func adjusted(hue turn: Double) throws -> Picture {
    precondition((-0.5...0.5).contains(turn), "hue is moved by -0.5...0.5, not \(turn)")
    if channels == 1 { return self }
    guard channels == 3 else {
      throw PicturesError.wrongChannels(found: channels, expected: [1, 3])
    }
    let plane = height * width
    let bytes = [UInt8](unsafeUninitializedCapacity: 3 * plane) { target, initialized in
      self.bytes.withUnsafeBufferPointer { source in
        for pixel in 0..<plane {
          let color = HueColor(
            red: Float(source[pixel]) * (1 / 255), green: Float(source[plane + pixel]) * (1 / 255),
            blue: Float(source[2 * plane + pixel]) * (1 / 255))
          let (red, green, blue) = color.turned(by: Float(turn)).parts
          target[pixel] = clipped(red * 255.999)
          target[plane + pixel] = clipped(green * 255.999)
          target[2 * plane + pixel] = clipped(blue * 255.999)
        }
      }
      initialized = 3 * plane
    }
    return Picture(channels: 3, height: height, width: width, bytes: bytes)
  }
}

/// A colour as hue, saturation and value, 0...1 each.
private struct HueColor {
  /// The place on the circle of colours; 0 is red, a third is green, two thirds are blue.
  var hue: Float
  let saturation: Float
  let value: Float

  /// The colour of the given parts, 0...1.
  @inline(__always)
  init(red: Float, green: Float, blue: Float) {
    let most = max(red, green, blue)
    let range = most - min(red, green, blue)
    value = most
    saturation = range == 0 ? 0 : range / most
    let divisor = range == 0 ? 1 : range
    func distance(_ part: Float) -> Float { (most - part) / divisor }
    let sixths =
      most == red
      ? distance(blue) - distance(green)
      : most == green
        ? distance(red) + 2 - distance(blue) : distance(green) + 4 - distance(red)
    hue = fraction(sixths * (1 / 6) + 1)
  }

  /// The same colour, its hue moved by `turn`.
  func turned(by turn: Float) -> HueColor {
    var color = self
    color.hue = fraction(hue + turn)
    return color
  }

  /// The parts of red, green and blue, 0...1.
  var parts: (Float, Float, Float) {
    let sixth = Int32(hue * 6)
    let part = saturation * (hue * 6 - Float(sixth))
    let falling = min(max((1 - part) * value, 0), 1)
    let rising = min(max((part + (1 - saturation)) * value, 0), 1)
    let least = min(max((1 - saturation) * value, 0), 1)
    switch sixth {
    case 1: return (falling, value, least)
    case 2: return (least, value, rising)
    case 3: return (least, falling, value)
    case 4: return (rising, least, value)
    case 5: return (value, least, falling)
    default: return (value, rising, least)
    }
  }
}

/// What `number` is above the next lower whole number, 0...1.
@inline(__always)
private func fraction(_ number: Float) -> Float {
  let part = number - Float(Int32(number))
  return part < 0 ? part + 1 : part
}
