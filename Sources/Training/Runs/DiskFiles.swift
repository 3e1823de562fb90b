import Foundation

// Files and folders as a run's folder needs them: flushed, renamed, linked.

/// Writes a small file and waits for the disk.
///
/// - Throws: `TrainingError.cannotWrite`.
func writeFlushed(_ data: Data, to path: String) throws {
  do {
    try data.write(to: URL(filePath: path))
    let file = try FileHandle(forUpdating: URL(filePath: path))
    try file.synchronize()
    try file.close()
  } catch {
    throw TrainingError.cannotWrite(path, cause: error.localizedDescription)
  }
}

/// Writes a small file beside its place, waits for the disk, and moves it there: nobody ever sees a part
/// of it.
///
/// - Throws: `TrainingError.cannotWrite`.
func writeWhole(_ data: Data, to place: String) throws {
  try writeFlushed(data, to: "\(place).new")
  try move("\(place).new", to: place)
}

/// Waits until a file's bytes, or a folder's list of files, are on the disk.
///
/// - Throws: `TrainingError.cannotWrite`.
func flush(_ path: String) throws {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  try require(descriptor, path)
  defer { close(descriptor) }
  try require(fsync(descriptor), path)
}

/// Moves a file or folder to a place in the same folder; a file there is replaced.
///
/// - Throws: `TrainingError.cannotWrite`.
func move(_ path: String, to place: String) throws {
  try require(rename(path, place), place)
}

/// Removes a file or folder, where there is one.
///
/// - Throws: `TrainingError.cannotWrite`.
func removeIfThere(_ path: String) throws {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch CocoaError.fileNoSuchFile {
    return
  } catch {
    throw TrainingError.cannotWrite(path, cause: error.localizedDescription)
  }
}

/// Gives a folder's files a second place in a new folder, without copying where the disk can.
///
/// - Throws: `TrainingError.cannotWrite`.
func linkFiles(of folder: String, in new: String) throws {
  let files = FileManager.default
  do {
    try files.createDirectory(atPath: new, withIntermediateDirectories: true)
    for name in try files.contentsOfDirectory(atPath: folder) {
      if link("\(folder)/\(name)", "\(new)/\(name)") == 0 { continue }
      try files.copyItem(atPath: "\(folder)/\(name)", toPath: "\(new)/\(name)")
      try flush("\(new)/\(name)")
    }
  } catch let error as TrainingError {
    throw error
  } catch {
    throw TrainingError.cannotWrite(new, cause: error.localizedDescription)
  }
}

private func require(_ result: Int32, _ path: String) throws {
  guard result >= 0 else {
    throw TrainingError.cannotWrite(path, cause: String(cString: strerror(errno)))
  }
}
