import Randomness

/// A reading whose result is a part of the picture in another size.
protocol PartReading: ImageReading {
  /// The smallest number of decoded pixels that a new one may be made of, along each side.
  var reducingGap: Double? { get }
  /// What is shown of a picture of the given size.
  func part(
    ofHeight height: Int, width: Int, _ random: inout RandomStream
  ) throws -> ResizedPart
}

extension PartReading {
  /// The part of a decoded picture; `reducingGap` has no say.
  ///
  /// - Throws: where a picture of this size has no such part.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    try part(ofHeight: picture.height, width: picture.width, &random).made(of: picture)
  }

  /// The part of an encoded picture; no more of it is decoded than the part is made of.
  ///
  /// A decoding at a scale or of a region is made whole, and then the part taken of its picture.
  ///
  /// - Throws: what decoding throws, and where a picture of this size has no such part.
  public func callAsFunction(
    _ image: ImageFile, as decoding: ImageDecoding, _ random: inout RandomStream
  ) throws -> Picture {
    guard decoding.scale == .full, decoding.region == nil else {
      return try self(image.picture(decoding), &random)
    }
    let size = image.size(decoding)
    return try part(ofHeight: size.height, width: size.width, &random)
      .read(from: image, decoding, gap: reducingGap)
  }
}

/// Stops the program unless `gap` is one that `reducingGap` can be.
func check(reducingGap gap: Double?) {
  precondition(
    gap.map { $0 >= 1 && $0.isFinite } ?? true, "a reducing gap is 1 or more, not \(gap ?? 0)")
}
