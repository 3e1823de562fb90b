import Foundation

extension Picture {
  /// The picture turned about its middle, counterclockwise, in a frame of the same size.
  ///
  /// `resampling` is `nearest` or `bilinear`. What was outside of the picture has the colour
  /// `fill`: one byte for every channel, or one for all. At the rim `bilinear` mixes in black
  /// before it mixes in `fill`, as torchvision does with byte tensors.
  ///
  /// - Throws: `PicturesError.wrongChannels` where the colour is one for other pictures.
  public func rotated(
    by degrees: Double, with resampling: Resampling = .nearest, fill: [UInt8] = [0]
  ) throws -> Picture {
    precondition(resampling != .bicubic, "pictures are rotated by nearest or bilinear only")
    precondition(degrees.isFinite, "a picture cannot be rotated by \(degrees) degrees")
    let fill = try spread(fill).map(Int.init)
    let bytes = [UInt8](unsafeUninitializedCapacity: self.bytes.count) { target, initialized in
      self.bytes.withUnsafeBufferPointer { source in
        forEachPlace(turnedBy: degrees, exactly: resampling == .bilinear) { place, corners in
          for (channel, fill) in fill.enumerated() {
            let start = channel * height * width
            target[start + place] = corners.mixed(source, from: start, fill: fill)
          }
        }
      }
      initialized = self.bytes.count
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }

  /// Says, for every pixel of a channel, which ones come to lie there.
  @inline(__always)
  private func forEachPlace(
    turnedBy degrees: Double, exactly: Bool, _ body: (_ place: Int, Corners) -> Void
  ) {
    let (cosine, sine) = cosineAndSine(degrees)
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    for row in 0..<height {
      let y = Double(row) - middleY
      for column in 0..<width {
        let x = Double(column) - middleX
        let corners = Corners(
          x: cosine * x - sine * y + middleX, y: sine * x + cosine * y + middleY,
          height: height, width: width, exactly: exactly)
        body(row * width + column, corners)
      }
    }
  }
}

/// The cosine and sine of an angle; exact for quarter turns.
private func cosineAndSine(_ degrees: Double) -> (Double, Double) {
  switch degrees.remainder(dividingBy: 360) {
  case 0: (1, 0)
  case 90: (0, 1)
  case -90: (0, -1)
  case 180, -180: (-1, 0)
  case let angle: (cos(angle * .pi / 180), sin(angle * .pi / 180))
  }
}

/// The pixels around a place in a picture, and how near each of them is.
private struct Corners {
  /// How many bits of a weight are fraction; half as many for either way.
  private static let precision = 22

  /// Where the four pixels are in a channel; 0 for those outside.
  private var places = SIMD4<Int>()
  /// What they weigh; 0 for those outside.
  private var weights = SIMD4<Int>()

  /// The pixels around (x, y); only the nearest one unless `exactly`.
  @inline(__always)
  init(x: Double, y: Double, height: Int, width: Int, exactly: Bool) {
    let (left, top) = (below(exactly ? x : x + 0.5), below(exactly ? y : y + 0.5))
    let one = 1 << (Self.precision / 2)
    let right = exactly ? Int((x - Double(left)) * Double(one) + 0.5) : 0
    let bottom = exactly ? Int((y - Double(top)) * Double(one) + 0.5) : 0
    let place = top &* width &+ left
    places = SIMD4(place, place &+ 1, place &+ width, place &+ width &+ 1)
    weights = SIMD4(
      (one &- right) &* (one &- bottom), right &* (one &- bottom), (one &- right) &* bottom,
      right &* bottom)
    if left >= 0, top >= 0, left + 1 < width, top + 1 < height { return }
    for corner in 0..<4 where !(0..<width ~= left + corner & 1 && 0..<height ~= top + corner >> 1) {
      places[corner] = 0
      weights[corner] = 0
    }
  }

  /// The weighted mean of pixels of the channel at `start` and, as far as they are outside, `fill`.
  @inline(__always)
  func mixed(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, fill: Int) -> UInt8 {
    let one = 1 << Self.precision
    var sum = 0
    for corner in 0..<4 { sum &+= Int(bytes[start + places[corner]]) &* weights[corner] }
    let inside = weights.wrappedSum()
    if inside != one {
      sum = fill * one + (((sum - fill * one) * inside) >> Self.precision)
    }
    return UInt8(truncatingIfNeeded: (sum &+ one / 2) >> Self.precision)
  }
}

/// The largest whole number that is not above `number`.
@inline(__always)
private func below(_ number: Double) -> Int {
  let whole = Int(number)
  return Double(whole) > number ? whole - 1 : whole
}
