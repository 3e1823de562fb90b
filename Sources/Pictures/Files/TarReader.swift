import Foundation

/// One plain file within a tar archive.
struct TarEntry {
  /// Its path in the archive, without `./` at its start.
  let name: String
  /// Where its bytes start in the archive.
  let offset: Int
  /// How many bytes it has.
  let size: Int
}

/// Walks the headers of a tar archive: ustar, GNU's long names, and pax's paths and sizes.
///
/// Nothing but headers is read. Links, devices, pipes and names that lead outside are refused.
/// Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar 1.35, "Basic Tar Format".
struct TarReader {
  private let file: ArchiveFile
  private var place = 0
  /// What the headers before the next entry say of it.
  private var long: (name: String?, size: Int?) = (nil, nil)

  private static let longestText = 1 << 16

  /// Starts at the archive's first header.
  init(_ file: ArchiveFile) { self.file = file }

  /// The next plain file, or `nil` at the archive's end mark.
  ///
  /// - Throws: `ImageSetError.badHeader`, `.archiveTruncated`, `.refusedEntry`;
  ///   `PicturesError.unreadable`.
  mutating func next() throws -> TarEntry? {
    while let header = try nextHeader() {
      let size = try long.size ?? header.size(at: place, of: file)
      guard size <= file.size - place - 512 else {
        let (end, overflows) = (place + 512).addingReportingOverflow(size)
        throw truncated(expected: overflows ? .max : end)
      }
      let start = place + 512
      place = start + (size + 511) / 512 * 512
      switch header.kind {
      case "L":
        let name = try data(start, size).prefix { $0 != 0 }
        long.name = String(decoding: name, as: UTF8.self)
      case "K", "g": _ = try data(start, size)
      case "x": try readPax(data(start, size), at: start)
      default:
        defer { long = (nil, nil) }
        if let entry = try entry(header, start, size) { return entry }
      }
    }
    return nil
  }

  /// The header at `place`, or `nil` where a block of zeros marks the end.
  private func nextHeader() throws -> TarHeader? {
    guard file.size - place >= 512 else { throw truncated(expected: place + 512) }
    let block = try file.bytes(512, at: place)
    if block.allSatisfy({ $0 == 0 }) { return nil }
    let header = TarHeader(block: block)
    try header.check(at: place, of: file)
    return header
  }

  /// The plain file that `header` tells of, or `nil` for a folder.
  private func entry(_ header: TarHeader, _ start: Int, _ size: Int) throws -> TarEntry? {
    let name = long.name ?? header.name
    func refused(_ reason: String) -> ImageSetError {
      .refusedEntry(archive: file.path, entry: name, reason: reason)
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !parts.contains("..") else { throw refused("it leads outside") }
    guard !name.isEmpty, !name.utf8.contains(0) else { throw refused("its name is none") }
    switch header.kind {
    case "0", "\0", "7": break
    case "5": return nil
    case "1": throw refused("it is a hard link")
    case "2": throw refused("it is a symbolic link")
    case "3", "4": throw refused("it is a device")
    case "6": throw refused("it is a pipe")
    default: throw refused("it is of the unknown kind \(header.kind)")
    }
    if name.hasSuffix("/") { return nil }
    let kept = parts.filter { !$0.isEmpty && $0 != "." }.joined(separator: "/")
    return TarEntry(name: kept, offset: start, size: size)
  }

  /// The data of a header that tells of the next entry.
  private func data(_ start: Int, _ size: Int) throws -> [UInt8] {
    guard size <= Self.longestText else {
      throw bad("a name or comment of \(size) bytes, expected at most \(Self.longestText)", start)
    }
    return try file.bytes(size, at: start)
  }

  /// Takes the path and the size from records `length key=value`, each with a line end.
  ///
  /// Lengths are of bytes, and values of other keys need not be text.
  private mutating func readPax(_ bytes: [UInt8], at start: Int) throws {
    var rest = bytes[...]
    while let gap = rest.firstIndex(of: UInt8(ascii: " ")) {
      guard let length = Int(String(decoding: rest[..<gap], as: UTF8.self)), length <= rest.count,
        length > gap - rest.startIndex + 1
      else { throw bad("a pax record has a wrong length", start) }
      let end = rest.startIndex + length
      let parts = rest[(gap + 1)..<(end - 1)].split(separator: UInt8(ascii: "="), maxSplits: 1)
      let key = parts.first.map { String(decoding: $0, as: UTF8.self) }
      let value = parts.dropFirst().first.map { String(decoding: $0, as: UTF8.self) }
      if key == "path", let value { long.name = value }
      if key == "size", let value {
        guard let size = Int(value), size >= 0 else { throw bad("a pax size is none", start) }
        long.size = size
      }
      rest = rest[end...]
    }
  }

  private func truncated(expected: Int) -> ImageSetError {
    .archiveTruncated(archive: file.path, found: file.size, expected: expected)
  }

  private func bad(_ cause: String, _ offset: Int) -> ImageSetError {
    .badHeader(archive: file.path, offset: offset, cause: cause)
  }
}
