import Foundation
import Support

/// What a run of the command left.
struct Outcome {
  /// The exit status; the negative signal where one ended it.
  let status: Int32
  /// Standard output.
  let output: String
  /// Standard error.
  let errors: String

  /// The lines of standard output.
  var lines: [Substring] { output.split(separator: "\n") }
}

/// The built command as a process of its own.
final class Command {
  private let process = Process()
  private let folder: TemporaryFolder

  /// The command that was built beside the tests.
  static let path =
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "spar").path

  /// Starts `spar` with `arguments` in the folder `place`.
  init(_ arguments: [String], in place: String? = nil, through program: [String] = []) throws {
    folder = try TemporaryFolder()
    let words = program + [Command.path] + arguments
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    if let place { process.currentDirectoryURL = URL(filePath: place) }
    // Files rather than pipes, so that none can fill.
    process.standardOutput = try FileHandle(
      forWritingTo: URL(filePath: folder.write([], to: "out")))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.write([], to: "err")))
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  /// Whether it still runs.
  var isRunning: Bool { process.isRunning }

  /// Ends it at once, as a power cut would.
  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Sends it a signal.
  func send(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

  /// Waits for its end.
  @discardableResult
  func outcome() throws -> Outcome {
    process.waitUntilExit()
    let signal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: signal ? -process.terminationStatus : process.terminationStatus,
      output: String(decoding: try folder.read("out"), as: UTF8.self),
      errors: String(decoding: try folder.read("err"), as: UTF8.self))
  }
}

/// Runs `spar` to its end.
func spar(_ arguments: String...) throws -> Outcome { try Command(arguments).outcome() }

/// A tiny data set, and a folder for runs.
final class Workplace {
  let pictures: TinyPictures
  let folder: TemporaryFolder

  init() throws {
    pictures = try .fashionMNIST(training: 60, test: 20)
    folder = try TemporaryFolder()
  }

  /// Settings of a narrow network on the tiny data set: two epochs of five steps.
  var settings: [String] {
    pictures.settings + [
      "network.width=2", "data.validation=10", "epochs=2", "batchSize=10", "schedule.warmUp=0",
      "threads=1", "logEvery=1",
    ]
  }

  /// Where the run called `name` is.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Trains a recipe in the folder `name` to its end.
  @discardableResult
  func train(
    _ name: String, recipe: String = "fashion-mnist-resnet20-plain", _ more: String...
  ) throws -> Outcome {
    try Command(["train", recipe, "--run", place(name)] + settings + more).outcome()
  }
}
