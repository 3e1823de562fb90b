import Foundation

/// An archive that is open for reading at any place.
final class ArchiveFile {
  /// Its path.
  let path: String
  /// Its size, in bytes.
  let size: Int
  private let handle: FileHandle

  private static let advice = "Restore the archive, or leave it out."

  /// Opens a regular file.
  ///
  /// - Throws: `PicturesError.missing`, `.unreadable`.
  init(_ path: String) throws {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? PicturesError.missing(file: path, advice: Self.advice) : Self.unreadable(path)
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PicturesError.unreadable(file: path, cause: "it is not a file", advice: Self.advice)
    }
    self.path = path
    size = Int(status.st_size)
  }

  /// `count` bytes from `offset` on.
  ///
  /// - Throws: `ImageSetError.archiveTruncated` where there are fewer; `PicturesError.unreadable`.
  func bytes(_ count: Int, at offset: Int) throws -> [UInt8] {
    let (end, overflows) = offset.addingReportingOverflow(count)
    guard !overflows, end <= size else { throw truncated(expected: overflows ? .max : end) }
    let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        let rest = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[initialized..<count]))
        let came = pread(
          handle.fileDescriptor, rest.baseAddress, rest.count, off_t(offset + initialized))
        if came == 0 { break }
        if came > 0 {
          initialized += came
        } else if errno != EINTR {
          throw Self.unreadable(path)
        }
      }
    }
    guard bytes.count == count else { throw truncated(expected: end) }
    return bytes
  }

  private func truncated(expected: Int) -> ImageSetError {
    .archiveTruncated(archive: path, found: size, expected: expected)
  }

  private static func unreadable(_ path: String) -> PicturesError {
    .unreadable(file: path, cause: String(cString: strerror(errno)), advice: advice)
  }
}
