import Foundation

/// The parts of a data set, under the names that people give them.
enum PicturePart: CaseIterable {
  case training
  case validation
  case test

  /// What its folder, list or archives are called.
  var names: [String] {
    switch self {
    case .training: ["train"]
    case .validation: ["val", "valid", "validation"]
    case .test: ["test"]
    }
  }
}

/// Where each part of a data set lies.
struct PartPlaces {
  /// The folder or file that was given.
  let given: String
  /// The folders or files of each part.
  private(set) var places: [PicturePart: [String]] = [:]

  /// What lies at `given`, all of it one part to train on.
  init(undivided given: String, _ places: [String]) {
    self.given = given
    self.places = [.training: places]
  }

  /// The parts that `entries` of the folder `given` are, by the name that `name` finds in each.
  ///
  /// - Throws: `ImageSetError.doubledPart` where two names for one part are there.
  init(in given: String, entries: [String], name: (String) -> String) throws {
    self.given = given
    for part in PicturePart.allCases {
      let found = entries.filter { part.names.contains(name($0)) }
      let names = sortedByBytes(Array(Set(found.map(name))))
      guard names.count < 2 else {
        throw ImageSetError.doubledPart(place: given, first: names[0], second: names[1])
      }
      if !found.isEmpty { places[part] = sortedByBytes(found).map { "\(given)/\($0)" } }
    }
  }

  /// The folders or files of a part; `nil` where it is not there.
  subscript(part: PicturePart) -> [String]? { places[part] }

  /// Whether no part is there.
  var isEmpty: Bool { places.isEmpty }
}

extension PartPlaces {
  /// `folder/train`, `folder/val` and `folder/test` where they hold folders, else `folder` itself.
  ///
  /// A class may be called `train`: it holds pictures rather than folders.
  ///
  /// - Throws: `ImageSetError.doubledPart`, and `.misnamedPart` where a folder looks like a part but
  ///   is not called like one; `PicturesError` where a folder cannot be read.
  init(ofFolder folder: String) throws {
    let alike = ["train", "training", "val", "valid", "validation", "eval", "test", "testing"]
    let holding = try FolderEntries(of: folder).folders.filter {
      try alike.contains($0.lowercased())
        && !FolderEntries(of: "\(folder)/\($0)").folders.isEmpty
    }
    try self.init(in: folder, entries: holding, name: \.self)
    guard isEmpty else { return }
    if let found = sortedByBytes(holding).first {
      throw ImageSetError.misnamedPart(place: folder, found: found)
    }
    self.init(undivided: folder, [folder])
  }

  /// A list itself, or `train.txt`, `val.txt` and `test.txt` of a folder.
  ///
  /// - Throws: `ImageSetError.noPart`, `.doubledPart`; `PicturesError`.
  init(ofLists place: String) throws {
    guard isFolder(place) else {
      self.init(undivided: place, [place])
      return
    }
    let lists = try FolderEntries(of: place).files.filter { $0.hasSuffix(".txt") }
    try self.init(in: place, entries: lists) { String($0.dropLast(4)) }
    guard !isEmpty else { throw ImageSetError.noPart(place: place, expected: "train.txt") }
  }

  /// An archive itself, or those of a folder, whose names may begin with that of a part.
  ///
  /// - Throws: `ImageSetError.noPart`, `.doubledPart`, and `.mixedParts` where only some archives
  ///   are called after a part; `PicturesError`.
  init(ofArchives place: String) throws {
    guard isFolder(place) else {
      self.init(undivided: place, [place])
      return
    }
    let archives = try FolderEntries(of: place).files.filter { $0.hasSuffix(".tar") }
    guard !archives.isEmpty else {
      throw ImageSetError.noPart(place: place, expected: "train.tar or train-000.tar")
    }
    // `train-000.tar` is of the part `train`, `trains.tar` is not.
    func name(_ file: String) -> String { String(file.prefix { $0.isLetter }) }
    try self.init(in: place, entries: archives, name: name)
    if isEmpty {
      self.init(undivided: place, sortedByBytes(archives).map { "\(place)/\($0)" })
    }
    let known = Set(places.values.joined())
    if let other = sortedByBytes(archives).first(where: { !known.contains("\(place)/\($0)") }) {
      throw ImageSetError.mixedParts(place: place, found: other)
    }
  }
}

/// Whether a folder lies at `path`.
func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}
