import CArchive
import Foundation

/// Walks the entries of a tar or zip archive by libarchive, which keeps to the format it is told.
final class ArchiveReader {
  /// The path of the archive.
  let path: String
  private let archive: OpaquePointer?
  private var entry: OpaquePointer?

  /// Opens an archive.
  ///
  /// - Throws: `FetchError.archiveDamaged`, also where the form is `plain`.
  init(_ path: String, form: FetchableFile.Form) throws {
    self.path = path
    archive = archive_read_new()
    switch form {
    case .tar: archive_read_support_format_tar(archive)
    case .tarGzip:
      archive_read_support_filter_gzip(archive)
      archive_read_support_format_tar(archive)
    case .zip: archive_read_support_format_zip_seekable(archive)
    case .plain: throw FetchError.archiveDamaged(archive: path, cause: "it is no archive")
    }
    try check(archive_read_open_filename(archive, path, 1 << 18))
  }

  deinit { archive_read_free(archive) }

  /// Goes to the next entry; `nil` at the archive's end.
  ///
  /// - Throws: `FetchError.archiveDamaged`.
  func next() throws -> ArchiveEntry? {
    let code = archive_read_next_header(archive, &entry)
    if code == ARCHIVE_EOF { return nil }
    try check(code)
    guard let entry else { return nil }
    return ArchiveEntry(entry)
  }

  /// The next bytes of the entry, into `buffer`; 0 at the entry's end.
  ///
  /// - Throws: `FetchError.archiveDamaged`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let came = archive_read_data(archive, buffer.baseAddress, buffer.count)
    guard came >= 0 else { throw damaged(came) }
    return came
  }

  /// How many of the archive's own bytes have been read.
  var bytesRead: Int { Int(archive_filter_bytes(archive, -1)) }

  /// Warnings of a header, such as of an owner's name in an unknown script, are none of ours.
  private func check(_ code: Int32) throws {
    if code < ARCHIVE_WARN { throw damaged(Int(code)) }
  }

  private func damaged(_ code: Int) -> FetchError {
    let cause = archive_error_string(archive).map { String(cString: $0) } ?? "libarchive: \(code)"
    return .archiveDamaged(archive: path, cause: cause)
  }
}

/// One entry of an archive, as far as it tells of itself.
struct ArchiveEntry {
  /// What an entry is.
  enum Kind: Equatable {
    case file
    case folder
    case other(String)
  }

  /// Its path in the archive; `nil` where that is no UTF-8.
  let name: String?
  /// What it is.
  let kind: Kind
  /// How many bytes it says it has.
  let size: Int?

  /// Reads what libarchive knows of it.
  fileprivate init(_ entry: OpaquePointer) {
    name =
      archive_entry_pathname_utf8(entry).flatMap { String(validatingCString: $0) }
      ?? archive_entry_pathname(entry).flatMap { String(validatingCString: $0) }
    kind = Self.kind(of: entry)
    size = archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
  }

  private static func kind(of entry: OpaquePointer) -> Kind {
    // A hard link has the kind of what it leads to.
    if archive_entry_hardlink(entry) != nil { return .other("it is a hard link") }
    switch archive_entry_filetype(entry) & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .other("it is a symbolic link")
    case S_IFCHR, S_IFBLK: return .other("it is a device")
    case S_IFIFO: return .other("it is a pipe")
    case S_IFSOCK: return .other("it is a socket")
    default: return .other("it is of an unknown kind")
    }
  }
}
