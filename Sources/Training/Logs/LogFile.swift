import Foundation

/// A file that a run adds to.
///
/// Its length is part of a checkpoint: a resumed run cuts off what lies behind.
final class LogFile {
  private let path: String
  let file: FileHandle

  /// Opens the file at `path`, cut to `length` bytes.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and `.cannotResume` where it is shorter.
  init(_ path: String, length: UInt64) throws {
    self.path = path
    do {
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
      file = try FileHandle(forUpdating: URL(filePath: path))
      let found = try file.seekToEnd()
      guard found >= length else {
        throw TrainingError.cannotResume(
          path, reason: "\(found) bytes found, \(length) expected by the checkpoint; put it back")
      }
      try file.truncate(atOffset: length)
      try file.seek(toOffset: length)
    } catch let error as TrainingError {
      throw error
    } catch {
      throw TrainingError.cannotWrite(path, cause: error.localizedDescription)
    }
  }

  /// Adds `data` at the end; another process sees it at once.
  ///
  /// - Throws: `TrainingError.cannotWrite`.
  func add(_ data: Data) throws {
    do {
      try file.write(contentsOf: data)
    } catch {
      throw TrainingError.cannotWrite(path, cause: error.localizedDescription)
    }
  }

  /// How many bytes it has.
  var length: UInt64 {
    get throws { try file.offset() }
  }
}
