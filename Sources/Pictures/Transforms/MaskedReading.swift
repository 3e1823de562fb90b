import Randomness

/// A change that a picture and its mask undergo together, and that begins at the encoded picture.
public protocol MaskedReading: Sendable {
  /// What the change makes of `image`, decoded as `decoding` says, and of its mask, which has the
  /// size of the decoded picture; both results have one size.
  ///
  /// - Throws: what decoding throws, and where the change is not possible for such a picture. Parts
  ///   of the file that are not needed may be damaged without notice.
  func callAsFunction(
    _ image: ImageFile, as decoding: ImageDecoding, _ mask: Mask, _ random: inout RandomStream
  ) throws -> (picture: Picture, mask: Mask)
}

/// A reading whose results are a part of the picture in another size, and that part of the mask.
protocol MaskedPartReading: MaskedReading {
  /// What is shown of a picture of the given size.
  func part(
    ofHeight height: Int, width: Int, _ random: inout RandomStream
  ) throws -> ResizedPart
}

extension MaskedPartReading {
  /// The part of picture and mask; of the picture no more is decoded than the part is made of.
  ///
  /// - Throws: what decoding throws, and where a picture of this size has no such part.
  public func callAsFunction(
    _ image: ImageFile, as decoding: ImageDecoding, _ mask: Mask, _ random: inout RandomStream
  ) throws -> (picture: Picture, mask: Mask) {
    let size = image.size(decoding)
    precondition(
      decoding.scale == .full && decoding.region == nil && size == (mask.height, mask.width),
      "a mask of \(mask.height)x\(mask.width) does not belong to \(size) pixels")
    let part = try part(ofHeight: size.height, width: size.width, &random)
    return (try part.read(from: image, decoding, gap: nil), part.made(of: mask))
  }
}
