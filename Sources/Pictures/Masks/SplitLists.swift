import Foundation

/// The lists of a set as VOC lays it out: text files with a picture's name in each line.
struct SplitLists {
  /// The set's folder.
  let root: String
  /// The list of each split.
  private let paths: [String: String]

  /// Finds the lists in `root/ImageSets/Segmentation` and, for others than are there,
  /// `root/ImageSets/SegmentationAug`.
  ///
  /// - Throws: `MaskError.notSuchSet` where neither is there; `PicturesError.unreadable`.
  init(of root: String) throws {
    let folders = Self.folders.map { "\(root)/\($0)" }.filter(isFolder)
    guard !folders.isEmpty else {
      throw MaskError.notSuchSet(root: root, expected: "\(Self.folders[0]) with lists")
    }
    var paths: [String: String] = [:]
    for folder in folders {
      for file in try FolderEntries(of: folder).files where file.hasSuffix(".txt") {
        let name = String(file.dropLast(4))
        paths[name] = paths[name] ?? "\(folder)/\(file)"
      }
    }
    self.root = root
    self.paths = paths
  }

  private static let folders = ["ImageSets/Segmentation", "ImageSets/SegmentationAug"]

  /// Whether a set lies in `root`.
  static func lie(in root: String) -> Bool { folders.contains { isFolder("\(root)/\($0)") } }

  /// The names of the splits, sorted.
  var names: [String] { sortedByBytes(Array(paths.keys)) }

  /// The list of `split`, and the names that are in it.
  ///
  /// Blank lines are passed over, and both kinds of line end are read.
  ///
  /// - Throws: `MaskError.noSplit`; `ImageSetError.noPictures` for a list without names, `.badLine`
  ///   for a name that is there twice, or would lead to another folder; `PicturesError`.
  func names(of split: String) throws -> (list: String, names: [String]) {
    guard let list = paths[split] else {
      throw MaskError.noSplit(root: root, name: split, known: names)
    }
    var lines: [[UInt8]: Int] = [:]
    let names = try linesWithText(of: list, advice: "Give another split.").map { number, name in
      // A slash with a mark is no slash to a person, but one to the system.
      let isPlain =
        !name.utf8.contains(UInt8(ascii: "/")) && !name.utf8.contains(0) && name != "."
        && name != ".."
      guard isPlain else {
        throw ImageSetError.badLine(
          file: list, line: number, found: name,
          expected: "the name of a picture without its folder and ending")
      }
      if let first = lines.updateValue(number, forKey: Array(name.utf8)) {
        throw ImageSetError.badLine(
          file: list, line: number, found: name, expected: "a name other than that of line \(first)"
        )
      }
      return name
    }
    guard !names.isEmpty else { throw ImageSetError.noPictures(file: list) }
    return (list, names)
  }
}
