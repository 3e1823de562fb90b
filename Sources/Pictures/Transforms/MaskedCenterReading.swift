import Randomness

/// Reads the middle of a resized picture, and that of its mask: what VOC's pictures are judged by
/// where batches need one size (`crop_val` of VainF's DeepLabV3Plus-Pytorch).
///
/// The picture is what `CenterCropReading` makes; the mask is resized by nearest. What is too small
/// for the crop lies in its middle, as torchvision's `center_crop` has it: beside it pictures are
/// black, and masks are `Mask.ignored`.
public struct MaskedCenterReading: MaskedPartReading, Hashable {
  /// What whole pictures are resized to.
  public let resize: Resize
  /// What is shown of that.
  public let crop: CenterCrop

  /// Reads what `crop` cuts out of what `resize` makes.
  public init(_ resize: Resize, crop: CenterCrop) {
    self.resize = resize
    self.crop = crop
  }

  /// Reads a square of `size` pixels that is as wide as the resized picture's shorter side.
  public init(size: Int, resampling: Resampling = .bilinear) {
    self.init(
      Resize(.shorterSide(size), resampling: resampling), crop: CenterCrop(size: size))
  }

  func part(
    ofHeight height: Int, width: Int, _ random: inout RandomStream
  ) throws -> ResizedPart {
    try CenterCropReading(resize, crop: crop).part(ofHeight: height, width: width, &random)
  }
}
