/// Pictures in files of which each has a mask: the class of every pixel.
///
/// A picture as a whole has no class, so its label is 0.
public protocol MaskedPictureSet: EncodedPictureSet {
  /// Colours for the classes, by number, as predicted masks are to be written.
  var palette: [Color] { get }
  /// Mask `index`: numbers of `classes`, and `Mask.ignored`.
  ///
  /// - Throws: `MaskError` and `ImageError`, naming the mask's file.
  func mask(at index: Int) throws -> Mask
  /// The file that picture `index` is read from.
  func path(at index: Int) -> String
  /// The file that mask `index` is read from.
  func maskPath(at index: Int) -> String
  /// What picture `index` is called in the set, such as `2007_000033`; the stem of the file that a
  /// prediction for it is written to.
  func name(at index: Int) -> String
}

extension MaskedPictureSet {
  /// 0: a picture as a whole has no class.
  public func label(at index: Int) -> Int { 0 }

  /// Picture `index`, decoded as `decoding` says, and its mask, of the same size.
  ///
  /// - Throws: as `image(at:)`, `ImageFile.picture` and `mask(at:)`; `MaskError.sizesDiffer`.
  public func sample(at index: Int) throws -> Sample {
    let (image, mask) = try masked(at: index)
    return Sample(
      picture: try image.picture(decoding), label: label(at: index), index: index, mask: mask)
  }

  /// Picture `index` as it is stored, and its mask, which has the size of the picture as seen.
  func masked(at index: Int) throws -> (image: ImageFile, mask: Mask) {
    let image = try image(at: index)
    let mask = try mask(at: index)
    let size = image.size(decoding)
    guard size == (mask.height, mask.width) else {
      throw MaskError.sizesDiffer(
        image: image.name, imageSize: [size.height, size.width], mask: maskPath(at: index),
        maskSize: [mask.height, mask.width])
    }
    return (image, mask)
  }
}
