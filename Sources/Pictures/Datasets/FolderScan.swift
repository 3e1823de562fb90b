import Foundation

/// How far the scan of a folder of classes, or of archives, has come.
public struct ScanProgress: Sendable, Hashable {
  /// How many classes or archives have been scanned.
  public let done: Int
  /// How many there are.
  public let count: Int
  /// How many pictures were found in them.
  public let pictures: Int
}

/// The pictures that lie in a folder of class folders.
struct FolderScan: Sendable {
  /// The names of the classes, sorted.
  private(set) var classes: [String] = []
  /// For each class, the number of its first picture.
  private(set) var firsts: [Int] = []
  /// The paths of the pictures from the folder on.
  private(set) var files = NameList()
  /// Every folder that was read, from the folder on, and when its entries had last changed.
  private(set) var folders: [(path: String, changed: Int)] = []

  private static let deepest = 32

  /// Scans `folder`: classes, then folders in them, then files, each in the order of their bytes.
  ///
  /// - Throws: `PicturesError.missing`, `.unreadable`; `ImageSetError`.
  init(_ folder: String, progress: (ScanProgress) -> Void) throws {
    folders.append((".", try changeTime(ofFolder: folder)))
    classes = sortedByBytes(try FolderEntries(of: folder).folders)
    guard !classes.isEmpty else { throw ImageSetError.noClasses(folder: folder) }
    try checkCase(of: classes, in: folder)
    for (number, name) in classes.enumerated() {
      firsts.append(files.count)
      try add(folder, name)
      guard let first = firsts.last, files.count > first else {
        throw ImageSetError.emptyClass(folder: folder, name: name)
      }
      progress(
        ScanProgress(done: number + 1, count: classes.count, pictures: files.count))
    }
  }

  /// What was known of a scan, as `FolderMemory` keeps it.
  init(
    classes: [String], firsts: [Int], files: NameList, folders: [(path: String, changed: Int)]
  ) {
    self.classes = classes
    self.firsts = firsts
    self.files = files
    self.folders = folders
  }

  /// Adds the pictures of a class.
  private mutating func add(_ folder: String, _ name: String) throws {
    // No dictionary: its keys would be one where names differ as bytes alone.
    var found: [(path: String, files: [String])] = []
    var open = [(path: name, depth: 1)]
    while let (path, depth) = open.popLast() {
      let place = "\(folder)/\(path)"
      guard depth <= Self.deepest else {
        throw ImageSetError.tooDeep(folder: place, limit: Self.deepest)
      }
      folders.append((path, try changeTime(ofFolder: place)))
      let entries = try FolderEntries(of: place)
      found.append((path, entries.files.filter(isPictureName)))
      open += entries.folders.map { ("\(path)/\($0)", depth + 1) }
    }
    for (path, names) in found.sorted(by: { strcmp($0.path, $1.path) < 0 }) {
      for file in sortedByBytes(names) { files.append("\(path)/\(file)") }
    }
  }

  /// The class of picture `index`.
  func label(at index: Int) -> Int {
    var (low, high) = (0, firsts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if firsts[middle] <= index { low = middle } else { high = middle }
    }
    return low
  }
}
