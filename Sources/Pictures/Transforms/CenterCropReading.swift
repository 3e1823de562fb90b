import Randomness

/// Reads the middle of a resized picture: what photographs are judged by.
///
/// It makes what a `Resize` and then a `CenterCrop` do. Of an encoded picture only what the middle
/// is made of is decoded, and of the resized picture only the middle is made.
public struct CenterCropReading: PartReading, Hashable {
  /// What the whole picture is resized to.
  public let resize: Resize
  /// What is shown of that.
  public let crop: CenterCrop
  /// As `RandomCropReading.reducingGap`.
  public let reducingGap: Double?

  /// Reads what `crop` cuts out of what `resize` makes; `reducingGap` is 1 or more.
  public init(_ resize: Resize, crop: CenterCrop, reducingGap: Double? = nil) {
    check(reducingGap: reducingGap)
    self.resize = resize
    self.crop = crop
    self.reducingGap = reducingGap
  }

  /// Reads a square of `size` pixels that is `part` of the resized picture's shorter side, above 0
  /// and at most 1 (timm's `crop_pct`; the shorter side is rounded down as there).
  public init(
    size: Int, part: Double = 0.875, resampling: Resampling = .bilinear,
    reducingGap: Double? = nil
  ) {
    precondition(size > 0 && part > 0 && part <= 1, "cannot show \(size) pixels, \(part) of a side")
    self.init(
      Resize(.shorterSide(Int(Double(size) / part)), resampling: resampling),
      crop: CenterCrop(size: size), reducingGap: reducingGap)
  }

  func part(
    ofHeight height: Int, width: Int, _ random: inout RandomStream
  ) throws -> ResizedPart {
    let size = try resize.newSize(height: height, width: width)
    return ResizedPart(
      region: Region(top: 0, left: 0, height: height, width: width), height: size.height,
      width: size.width, shown: crop.region(ofHeight: size.height, width: size.width),
      isMirrored: false, resampling: resize.resampling)
  }
}
