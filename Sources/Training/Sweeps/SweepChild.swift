import Foundation

/// A process that makes one run of a sweep: `spar train`.
///
/// It ends with a checkpoint when the process that started it is gone.
final class SweepChild {
  /// The run that it makes.
  let run: SweepRun
  private let process = Process()
  private let log: String
  private let messages: String
  private var read: UInt64
  private var lines: [String] = []
  private var told = 0
  private let clock = Stopwatch()
  private let firstStep: Int
  /// The last step that was seen in its log, and when that was.
  private var seen: (step: Int, seconds: Double)

  /// Starts, or goes on with, `run` by the command `executable`.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and where the command cannot be started.
  init(_ run: SweepRun, in folder: SweepFolder, executable: String) throws {
    self.run = run
    log = "\(folder.place(of: run))/\(RunLog.name)"
    messages = folder.messages(of: run)
    let isBegun = try folder.prepare(run)
    process.executableURL = URL(filePath: executable)
    process.arguments =
      (isBegun
        ? ["train", "--resume", folder.place(of: run)]
        : ["train", folder.basePath] + run.settings + ["--run", folder.place(of: run)])
      + ["--json", "--ends-with-parent", "\(getpid())"]
    let file = try LogFile(messages, length: Self.size(messages))
    read = try file.length
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = file.file
    firstStep = isBegun ? RunTail(log).step : 0
    seen = (firstStep, 0)
    do {
      try process.run()
    } catch {
      throw TrainingError.cannotRead(executable, cause: "it cannot be started: \(error)")
    }
  }

  /// How far it has come, by what its log has gained.
  func progress() -> SweepProgress {
    let step = RunTail(log).step
    if step > seen.step { seen = (step, clock.seconds) }
    return SweepProgress(
      run: run, step: seen.step, made: seen.step - firstStep, seconds: seen.seconds)
  }

  /// Whether it still runs.
  var isRunning: Bool { process.isRunning }

  /// Asks it to end with a checkpoint.
  func stop() { process.terminate() }

  /// Ends it at once.
  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// What a person should know that it said since this was last asked, line by line.
  ///
  /// From the line on that tells of its end, all belongs to `failure`.
  func newNotices() -> [String] {
    readMessages()
    let end = lines.firstIndex { $0.hasPrefix(Self.mark) } ?? lines.count
    defer { told = max(told, end) }
    return told < end ? Array(lines[told..<end]) : []
  }

  /// Why it failed, once it has ended; `nil` where it did not.
  func failure() -> String? {
    process.waitUntilExit()
    readMessages()
    if process.terminationReason == .uncaughtSignal {
      return "its process was ended by signal \(process.terminationStatus)"
    }
    guard process.terminationStatus != 0 else { return nil }
    guard let start = lines.lastIndex(where: { $0.hasPrefix(Self.mark) }) else {
      return "its process ended with status \(process.terminationStatus)"
    }
    return String(lines[start...].joined(separator: "\n").dropFirst(Self.mark.count))
  }

  /// What lines of the command begin with that tell of its end.
  private static let mark = "spar: "

  /// Reads the whole lines that were added.
  private func readMessages() {
    guard let file = FileHandle(forReadingAtPath: messages) else { return }
    defer { try? file.close() }
    try? file.seek(toOffset: read)
    guard let data = try? file.readToEnd() else { return }
    let pieces = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    read += UInt64(data.count - (pieces.last?.count ?? 0))
    lines += pieces.dropLast().map { String(decoding: $0, as: UTF8.self) }.filter { !$0.isEmpty }
  }

  private static func size(_ path: String) -> UInt64 {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? UInt64 ?? 0
  }
}

/// How far a run of a sweep has come that is under way.
public struct SweepProgress: Sendable, Equatable {
  /// The run.
  public let run: SweepRun
  /// The last of its steps that was logged.
  public let step: Int
  /// How many steps were logged since its process was started.
  let made: Int
  /// How long its process took to come there.
  let seconds: Double
}
