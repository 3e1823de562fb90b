import Foundation

/// Pictures that a text file lists, one `path label` a line.
///
/// The label is what follows the last tab of a line, or the last space where there is no tab; the
/// path may have spaces. Blank lines are passed over, and both kinds of line end are read. A path
/// that is not absolute starts at the list's folder.
public struct ListedFiles: EncodedPictureSet {
  /// The text file.
  public let list: String
  /// The names of the classes.
  public let classes: [String]
  /// How `sample(at:)` decodes the pictures.
  public let decoding: ImageDecoding
  /// How large a picture may be.
  public let limits: ImageLimits
  private let paths: NameList
  private let chosen: [Int32]

  private static let longest = 1 << 30

  /// Reads `list`; no picture is looked for.
  ///
  /// With `classes`, a label is a name among them or a place in them. Without, where every label is
  /// a whole number the classes are `0` to the largest, which may be 65,535, or 16 times the lines
  /// where that is more; otherwise they are the labels, sorted.
  ///
  /// - Throws: `PicturesError.missing`, `.unreadable`, and `.tooLong` for more than 1 GiB;
  ///   `ImageSetError.badLine`, `.noPictures`, `.classesDifferInCase`.
  public init(
    _ list: String, classes: [String]? = nil, decoding: ImageDecoding = ImageDecoding(),
    limits: ImageLimits = .standard
  ) throws {
    let advice = "Give a text file of at most 1 GiB with a path and a label in each line."
    let source = try PlainFile(list, advice: advice)
    guard source.size <= Self.longest else {
      throw PicturesError.tooLong(
        file: list, found: source.size, expected: Self.longest, advice: advice)
    }
    var lines = ListLines(file: list)
    try lines.read(source.bytes(source.size, at: 0))
    self.list = list
    self.decoding = decoding
    self.limits = limits
    self.classes = try classes ?? lines.classes()
    try checkCase(of: self.classes, in: list)
    paths = lines.paths
    chosen = try lines.labels(in: self.classes)
  }

  /// How many pictures are listed.
  public var count: Int { chosen.count }

  /// The list and the numbers of pictures and classes.
  public var description: String { "\(list) (\(count) pictures, \(classes.count) classes)" }

  /// The path of picture `index`.
  public func path(at index: Int) -> String {
    let path = paths[index]
    let folder = (list as NSString).deletingLastPathComponent
    return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  /// The class of picture `index`.
  public func label(at index: Int) -> Int { Int(chosen[index]) }

  /// Picture `index` as it is stored.
  ///
  /// - Throws: `ImageSetError.vanished`, `PicturesError.unreadable`, `ImageError`.
  public func image(at index: Int) throws -> ImageFile {
    try listedImage(path(at: index), by: "listed in \(list)", limits: limits)
  }
}
