import Randomness

/// A transform that can begin at an encoded picture, and then decodes no more than it needs.
///
/// A `Loader` takes one for sets whose pictures are encoded. Of other sets' pictures, which are
/// decoded already, it makes the same as a transform.
public protocol ImageReading: Transform {
  /// What the transform makes of `image`, decoded as `decoding` says.
  ///
  /// - Throws: what decoding throws, and where the change is not possible for such a picture. Parts
  ///   of the file that are not needed may be damaged without notice.
  func callAsFunction(
    _ image: ImageFile, as decoding: ImageDecoding, _ random: inout RandomStream
  ) throws -> Picture
}
