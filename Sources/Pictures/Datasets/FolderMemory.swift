import Foundation

/// A file that remembers the scan of a folder for as long as no folder in it changes.
///
/// Its texts, each ended by a zero byte: a mark, the folder, the numbers of folders, classes and
/// pictures; each folder and when it had changed; each class and its first picture; each picture.
struct FolderMemory {
  private let file: String
  private let folder: String

  private static let mark = "Spar folder scan 1"
  /// Entries that change within this of a folder's last change may leave its time as it was.
  private static let doubt = 2_000_000_000

  /// The memory in `file` of the scan of `folder`.
  init(_ file: String, of folder: String) {
    self.file = file
    self.folder = folder
  }

  /// The scan, where the file has one of this folder and no folder has changed since.
  func recall() -> FolderScan? {
    guard let source = try? PlainFile(file, advice: ""),
      let bytes = try? source.bytes(source.size, at: 0)
    else { return nil }
    let texts = NameList(bytes: bytes)
    guard texts.count >= 5, texts[0] == Self.mark, texts[1] == folder else { return nil }
    let counts = (2..<5).compactMap { Int(texts[$0]) }
    guard counts.count == 3, counts.allSatisfy({ (1...texts.count).contains($0) }),
      texts.count == 5 + 2 * counts[0] + 2 * counts[1] + counts[2]
    else { return nil }
    var folders: [(path: String, changed: Int)] = []
    for place in stride(from: 5, to: 5 + 2 * counts[0], by: 2) {
      guard let changed = Int(texts[place + 1]),
        changed == (try? changeTime(ofFolder: "\(folder)/\(texts[place])"))
      else { return nil }
      folders.append((texts[place], changed))
    }
    return scan(texts, from: 5 + 2 * counts[0], classes: counts[1], folders: folders)
  }

  /// The scan whose classes begin at text `start`, where its numbers make sense.
  private func scan(
    _ texts: NameList, from start: Int, classes count: Int,
    folders: [(path: String, changed: Int)]
  ) -> FolderScan? {
    let places = stride(from: start, to: start + 2 * count, by: 2)
    let firsts = places.compactMap { Int(texts[$0 + 1]) }
    let pictures = texts.count - start - 2 * count
    guard firsts.count == count, firsts.first == 0,
      zip(firsts, firsts.dropFirst() + [pictures]).allSatisfy(<)
    else { return nil }
    let classes = places.map { texts[$0] }
    guard zip(classes, classes.dropFirst()).allSatisfy({ strcmp($0, $1) < 0 }) else { return nil }
    var files = NameList()
    for (name, range) in zip(classes, zip(firsts, firsts.dropFirst() + [pictures])) {
      let start = name + "/"
      for place in range.0..<range.1 {
        let path = texts[texts.count - pictures + place]
        guard path.hasPrefix(start), !path.utf8.leadsUp else { return nil }
        files.append(path)
      }
    }
    return FolderScan(classes: classes, firsts: firsts, files: files, folders: folders)
  }

  /// Writes a scan that began at `began`, in nanoseconds since 1970, beside its place and renames.
  ///
  /// Not where a folder had changed just before: it may have changed again unseen.
  ///
  /// - Throws: what the system says where the file cannot be written.
  func remember(_ scan: FolderScan, began: Int) throws {
    guard scan.folders.allSatisfy({ $0.changed < began - Self.doubt }) else { return }
    var texts = NameList()
    for text in [Self.mark, folder] { texts.append(text) }
    for count in [scan.folders.count, scan.classes.count, scan.files.count] {
      texts.append(String(count))
    }
    for (path, changed) in scan.folders {
      texts.append(path)
      texts.append(String(changed))
    }
    for (name, first) in zip(scan.classes, scan.firsts) {
      texts.append(name)
      texts.append(String(first))
    }
    try Data(texts.bytes + scan.files.bytes).write(to: URL(filePath: file), options: .atomic)
  }
}

extension String.UTF8View {
  /// Whether one of a path's parts is `..`.
  fileprivate var leadsUp: Bool {
    var dots: Int? = 0  // of a part that is made of dots alone
    for byte in self {
      switch byte {
      case UInt8(ascii: "/") where dots == 2: return true
      case UInt8(ascii: "/"): dots = 0
      case UInt8(ascii: "."): dots = dots.map { $0 + 1 }
      default: dots = nil
      }
    }
    return dots == 2
  }
}
