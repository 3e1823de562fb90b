/// What can go wrong with data sets, their files, splits, transforms and loading.
///
/// Sizes are in bytes, offsets are from the start of the data (`gzipCorrupt`: of the file).
public enum PicturesError: Error, Equatable, Sendable {
  /// There is no such file.
  case missing(file: String, advice: String)
  /// The system refuses to read the file.
  case unreadable(file: String, cause: String, advice: String)
  /// The data, inflated where they are gzip, end before they should.
  case truncated(file: String, found: Int, expected: Int, advice: String)
  /// The file goes on after its data should have ended.
  case tooLong(file: String, found: Int, expected: Int, advice: String)
  /// The file starts with other bytes than its format does.
  case wrongMagic(file: String, found: [UInt8], expected: [UInt8], advice: String)
  /// A dimension of the data is zero.
  case emptyDimension(file: String, offset: Int, advice: String)
  /// The compressed data are damaged or cut off.
  case gzipCorrupt(file: String, offset: Int, cause: String, advice: String)
  /// The compressed data hold more than their header promises.
  case inflatesBeyond(file: String, expected: Int, advice: String)
  /// The header promises more than a gzip file of this size can hold.
  case promisesTooMuch(file: String, expected: Int, limit: Int, advice: String)
  /// There are not as many labels as images.
  case countsDiffer(
    images: String, imageCount: Int, labels: String, labelCount: Int, advice: String)
  /// A label names no class.
  case labelOutOfRange(file: String, offset: Int, found: Int, classes: Int, advice: String)
  /// A file of class names has another number of names than the data set has classes.
  case wrongNames(file: String, found: Int, expected: Int, advice: String)
  /// So many pictures cannot be held out of so many.
  case badSplit(held: Int, count: Int)
  /// The crop is larger than the padded picture, `[height, width]`.
  case cropTooLarge(size: Int, padded: [Int])
  /// A resized picture, `[height, width]`, would have more pixels than are allowed.
  case resizedTooLarge(size: [Int], limit: Int)
  /// A picture has another number of channels than a transform, or its colour, is for.
  case wrongChannels(found: Int, expected: [Int])
  /// A picture has another shape, `[C, H, W]`, than the first of its batch.
  case shapesDiffer(found: [Int], expected: [Int])
  /// Picture `index` of a set could not be read or transformed.
  case sampleFailed(set: String, index: Int, cause: String)
  /// None of the `count` pictures of an epoch could be read; what was wrong with the first.
  case allSkipped(set: String, count: Int, first: String)
  /// The system gave the loader no thread.
  case noThread(cause: String)
}

extension PicturesError: CustomStringConvertible {
  /// What was found, what was expected, where, and what to do.
  public var description: String { fileText ?? useText ?? "" }

  private var fileText: String? {
    switch self {
    case .missing(let file, let advice):
      "\(file): there is no such file. \(advice)"
    case .unreadable(let file, let cause, let advice):
      "\(file): cannot be read: \(cause). \(advice)"
    case .truncated(let file, let found, let expected, let advice):
      "\(file): ends at offset \(found): \(found) bytes found, \(expected) expected. \(advice)"
    case .tooLong(let file, let found, let expected, let advice):
      "\(file): goes on after offset \(expected): \(found) bytes found, \(expected) expected. "
        + advice
    case .wrongMagic(let file, let found, let expected, let advice):
      "\(file): starts at offset 0 with the bytes \(hex(found)), expected \(hex(expected)). "
        + advice
    case .emptyDimension(let file, let offset, let advice):
      "\(file): the dimension at offset \(offset) is 0, expected 1 or more. \(advice)"
    default: gzipText ?? contentText
    }
  }

  private var gzipText: String? {
    switch self {
    case .gzipCorrupt(let file, let offset, let cause, let advice):
      "\(file): the gzip data are damaged at offset \(offset): \(cause). \(advice)"
    case .inflatesBeyond(let file, let expected, let advice):
      "\(file): inflates beyond offset \(expected): more than \(expected) bytes found, "
        + "\(expected) expected from its header. \(advice)"
    case .promisesTooMuch(let file, let expected, let limit, let advice):
      "\(file): its header promises \(expected) bytes, but a gzip file of this size holds "
        + "at most \(limit). \(advice)"
    default: nil
    }
  }

  private var contentText: String? {
    switch self {
    case .countsDiffer(let images, let imageCount, let labels, let labelCount, let advice):
      "\(images) holds \(imageCount) images, but \(labels) holds \(labelCount) labels. \(advice)"
    case .labelOutOfRange(let file, let offset, let found, let classes, let advice):
      "\(file): the label at offset \(offset) is \(found), expected 0...\(classes - 1). \(advice)"
    case .wrongNames(let file, let found, let expected, let advice):
      "\(file): \(found) class names found, \(expected) expected. \(advice)"
    default: nil
    }
  }

  private var useText: String? {
    switch self {
    case .badSplit(let held, let count):
      "\(held) pictures cannot be held out of \(count): hold out 1 to \(count - 1)."
    case .cropTooLarge(let size, let padded):
      "a crop of \(size)x\(size) does not fit into a padded picture of "
        + "\(text(of: padded)): crop less or pad more."
    case .resizedTooLarge(let size, let limit):
      "resized to \(text(of: size)) it would have more than \(limit) pixels: it is very long and "
        + "narrow, so crop it, or resize it to an exact size."
    case .wrongChannels(let found, let expected):
      "\(found) channels found, expected \(expected.map(String.init).joined(separator: " or ")): "
        + "use pictures of one kind, or a transform for this one."
    case .shapesDiffer(let found, let expected):
      "its shape is \(text(of: found)), but its batch began with \(text(of: expected)): "
        + "crop or resize all pictures to one size, or take a batch size of 1."
    case .sampleFailed(let set, let index, let cause):
      "picture \(index) of \(set): \(cause)"
    case .allSkipped(let set, let count, let first):
      "none of the \(count) pictures of \(set) could be read. The first: \(first)"
    case .noThread(let cause):
      "the loader got no thread: \(cause). Ask for fewer threads, or raise the limit (ulimit -u)."
    default: nil
    }
  }
}

/// Bytes as text: two digits each.
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

/// Lengths as text, with a cross between them.
func text(of shape: [Int]) -> String {
  shape.map(String.init).joined(separator: "x")
}
