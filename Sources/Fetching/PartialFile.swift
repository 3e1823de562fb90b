import Foundation

/// What has come of a file so far, and which version of it that is.
///
/// `<name>.part` has the bytes, `<name>.part.version` the server's mark for the version.
final class PartialFile {
  /// The file with the bytes.
  let path: String
  /// How many bytes are there.
  private(set) var size: Int
  private let handle: FileHandle
  private var versionPath: String { path + ".version" }

  /// Opens or makes the file `path`.
  ///
  /// - Throws: `FetchError.cannotWrite`.
  init(_ path: String) throws {
    self.path = path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw FetchError.cannotWrite(path, cause: systemError()) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FetchError.cannotWrite(path, cause: "it is not a file")
    }
    size = Int(status.st_size)
  }

  /// The server's mark for the version that the bytes are of, if there is one.
  var version: String? {
    let text = try? String(contentsOfFile: versionPath, encoding: .utf8)
    guard let text, !text.isEmpty, !text.contains(where: \.isNewline) else { return nil }
    return text
  }

  /// Lets go of what there is; what comes now is of `version`.
  ///
  /// - Throws: `FetchError.cannotWrite`.
  func restart(version: String?) throws {
    guard ftruncate(handle.fileDescriptor, 0) == 0 else { throw problem() }
    size = 0
    do {
      try Data((version ?? "").utf8).write(to: URL(filePath: versionPath))
    } catch {
      throw FetchError.cannotWrite(versionPath, cause: error.localizedDescription)
    }
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: `FetchError.cannotWrite`.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let came = pwrite(handle.fileDescriptor, rest.baseAddress, rest.count, off_t(size))
      if came < 0, errno == EINTR { continue }
      guard came >= 0 else { throw problem() }
      size += came
      rest = UnsafeRawBufferPointer(rebasing: rest[came...])
    }
  }

  /// Gives the bytes their name, flushed to the disk.
  ///
  /// - Throws: `FetchError.cannotWrite`.
  func move(to place: String) throws {
    guard fsync(handle.fileDescriptor) == 0, rename(path, place) == 0 else { throw problem() }
    unlink(versionPath)
  }

  /// Removes what came.
  ///
  /// - Throws: `FetchError.cannotWrite`.
  func discard() throws {
    guard unlink(path) == 0 else { throw problem() }
    unlink(versionPath)
  }

  private func problem() -> FetchError { .cannotWrite(path, cause: systemError()) }
}
