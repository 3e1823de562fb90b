import Foundation

/// Where the pixels of a changed picture come from: places in it, to places in the old picture.
///
/// Places are in pixels from the upper left corner; the middle of the first pixel is (0.5, 0.5). The
/// six numbers are those of Pillow's `Image.transform(size, Image.AFFINE, (a, b, c, d, e, f))`.
public struct AffineMap: Sendable, Hashable {
  /// The old column is `a * column + b * row + c`.
  public var a: Double
  /// What a row adds to the old column.
  public var b: Double
  /// What is added to every old column.
  public var c: Double
  /// The old row is `d * column + e * row + f`.
  public var d: Double
  /// What a row adds to the old row.
  public var e: Double
  /// What is added to every old row.
  public var f: Double

  /// The map of the given numbers, all of them finite.
  public init(
    a: Double = 1, b: Double = 0, c: Double = 0, d: Double = 0, e: Double = 1, f: Double = 0
  ) {
    precondition(
      [a, b, c, d, e, f].allSatisfy(\.isFinite), "\([a, b, c, d, e, f]) are not a map of places")
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  /// Turns a picture of the given size about its middle by `degrees`, counterclockwise.
  ///
  /// As in Pillow's `Image.rotate`, sines and cosines are rounded to 15 decimals.
  public static func rotation(by degrees: Double, height: Int, width: Int) -> AffineMap {
    let rest = degrees.truncatingRemainder(dividingBy: 360)
    let angle = -(rest < 0 ? rest + 360 : rest) * (.pi / 180)
    let (cosine, sine) = (rounded15(cos(angle)), rounded15(sin(angle)))
    let (middleX, middleY) = (Double(width) / 2, Double(height) / 2)
    return AffineMap(
      a: cosine, b: sine, c: cosine * -middleX + sine * -middleY + middleX,
      d: rounded15(-sin(angle)), e: cosine,
      f: rounded15(-sin(angle)) * -middleX + cosine * -middleY + middleY)
  }
}

/// The nearest number of 15 decimals.
private func rounded15(_ number: Double) -> Double {
  Double(String(format: "%.15f", number)) ?? number
}

extension Picture {
  /// The picture whose pixels lie where `map` says, in a frame of the same size.
  ///
  /// What was outside of the picture has the colour `fill`: a byte for every channel, or one for
  /// all. The bytes are those of Pillow's `Image.transform`: `bilinear` and `bicubic` (a = -1) take
  /// the 4 and 16 pixels around a place and round down; they mix in nothing of `fill` at the rim.
  ///
  /// - Throws: `PicturesError.wrongChannels` where the colour is one for other pictures.
  public func moved(
    by map: AffineMap, with resampling: Resampling = .nearest, fill: [UInt8] = [0]
  ) throws -> Picture {
    let fill = try spread(fill)
    let bytes = [UInt8](unsafeUninitializedCapacity: self.bytes.count) { target, initialized in
      for (channel, byte) in fill.enumerated() {
        target[(channel * height * width)..<((channel + 1) * height * width)]
          .initialize(repeating: byte)
      }
      self.bytes.withUnsafeBufferPointer { source in
        switch resampling {
        case .nearest: moveNearest(source, to: target, by: map)
        case .bilinear: moveBilinear(source, to: target, by: map)
        case .bicubic: moveBicubic(source, to: target, by: map)
        }
      }
      initialized = self.bytes.count
    }
    return Picture(channels: channels, height: height, width: width, bytes: bytes)
  }

  /// The picture turned about its middle, counterclockwise, in a frame of the same size.
  ///
  /// The bytes are those of Pillow's `Image.rotate`; those of `rotated(by:)` are torchvision's for
  /// byte tensors, which at the rim mix in the colour beside.
  ///
  /// - Throws: `PicturesError.wrongChannels` where the colour is one for other pictures.
  public func turned(
    by degrees: Double, with resampling: Resampling = .nearest, fill: [UInt8] = [0]
  ) throws -> Picture {
    try moved(
      by: .rotation(by: degrees, height: height, width: width), with: resampling, fill: fill)
  }
}
