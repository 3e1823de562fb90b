import Foundation

/// The entries of one folder that are not hidden.
struct FolderEntries {
  /// The names of files, in no order.
  private(set) var files: [String] = []
  /// The names of folders, and of links to folders, in no order.
  private(set) var folders: [String] = []

  /// Reads the folder at `path`; what the system tells of the kinds of entries saves asking again.
  ///
  /// - Throws: `PicturesError.missing`, `.unreadable`, `ImageSetError.badName`.
  init(of path: String) throws {
    guard let stream = opendir(path) else { throw folderError(path) }
    defer { closedir(stream) }
    errno = 0
    while let entry = readdir(stream) {
      if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) {
        let name = try Self.name(of: entry, in: path)
        switch Self.kind(of: entry, at: "\(path)/\(name)") {
        case S_IFREG: files.append(name)
        case S_IFDIR: folders.append(name)
        default: break
        }
      }
      errno = 0
    }
    guard errno == 0 else { throw folderError(path) }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>, in path: String) throws -> String
  {
    try withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      let bytes = bytes.prefix { $0 != 0 }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        throw ImageSetError.badName(folder: path, found: String(decoding: bytes, as: UTF8.self))
      }
      return name
    }
  }

  /// What an entry is, or leads to where it is a link; 0 where it leads nowhere.
  private static func kind(of entry: UnsafeMutablePointer<dirent>, at path: String) -> mode_t {
    switch Int(entry.pointee.d_type) {
    case DT_REG: return S_IFREG
    case DT_DIR: return S_IFDIR
    case DT_LNK, DT_UNKNOWN:
      var status = stat()
      // A link that leads nowhere is kept as a file: reading it then says what is wrong.
      return stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    default: return 0
    }
  }
}

/// When the entries of the folder at `path` last changed, in nanoseconds since 1970.
///
/// - Throws: `PicturesError.missing`, `.unreadable`.
func changeTime(ofFolder path: String) throws -> Int {
  var status = stat()
  guard stat(path, &status) == 0 else { throw folderError(path) }
  return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
}

private func folderError(_ path: String) -> PicturesError {
  let advice = "Give the folder that holds the classes, and allow it to be read."
  return errno == ENOENT
    ? .missing(file: path, advice: advice)
    : .unreadable(file: path, cause: String(cString: strerror(errno)), advice: advice)
}
