/// What a loader does about a picture that cannot be read or transformed.
public enum DamagedPictures: String, Sendable, Codable, CaseIterable {
  /// It throws an error that names the picture.
  case refuse
  /// It leaves the picture out of its batch, and tells of it.
  case skip
}

/// A picture that a loader left out.
public struct SkippedPicture: Sendable, Hashable, Codable {
  /// The batch that it is missing from, by its number in the epoch.
  public let batch: Int
  /// The number of the picture in the data set it was to be read from.
  public let index: Int
  /// What is wrong with it; names the file.
  public let reason: String
}

/// Whether an error is about one picture alone, so that a set can do without it.
///
/// No memory, an archive that was changed, pictures of several sizes, a set without masks and a
/// transform that does not fit them are another matter.
func concernsOnePicture(_ error: any Error) -> Bool {
  switch error {
  case ImageError.noMemory: false
  case ImageSetError.archiveChanged: false
  case PicturesError.shapesDiffer: false
  case MaskError.noMasks, MaskError.transformed: false
  case is ImageError, is ImageSetError, is MaskError, is PicturesError: true
  default: false
  }
}
