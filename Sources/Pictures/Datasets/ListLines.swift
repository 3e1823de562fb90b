import Foundation

/// What the lines of a list say.
struct ListLines {
  let file: String
  private(set) var paths = NameList()
  /// The label of each picture as it is written, and the line it is on.
  private var labels: [(text: String, line: Int)] = []

  init(file: String) { self.file = file }

  /// Splits the lines of a file into paths and labels.
  mutating func read(_ bytes: [UInt8]) throws {
    let lines = withoutMark(bytes)
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
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
func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let blank = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
  guard let last = line.lastIndex(where: { !blank.contains($0) }) else { return [] }
  return line[...last].drop { blank.contains($0) }
}

/// The names in `classes.txt` beside the list or the lists at `place`; `nil` where there is none.
///
/// Blank lines are passed over, so that a label's number is the place among the others.
func classNames(besideLists place: String) throws -> [String]? {
  let folder = isFolder(place) ? place : (place as NSString).deletingLastPathComponent
  let file = folder.isEmpty ? "classes.txt" : "\(folder)/classes.txt"
  guard FileManager.default.fileExists(atPath: file) else { return nil }
  var seen: Set<String> = []
  return try textLines(
    of: file, advice: "Write the name of a class in each line, or remove the file."
  ).map { number, name in
    guard seen.insert(name).inserted else {
      throw ImageSetError.badLine(
        file: file, line: number, found: name,
        expected: "a class that no other line names, in UTF-8")
    }
    return name
  }
}

/// The lines of `file` that are not blank, without spaces at their sides, and their numbers, from 1.
///
/// - Throws: as `linesWithText`, and `PicturesError.wrongNames` where there are none.
func textLines(of file: String, advice: String) throws -> [(number: Int, text: String)] {
  let texts = try linesWithText(of: file, advice: advice)
  guard !texts.isEmpty else {
    throw PicturesError.wrongNames(file: file, found: 0, expected: 1, advice: advice)
  }
  return texts
}

/// The lines of `file` that are not blank, as `textLines`; there may be none.
///
/// Both kinds of line end are read, and UTF-8's byte order mark is passed over.
///
/// - Throws: `PicturesError.missing`, `.unreadable`, `.tooLong`; `ImageSetError.badLine` where a
///   line is not UTF-8.
func linesWithText(of file: String, advice: String) throws -> [(number: Int, text: String)] {
  let source = try PlainFile(file, advice: advice)
  let longest = 1 << 24
  guard source.size <= longest else {
    throw PicturesError.tooLong(file: file, found: source.size, expected: longest, advice: advice)
  }
  return try withoutMark(source.bytes(source.size, at: 0))
    .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .enumerated().compactMap { index, line in
      let line = trimmed(line)
      guard let text = String(validating: line, as: UTF8.self) else {
        throw ImageSetError.badLine(
          file: file, line: index + 1, found: String(decoding: line, as: UTF8.self),
          expected: "text in UTF-8")
      }
      return text.isEmpty ? nil : (number: index + 1, text: text)
    }
}

/// `bytes` without UTF-8's byte order mark.
private func withoutMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
  bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
}
