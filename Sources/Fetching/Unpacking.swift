import Foundation

/// Unpacks an archive into an empty folder of its own, from which nothing can escape.
///
/// Only files and folders are made: what leads anywhere else, and names that come twice, are
/// refused. So there is never a link to follow. Owners, permissions and times of the archive are
/// left aside.
struct Unpacking {
  /// A file that was made.
  struct Piece: Equatable {
    /// Its path in the folder.
    let path: String
    /// Its length in bytes.
    let size: Int
  }

  private let reader: ArchiveReader
  private let folder: String
  private let limit: Int
  private var pieces: [Piece] = []
  private var folders: Set<String> = []
  private var written = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)

  /// The files of the archive at `path`, unpacked into `folder`, which must not exist.
  ///
  /// `progress` is called with the bytes read of the archive and the number of files made.
  ///
  /// - Throws: `FetchError.archiveDamaged`, `.refusedEntry`, `.tooLarge`, `.cannotWrite`; what
  ///   `progress` throws.
  static func files(
    of path: String, form: FetchableFile.Form, limit: Int, into folder: String,
    progress: (Int, Int) throws -> Void
  ) throws -> [Piece] {
    var unpacking = Unpacking(
      reader: try ArchiveReader(path, form: form), folder: folder, limit: limit)
    defer { unpacking.buffer.deallocate() }
    guard mkdir(folder, 0o777) == 0 else {
      throw FetchError.cannotWrite(folder, cause: systemError())
    }
    while let entry = try unpacking.reader.next() {
      try unpacking.take(entry, progress)
      try progress(unpacking.reader.bytesRead, unpacking.pieces.count)
    }
    guard !unpacking.pieces.isEmpty else {
      throw FetchError.archiveDamaged(archive: path, cause: "it holds no files")
    }
    return unpacking.pieces
  }

  private init(reader: ArchiveReader, folder: String, limit: Int) {
    (self.reader, self.folder, self.limit) = (reader, folder, limit)
  }

  private mutating func take(
    _ entry: ArchiveEntry, _ progress: (Int, Int) throws -> Void
  ) throws {
    let path: EntryPath
    do throws(EntryPath.Problem) {
      path = try EntryPath(entry.name)
    } catch {
      throw refused(entry, error.reason)
    }
    if case .other(let reason) = entry.kind { throw refused(entry, reason) }
    for outer in path.folders { try make(outer, entry) }
    if entry.kind == .folder {
      if !path.text.isEmpty { try make(path.text, entry) }
    } else {
      guard !path.text.isEmpty else { throw refused(entry, "its name is none") }
      guard entry.size ?? 0 <= limit - written else { throw tooLarge }
      try write(entry, to: path.text, progress)
    }
  }

  /// Makes a folder, where this archive has not made it.
  private mutating func make(_ name: String, _ entry: ArchiveEntry) throws {
    guard folders.insert(name).inserted else { return }
    guard mkdir("\(folder)/\(name)", 0o777) == 0 else {
      throw errno == EEXIST ? refused(entry, "a file has the name of its folder") : problem(name)
    }
  }

  private mutating func write(
    _ entry: ArchiveEntry, to name: String, _ progress: (Int, Int) throws -> Void
  ) throws {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open("\(folder)/\(name)", flags, 0o666)
    guard descriptor >= 0 else {
      throw errno == EEXIST ? refused(entry, "it comes twice") : problem(name)
    }
    defer { close(descriptor) }
    var size = 0
    while true {
      let came = try reader.read(into: buffer)
      if came == 0 { break }
      guard came <= limit - written else { throw tooLarge }
      try writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<came]), to: descriptor, name)
      (size, written) = (size + came, written + came)
      try progress(reader.bytesRead, pieces.count)
    }
    if let told = entry.size, told != size {
      throw refused(entry, "it has \(size) bytes, its header tells of \(told)")
    }
    pieces.append(Piece(path: name, size: size))
  }

  private func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ name: String
  ) throws {
    var rest = bytes
    while !rest.isEmpty {
      let came = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if came < 0, errno == EINTR { continue }
      guard came >= 0 else { throw problem(name) }
      rest = UnsafeRawBufferPointer(rebasing: rest[came...])
    }
  }

  private func refused(_ entry: ArchiveEntry, _ reason: String) -> FetchError {
    .refusedEntry(archive: reader.path, entry: printable(entry.name ?? "?"), reason: reason)
  }

  private var tooLarge: FetchError { .tooLarge(archive: reader.path, limit: limit) }

  private func problem(_ name: String) -> FetchError {
    .cannotWrite("\(folder)/\(name)", cause: systemError())
  }
}

/// A name without what could move a terminal's cursor.
private func printable(_ name: String) -> String {
  String(name.map { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "?" : $0 })
}
