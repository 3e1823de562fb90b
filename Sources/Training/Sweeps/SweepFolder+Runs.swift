import Foundation

// How far each run of a sweep has come.

extension SweepFolder {
  /// How far a run has come.
  public enum Standing: Sendable, Equatable {
    /// It was not begun.
    case waiting
    /// It was begun and is to go on.
    case begun
    /// It came to its end.
    case done
    /// It failed, for this reason; it can be tried again.
    case failed(String)
  }

  /// How far a run has come, by what lies in its folder.
  public func state(of run: SweepRun) -> Standing {
    let place = place(of: run)
    if let failure = try? String(contentsOfFile: "\(place)/\(Self.failureName)", encoding: .utf8) {
      return .failed(failure.trimmingCharacters(in: .newlines))
    }
    guard FileManager.default.fileExists(atPath: "\(place)/recipe.yaml") else { return .waiting }
    return Self.isDone(place) ? .done : .begun
  }

  /// Whether the run at `place` came to its end: by its log, and by its newest checkpoint, which is
  /// written last, where it has not been removed.
  private static func isDone(_ place: String) -> Bool {
    guard RunTail("\(place)/\(RunLog.name)").isFinished else { return false }
    let checkpoints = Checkpoints(path: "\(place)/checkpoints", kept: 0)
    let newest = checkpoints.candidates.first.map(checkpoints.place)
    return newest.flatMap { try? RunState(in: $0) }?.isDone ?? true
  }

  /// The file in a run's folder that says why it failed.
  static let failureName = "failure.txt"

  /// Makes a run's folder ready to be begun or gone on with; returns whether it was begun.
  ///
  /// What was left by a start that came to nothing is removed.
  func prepare(_ run: SweepRun) throws -> Bool {
    let place = place(of: run)
    try removeIfThere("\(place)/\(Self.failureName)")
    if FileManager.default.fileExists(atPath: "\(place)/recipe.yaml") { return true }
    guard RunFolder.isUnbegun(place) ?? true else { throw TrainingError.runExists(place) }
    try removeIfThere(place)
    return false
  }

  /// Notes why a run failed.
  func note(failure: String, of run: SweepRun) throws {
    let place = place(of: run)
    try makeFolder(place)
    try writeFlushed(Data("\(failure)\n".utf8), to: "\(place)/\(Self.failureName)")
  }

  /// Writes `table.md`, `table.json` and `report.html` of what there is.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and as `SweepTable`.
  @discardableResult
  func writeTable() throws -> SweepTable {
    let report = try SweepReport(folder: path)
    try write(report.table.markdown, to: "table.md")
    try write(report.table.json + "\n", to: "table.json")
    try report.write(to: "\(path)/report.html")
    return report.table
  }

  /// What a finished run is judged by on the validation pictures after its last epoch, 0...1.
  func validation(of run: SweepRun) -> Double? {
    (try? RunRecord(place(of: run), withJudged: false))?.epochs.last?.validation?.share
  }

  /// Whether a process trains in a run's folder.
  func isUnderWay(_ run: SweepRun) -> Bool { FolderLock.isHeld(place(of: run)) }
}

/// The last lines of a run's log.
struct RunTail {
  /// The last step that was logged.
  private(set) var step = 0
  /// Whether the last line is that of a run's end.
  private(set) var isFinished = false

  /// Reads the end of the log at `path`; a log that is not there has no step.
  init(_ path: String) {
    guard let file = FileHandle(forReadingAtPath: path), let end = try? file.seekToEnd() else {
      return
    }
    defer { try? file.close() }
    let lines = Self.lastLines(of: file, end: end)
    // What stands behind the last line's end is not whole yet.
    let entries = lines.dropLast().compactMap { try? JSONDecoder().decode(Entry.self, from: $0) }
    step = entries.last { $0.step != nil }?.step ?? 0
    isFinished = entries.last?.kind == "final"
  }

  /// The lines at the end of a file that is `end` bytes long, of which at least the last but one is whole.
  private static func lastLines(of file: FileHandle, end: UInt64) -> [Data] {
    var length: UInt64 = 1 << 14
    while true {
      let start = end > length ? end - length : 0
      guard (try? file.seek(toOffset: start)) != nil, let data = try? file.readToEnd() else {
        return []
      }
      let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      if start == 0 || lines.count > 2 { return lines }
      length *= 4
    }
  }

  private struct Entry: Decodable {
    let kind: String
    let step: Int?
  }
}
