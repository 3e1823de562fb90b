import Foundation

/// Pictures that lie encoded in files, and are read and decoded when they are asked for.
public protocol EncodedPictureSet: PictureSet {
  /// How `sample(at:)` decodes them.
  var decoding: ImageDecoding { get }
  /// Picture `index` as it is stored, its header read; for decoding only a part of it.
  ///
  /// - Throws: `ImageSetError.vanished` where it was there once and is not now; `PicturesError` and
  ///   `ImageError` for what else is wrong with its file.
  func image(at index: Int) throws -> ImageFile
}

extension EncodedPictureSet {
  /// Picture `index`, decoded as `decoding` says.
  ///
  /// - Throws: as `image(at:)` and `ImageFile.picture`.
  public func sample(at index: Int) throws -> Sample {
    Sample(
      picture: try image(at: index).picture(decoding), label: label(at: index), index: index)
  }
}

/// Reads the picture at `path`, which was there when `source` was made.
func listedImage(_ path: String, by source: String, limits: ImageLimits) throws -> ImageFile {
  do {
    return try ImageFile(path, limits: limits)
  } catch PicturesError.missing {
    throw ImageSetError.vanished(file: path, since: source)
  }
}

/// Whether a file counts as a picture: its ending is among torchvision's, and it is not hidden.
///
/// Source: `torchvision.datasets.folder.IMG_EXTENSIONS`. What it holds is seen when it is read.
func isPictureName(_ name: String) -> Bool {
  guard !name.hasPrefix("."), let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else {
    return false
  }
  return pictureEndings.contains(name[name.index(after: dot)...].lowercased())
}

private let pictureEndings: Set<String> = [
  "jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp",
]

/// `names` in the order of their bytes, which is the order of Python's `sorted`.
func sortedByBytes(_ names: [String]) -> [String] {
  names.sorted { strcmp($0, $1) < 0 }
}

/// Refuses two classes that a file system or a person may take for one.
func checkCase(of classes: [String], in place: String) throws {
  var seen: [String: String] = [:]
  for name in classes {
    if let other = seen.updateValue(name, forKey: name.lowercased()) {
      throw ImageSetError.classesDifferInCase(place: place, first: other, second: name)
    }
  }
}
