import Foundation

/// The folder `.spar-fetch` in a destination, for what is under way; one process works in it.
final class WorkFolder {
  /// The destination.
  let destination: String
  /// Its path.
  let path: String
  private let lock: FileHandle

  /// Makes the folder where it is not there, and takes it.
  ///
  /// - Throws: `FetchError.cannotWrite`, `.inUse`.
  init(in destination: String) throws {
    self.destination = destination
    path = "\(destination)/.spar-fetch"
    try makeFolder(destination)
    try makeFolder(path)
    let descriptor = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw FetchError.cannotWrite(path, cause: systemError()) }
    lock = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK
        ? FetchError.inUse(folder: destination)
        : FetchError.cannotWrite("\(path)/lock", cause: systemError())
    }
  }

  /// Where the bytes of a file are kept while they come.
  func part(_ file: FetchableFile) -> String { "\(path)/\(file.name).part" }

  /// Where a file is kept once it has come and is right.
  func whole(_ file: FetchableFile) -> String { "\(path)/\(file.name)" }

  /// Where an archive is that a person brought, and one that is kept.
  func brought(_ file: FetchableFile) -> String { "\(destination)/\(file.name)" }

  /// Where an archive is unpacked.
  func unpacked(_ file: FetchableFile) -> String { "\(path)/\(file.name).unpacked" }

  /// Where it is written down what an archive left.
  func record(_ file: FetchableFile) -> String { "\(path)/\(file.name).files" }

  /// How many bytes can be written to the destination's disk; `nil` where that is not known.
  var free: Int? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(
        by: UInt64(status.f_frsize)
      ).partialValue)
  }
}
