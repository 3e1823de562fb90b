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
    guard !path.hasPrefix("/") else { return path }
    return URL(filePath: list).deletingLastPathComponent().appending(path: path).path
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

/// What the lines of a list say.
private struct ListLines {
  let file: String
  private(set) var paths = NameList()
  /// The label of each picture as it is written, and the line it is on.
  private var labels: [(text: String, line: Int)] = []

  init(file: String) { self.file = file }

  /// Splits the lines of a file into paths and labels.
  mutating func read(_ bytes: [UInt8]) throws {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]  // UTF-8's byte order mark
    let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let line = trimmed(line)
      if !line.isEmpty { try add(line, number + 1) }
    }
    guard !labels.isEmpty else { throw ImageSetError.noPictures(file: file) }
  }

  private mutating func add(_ line: ArraySlice<UInt8>, _ number: Int) throws {
    guard let text = String(validating: line, as: UTF8.self), !line.contains(0) else {
      throw bad(String(decoding: line, as: UTF8.self), number, "text in UTF-8")
    }
    let gap = line.lastIndex(of: UInt8(ascii: "\t")) ?? line.lastIndex(of: UInt8(ascii: " "))
    guard let gap else { throw bad(text, number, "a path, a space or tab, and a label") }
    let path = trimmed(line[..<gap])
    paths.append(String(decoding: path, as: UTF8.self))
    labels.append((String(decoding: line[(gap + 1)...], as: UTF8.self), number))
  }

  /// The classes that the labels themselves make.
  ///
  /// A slip of a few digits must not take gigabytes for the names of classes.
  func classes() throws -> [String] {
    let numbers = labels.map { (number: Int($0.text) ?? -1, label: $0) }
    guard numbers.allSatisfy({ $0.number >= 0 }),
      let last = numbers.max(by: { $0.number < $1.number })
    else { return sortedByBytes(Array(Set(labels.map(\.text)))) }
    let most = max(1 << 16, 16 * labels.count)
    guard last.number < most else {
      throw bad(
        last.label.text, last.label.line, "a number below \(most), or a name, or the classes given")
    }
    return (0...last.number).map(String.init)
  }

  /// The place in `classes` of every label.
  func labels(in classes: [String]) throws -> [Int32] {
    let places = Dictionary(zip(classes, 0...), uniquingKeysWith: { first, _ in first })
    return try labels.map { text, line in
      if let place = places[text] { return Int32(place) }
      if let place = Int(text), classes.indices.contains(place) { return Int32(place) }
      throw bad(text, line, "a label among \(classes.count) classes, by name or number")
    }
  }

  private func bad(_ found: String, _ line: Int, _ expected: String) -> ImageSetError {
    .badLine(file: file, line: line, found: found, expected: expected)
  }
}

/// `line` without spaces, tabs and the rest of a line end at its sides.
private func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let blank = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
  guard let last = line.lastIndex(where: { !blank.contains($0) }) else { return [] }
  return line[...last].drop { blank.contains($0) }
}
