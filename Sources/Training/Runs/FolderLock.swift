import Foundation

/// The lock of a folder that one process at a time works in, held until this is let go.
final class FolderLock {
  /// The name of its file.
  static let name = ".lock"
  private let file: Int32

  /// - Throws: `TrainingError.runInUse` where another process holds it, `.cannotWrite`.
  init(_ folder: String) throws {
    file = open("\(folder)/\(Self.name)", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw TrainingError.cannotWrite(
        "\(folder)/\(Self.name)", cause: String(cString: strerror(errno)))
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw TrainingError.runInUse(folder) }
  }

  deinit { if file >= 0 { close(file) } }

  /// Whether a process holds the lock of `folder` now.
  static func isHeld(_ folder: String) -> Bool {
    let file = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_SH | LOCK_NB) != 0
  }
}

/// Makes a new folder `<parent>/<name>-<n>`, of the first number that is free, and returns its path.
///
/// Two processes at once come to two folders.
func makeNumberedFolder(_ name: String, in parent: String) throws -> String {
  try makeFolder(parent)
  var number = 1
  var path: String { "\(parent)/\(name)-\(number)" }
  while mkdir(path, 0o777) != 0 {
    guard errno == EEXIST else {
      throw TrainingError.cannotWrite(path, cause: String(cString: strerror(errno)))
    }
    number += 1
  }
  return path
}
