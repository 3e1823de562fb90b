import Randomness

/// Reads a random part of a picture in one size, at random mirrored: what photographs are trained on.
///
/// It draws and makes what a `RandomResizedCrop` and then a `RandomFlip` do. Of an encoded picture
/// only the part that was drawn is decoded.
public struct RandomCropReading: PartReading, Hashable {
  /// What is shown.
  public let crop: RandomResizedCrop
  /// How often it is mirrored; `nil` draws nothing.
  public let flip: RandomFlip?
  /// How many decoded pixels a new one is made of at least, along each side, where a JPEG is decoded
  /// at a half, a quarter or an eighth of its size; `nil` decodes every pixel.
  ///
  /// `Docs/Formats/Pictures.md` says what it gains and how much pixels differ.
  public let reducingGap: Double?

  /// Reads what `crop` shows, and mirrors it as `flip` does; `reducingGap` is 1 or more.
  public init(_ crop: RandomResizedCrop, flip: RandomFlip? = nil, reducingGap: Double? = nil) {
    check(reducingGap: reducingGap)
    self.crop = crop
    self.flip = flip
    self.reducingGap = reducingGap
  }

  func part(ofHeight height: Int, width: Int, _ random: inout RandomStream) -> ResizedPart {
    let region = crop.region(ofHeight: height, width: width, &random)
    return ResizedPart(
      region: region, height: crop.height, width: crop.width,
      shown: Region(top: 0, left: 0, height: crop.height, width: crop.width),
      isMirrored: flip.map { random.chance($0.probability) } ?? false,
      resampling: crop.resampling)
  }
}
