/// What can be wrong with one encoded picture.
///
/// Sizes are in bytes or pixels, as they are called; offsets are from the start of the file.
public enum ImageError: Error, Equatable, Sendable {
  /// The file has no bytes.
  case empty(file: String)
  /// It is neither a JPEG nor a PNG; `found` says what it is.
  case unknownFormat(file: String, found: String)
  /// The file is larger than `ImageLimits.bytes`.
  case tooManyBytes(file: String, found: Int, limit: Int)
  /// The picture is larger than `ImageLimits.pixels`.
  case tooManyPixels(file: String, height: Int, width: Int, limit: Int)
  /// The file ends, after `found` bytes, before its picture does.
  case truncated(file: String, found: Int)
  /// The data break the rules of the format; where, as far as that is known.
  case corrupt(file: String, offset: Int?, cause: String)
  /// A kind of JPEG or PNG that is not read.
  case unsupported(file: String, cause: String)
  /// The system has no memory for decoding it.
  case noMemory(file: String, height: Int, width: Int)
  /// The region reaches beyond the picture, or has no pixels.
  case regionOutside(file: String, region: Region, height: Int, width: Int)
  /// A picture of `[channels, height, width]` cannot be made a PNG.
  case notEncoded(shape: [Int], cause: String)
}

extension ImageError: CustomStringConvertible {
  /// What was found, what was expected, where, and what to do.
  public var description: String {
    switch self {
    case .empty(let file):
      "\(file): has no bytes, expected a JPEG or PNG. \(restore)"
    case .unknownFormat(let file, let found):
      "\(file): is \(found), expected a JPEG or PNG, whatever its name. Convert it, or take it out "
        + "of the data set."
    case .tooManyBytes(let file, let found, let limit):
      "\(file): \(found) bytes, expected at most \(limit). Make it smaller, or raise the limit of "
        + "bytes (data.limits of the recipe)."
    case .tooManyPixels(let file, let height, let width, let limit):
      "\(file): \(height)x\(width) pixels, expected at most \(limit) in all. Make it smaller, or "
        + "raise the limit of pixels (data.limits of the recipe)."
    default: damageText
    }
  }

  private var damageText: String {
    switch self {
    case .truncated(let file, let found):
      "\(file): ends at offset \(found), before its picture does. \(restore)"
    case .corrupt(let file, let offset, let cause):
      "\(file): is damaged\(offset.map { " at offset \($0)" } ?? ""): \(cause). \(restore)"
    case .unsupported(let file, let cause):
      "\(file): cannot be read: \(cause). Save it anew as a common JPEG or PNG."
    case .noMemory(let file, let height, let width):
      "\(file): no memory for its \(height)x\(width) pixels. Make it smaller, or free memory."
    case .regionOutside(let file, let region, let height, let width):
      "\(file): rows \(region.top)..<\(region.top + region.height) and columns "
        + "\(region.left)..<\(region.left + region.width) were asked for, but the picture has "
        + "\(height)x\(width). Ask for a part of it."
    case .notEncoded(let shape, let cause):
      "A picture of \(shape.map(String.init).joined(separator: "x")) cannot be made a PNG: \(cause). "
        + "Give it 1 or 3 channels and sides that memory has room for."
    default: ""
    }
  }

  private var restore: String { "Restore the file, or take it out of the data set." }
}
