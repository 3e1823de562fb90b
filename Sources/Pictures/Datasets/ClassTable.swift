import Foundation

/// The classes of a network in the order of its outputs, as a text file has them, one a line.
///
/// A line is a class folder's name and what the class is called, such as `n01440764 tench, Tinca
/// tinca` of ImageNet's `LOC_synset_mapping.txt`; or what the class is called alone, such as
/// `tench` of torchvision's `imagenet_classes.txt`, for class folders that come in the same order.
public struct ClassTable: Sendable {
  /// The file.
  public let file: String
  /// Its lines that are not blank.
  private let lines: [String]

  /// Reads `file`.
  ///
  /// - Throws: `PicturesError.missing`, `.unreadable`, `.tooLong`, `.wrongNames` where it is empty,
  ///   `ImageSetError.badLine` where a line is not UTF-8.
  public init(_ file: String) throws {
    self.file = file
    lines = try textLines(
      of: file, advice: "Give a file with a class in each line, such as LOC_synset_mapping.txt."
    ).map(\.text)
  }

  /// `set` with the classes of this table: those it has no pictures of too, so that a label is the
  /// number of a network's output.
  ///
  /// Where folders are named in the table, they may be a part of its classes, as those of ImageNet-A
  /// and -R are, and a class is called what stands up to the first comma; else the lines are names
  /// for the set's classes in their order. A name that is not the only one has the folder behind it.
  ///
  /// - Throws: `ImageSetError.unknownClass`, `PicturesError.wrongNames`.
  public func named(_ set: any EncodedPictureSet) throws -> any EncodedPictureSet {
    let ids = lines.map { String($0.prefix { $0 != " " && $0 != "\t" }) }
    let places = Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
    let found = set.classes.map { places[$0] }
    if found.contains(where: { $0 != nil }) {
      guard let unknown = zip(set.classes, found).first(where: { $0.1 == nil })?.0 else {
        let names = zip(ids, lines).map { id, line in
          let rest = line.dropFirst(id.count).prefix { $0 != "," }.trimmingPrefix {
            $0.isWhitespace
          }
          return rest.isEmpty ? id : String(rest)
        }
        return NamedClasses(
          base: set, classes: told(apart: names, by: ids), labels: found.compactMap(\.self))
      }
      throw ImageSetError.unknownClass(set: set.description, name: unknown, file: file)
    }
    guard lines.count == set.classes.count else {
      throw PicturesError.wrongNames(
        file: file, found: lines.count, expected: set.classes.count,
        advice: "Or let each line begin with the name of a class folder.")
    }
    return NamedClasses(
      base: set, classes: told(apart: lines, by: set.classes), labels: Array(lines.indices))
  }

  /// The names, with the id behind those that are not the only ones.
  private func told(apart names: [String], by ids: [String]) -> [String] {
    let counts = Dictionary(grouping: names) { $0 }.mapValues(\.count)
    return zip(names, ids).map { name, id in
      counts[name, default: 1] > 1 && name != id ? "\(name) (\(id))" : name
    }
  }
}

/// Pictures whose classes have other names and numbers.
private struct NamedClasses: EncodedPictureSet {
  let base: any EncodedPictureSet
  let classes: [String]
  /// The new number of each of the base's classes.
  let labels: [Int]

  var count: Int { base.count }
  var description: String { base.description }
  var decoding: ImageDecoding { base.decoding }

  func label(at index: Int) -> Int { labels[base.label(at: index)] }

  func image(at index: Int) throws -> ImageFile { try base.image(at: index) }
}
