import Foundation
import Torch

/// A run at one moment: a folder of `model.safetensors`, `optimizer.safetensors`, `state.json`,
/// `config.json`.
struct Checkpoint {
  let weights: [String: Tensor]
  let velocities: [String: Tensor]
  let state: RunState

  /// Writes this as the folder `place`: beside it first, flushed, then put in its place.
  ///
  /// What was there is kept until the new folder is whole, so that a torn one is never read.
  ///
  /// - Throws: `SafetensorsError` and `TrainingError.cannotWrite`; what was at `place` is still
  ///   there.
  func write(to place: String, config: ModelConfig) throws {
    let new = place + ".new"
    let old = place + ".old"
    let files = FileManager.default
    do {
      if files.fileExists(atPath: new) { try files.removeItem(atPath: new) }
      try files.createDirectory(atPath: new, withIntermediateDirectories: true)
      try save(weights, metadata: ["format": "pt"], to: "\(new)/\(WeightsFile.name)", flushed: true)
      try save(velocities, to: "\(new)/optimizer.safetensors", flushed: true)
      try writeFlushed(RunLog.line(config), to: "\(new)/config.json")
      try writeFlushed(RunLog.line(state), to: "\(new)/state.json")
      try flushFolder(new)
      if files.fileExists(atPath: place) {
        if files.fileExists(atPath: old) { try files.removeItem(atPath: old) }
        try files.moveItem(atPath: place, toPath: old)
      }
      try files.moveItem(atPath: new, toPath: place)
      try flushFolder((place as NSString).deletingLastPathComponent)
      if files.fileExists(atPath: old) { try files.removeItem(atPath: old) }
    } catch let error as CocoaError {
      throw TrainingError.cannotWrite(place, cause: error.localizedDescription)
    }
  }

  /// The checkpoint at `place`, or the one before it where a run was killed while exchanging them.
  ///
  /// - Throws: `TrainingError.cannotResume` where there is none, `SafetensorsError` where it is
  ///   torn.
  init(at place: String) throws {
    let files = FileManager.default
    let found = [place, place + ".old"].first { files.fileExists(atPath: "\($0)/state.json") }
    guard let found else {
      throw TrainingError.cannotResume(
        place,
        reason: "there is no checkpoint; if the run ended before its first, remove its folder and "
          + "start it again")
    }
    do {
      let data = try Data(contentsOf: URL(filePath: "\(found)/state.json"))
      state = try JSONDecoder().decode(RunState.self, from: data)
    } catch {
      throw TrainingError.cannotResume(found, reason: "its state.json cannot be read (\(error))")
    }
    weights = try loadTensors(from: "\(found)/\(WeightsFile.name)")
    velocities = try loadTensors(from: "\(found)/optimizer.safetensors")
  }

  init(weights: [String: Tensor], velocities: [String: Tensor], state: RunState) {
    self.weights = weights
    self.velocities = velocities
    self.state = state
  }
}

/// Writes a small file and waits for the disk.
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

/// Waits until a folder's list of files is on the disk.
private func flushFolder(_ path: String) throws {
  let descriptor = open(path.isEmpty ? "." : path, O_RDONLY)
  guard descriptor >= 0 else {
    throw TrainingError.cannotWrite(path, cause: String(cString: strerror(errno)))
  }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else {
    throw TrainingError.cannotWrite(path, cause: String(cString: strerror(errno)))
  }
}
