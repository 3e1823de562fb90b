import Randomness

/// Reads a part of one size of a randomly resized picture, and of its mask, at random mirrored:
/// what networks of pixels' classes are trained on.
///
/// Both sides are multiplied by one number, drawn evenly from `scale`, and rounded down, to 1 at
/// least (`ExtRandomScale` of VainF's DeepLabV3Plus-Pytorch). Pictures are resized with `resampling`,
/// masks by nearest. A side that is then too short is padded at its end, right or below, as
/// torchvision's segmentation reference does: pictures with black, masks with `Mask.ignored`. The
/// place of the part is drawn evenly from all that fit.
public struct MaskedCropReading: MaskedPartReading, Hashable {
  /// How many rows are shown.
  public let height: Int
  /// How many columns are shown.
  public let width: Int
  /// What the sides are multiplied by.
  public let scale: ClosedRange<Double>
  /// How often picture and mask are mirrored; `nil` draws nothing.
  public let flip: RandomFlip?
  /// How the picture's new pixels are found.
  public let resampling: Resampling

  /// Shows `height` by `width` pixels, 1 or more each; `scale` is above 0 and at most 100.
  public init(
    height: Int, width: Int, scale: ClosedRange<Double> = 0.5...2,
    flip: RandomFlip? = RandomFlip(), resampling: Resampling = .bilinear
  ) {
    precondition(height > 0 && width > 0, "a crop cannot be \(height)x\(width)")
    precondition(
      scale.lowerBound > 0 && scale.upperBound <= 100,
      "\(scale) are not scales: above 0 and at most 100")
    self.height = height
    self.width = width
    self.scale = scale
    self.flip = flip
    self.resampling = resampling
  }

  /// Shows a square of `size` by `size` pixels.
  public init(
    size: Int, scale: ClosedRange<Double> = 0.5...2, flip: RandomFlip? = RandomFlip(),
    resampling: Resampling = .bilinear
  ) {
    self.init(height: size, width: size, scale: scale, flip: flip, resampling: resampling)
  }

  /// Draws the scale, then the place of the part, its row before its column, then the mirroring.
  func part(ofHeight rows: Int, width columns: Int, _ random: inout RandomStream) -> ResizedPart {
    let factor = random.number(in: scale)
    let newHeight = max(1, Int(Double(rows) * factor))
    let newWidth = max(1, Int(Double(columns) * factor))
    let shown = random.place(
      height: height, width: width, in: (max(newHeight, height), max(newWidth, width)))
    return ResizedPart(
      region: Region(top: 0, left: 0, height: rows, width: columns), height: newHeight,
      width: newWidth, shown: shown,
      isMirrored: flip.map { random.chance($0.probability) } ?? false, resampling: resampling)
  }
}
