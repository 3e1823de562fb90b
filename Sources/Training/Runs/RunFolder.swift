import Foundation

/// The folder of one run, which one process at a time trains in.
public final class RunFolder {
  /// Its path.
  public let path: String
  private let lock: FolderLock
  private var madeFolder = false

  /// A new folder at `path`, holding the resolved `recipe`.
  ///
  /// - Throws: `TrainingError.runExists` where something is there, `.cannotWrite`.
  public convenience init(creating path: String, for recipe: Recipe) throws {
    guard Self.isUnbegun(path) ?? true else { throw TrainingError.runExists(path) }
    let isNew = !FileManager.default.fileExists(atPath: path)
    try makeFolder(path)
    try self.init(locking: path)
    madeFolder = isNew
    // Another start may have been quicker.
    guard Self.isUnbegun(path) ?? false else { throw TrainingError.runExists(path) }
    try keep(recipe)
  }

  /// A new folder `<parent>/<name>-<n>` for `recipe`, of the first number that is free.
  ///
  /// Two starts at once come to two folders.
  ///
  /// - Throws: `TrainingError.cannotWrite`.
  public convenience init(numbering recipe: Recipe, in parent: String = "runs") throws {
    try self.init(locking: makeNumberedFolder(recipe.name, in: parent))
    madeFolder = true
    try keep(recipe)
  }

  /// Writes down what the run follows.
  private func keep(_ recipe: Recipe) throws {
    try writeWhole(Data(recipe.yaml().utf8), to: "\(path)/recipe.yaml")
  }

  /// Whether nothing is in the folder at `path`, or what a start leaves that was ended before it wrote
  /// its recipe; `nil` where there is none.
  static func isUnbegun(_ path: String) -> Bool? {
    let files = try? FileManager.default.contentsOfDirectory(atPath: path)
    return files.map { Set($0).isSubset(of: [FolderLock.name, "recipe.yaml.new"]) }
  }

  /// Writes down how the run was begun, where that is not known yet.
  public func keep(_ origin: @autoclosure () -> RunOrigin) throws {
    guard !FileManager.default.fileExists(atPath: "\(path)/\(RunOrigin.name)") else { return }
    try origin().write(to: path)
  }

  /// The folder of a run that was begun.
  ///
  /// - Throws: `TrainingError.cannotResume` where it is not one, `.runInUse`.
  public convenience init(resuming path: String) throws {
    guard !FileManager.default.fileExists(atPath: "\(path)/sweep.yaml") else {
      throw TrainingError.cannotResume(
        path, reason: "it is a sweep; spar sweep --resume goes on with it")
    }
    guard FileManager.default.fileExists(atPath: "\(path)/recipe.yaml") else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw TrainingError.cannotResume(
        path, reason: exists ? "it has no recipe.yaml, so it is no run" : "there is no such folder")
    }
    try self.init(locking: path)
  }

  private init(locking path: String) throws {
    self.path = path
    lock = try FolderLock(path)
  }

  /// Removes what was made where no checkpoint came of it, so that it stands in nobody's way.
  public func removeUnlessBegun() {
    guard checkpoints().candidates.isEmpty else { return }
    let made =
      madeFolder
      ? [path]
      : [
        "recipe.yaml", RunOrigin.name, RunLog.name, EventFile.name, "checkpoints", FolderLock.name,
      ].map { "\(path)/\($0)" }
    for place in made { try? FileManager.default.removeItem(atPath: place) }
  }

  /// Whether a run here has come as far as a checkpoint, or lost one that it had.
  var hasProgress: Bool {
    let log = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(RunLog.name)")
    let length = log?[.size] as? Int ?? 0
    return length > 0 || !checkpoints().candidates.isEmpty
  }

  /// The recipe that the run follows.
  public func recipe() throws -> Recipe { try Recipe(file: "\(path)/recipe.yaml") }

  /// Its checkpoints, of which `kept` before the last are kept.
  func checkpoints(kept: Int = 0) -> Checkpoints {
    Checkpoints(path: "\(path)/checkpoints", kept: kept)
  }

  /// What a finished run came to; `nil` where it has not ended.
  func results() throws -> FinalEntry? { try FinalEntry(ofRun: path) }

  /// Writes `metrics.csv`, a line for each epoch of `metrics.jsonl`.
  func writeTable() throws {
    let log = try Data(contentsOf: URL(filePath: "\(path)/metrics.jsonl"))
    let epochs = log.split(separator: UInt8(ascii: "\n")).compactMap {
      try? JSONDecoder().decode(EpochEntry.self, from: $0)
    }
    let tellsPixels = epochs.contains { $0.validation?.pixels != nil }
    let figures = tellsPixels ? "mean_iou,pixel_accuracy" : "top1,top5"
    var lines = ["epoch,step,loss,\(figures),validation_loss,seconds,wait_seconds"]
    for entry in epochs where entry.kind == "epoch" {
      let scores = entry.validation
      let first = scores.map { tellsPixels ? $0.pixels?.meanIoU : $0.top1 } ?? nil
      let second = scores.map { tellsPixels ? $0.pixels?.accuracy : $0.top5 } ?? nil
      let cells =
        ["\(entry.epoch)", "\(entry.step)", "\(entry.loss)"]
        + [first, second, scores?.loss].map { $0.map { "\($0)" } ?? "" }
        + ["\(entry.time.training)", "\(entry.time.wait)"]
      lines.append(cells.joined(separator: ","))
    }
    try writeFlushed(Data((lines.joined(separator: "\n") + "\n").utf8), to: "\(path)/metrics.csv")
  }
}

/// Makes a folder and those it lies in.
func makeFolder(_ path: String) throws {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw TrainingError.cannotWrite(path, cause: error.localizedDescription)
  }
}

extension RunFolder {
  /// Checks that the run goes on with the recipe it began with.
  ///
  /// - Throws: `TrainingError.cannotResume` with the lines that differ.
  public func require(_ asked: Recipe, sameAs begun: Recipe) throws {
    guard asked != begun else { return }
    let (new, old) = try (asked.yaml().split(separator: "\n"), begun.yaml().split(separator: "\n"))
    let differing = new.difference(from: old)
    let lines = differing.prefix(10).map { change in
      switch change {
      case .insert(_, let line, _): "\n  asked \(line.trimmingCharacters(in: .whitespaces))"
      case .remove(_, let line, _): "\n  begun with \(line.trimmingCharacters(in: .whitespaces))"
      }
    }
    throw TrainingError.cannotResume(
      path, reason: "it was begun with other settings:" + lines.joined())
  }
}
