import Foundation
import Torch

/// Spar's side of the benchmarks: one piece of work for each line `step` on standard input.
///
/// The first argument names the work: `training` (also where there is none), `network`,
/// `segmentation`, `pictures` or `evaluation`. README.md, "A worker", has the protocol.
@main
struct Worker {
  static func main() throws {
    let work = try work(CommandLine.arguments.dropFirst())
    for _ in 0..<work.warmUps { try work.take() }
    say(
      #"{"ready": true, "allocator": "\#(allocator())", "threads": \#(Engine.threads), "#
        + #""torch": "\#(Engine.version)", "amount": \#(work.amount), "passes": \#(work.passes)}"#)
    while let line = readLine() {
      switch line.trimmingCharacters(in: .whitespaces) {
      case "step": say(try timed(work))
      case "peak": say(#"{"peak_bytes": \#(peakBytes())}"#)
      case "quit": return
      case "": continue
      case let other: throw WorkerError.unknownCommand(other)
      }
    }
  }

  /// The work that the arguments ask for, ready to be done.
  private static func work(_ arguments: ArraySlice<String>) throws -> any TimedWork {
    guard let kind = arguments.first, !kind.hasPrefix("--") else {
      return try TrainingWork(Options(arguments))
    }
    var options = try Options(arguments.dropFirst())
    switch kind {
    case "training": return try TrainingWork(options)
    case "network": return try NetworkWork(&options)
    case "segmentation": return try SegmentationWork(&options)
    case "pictures": return try PicturesWork(&options)
    case "evaluation": return try EvaluationWork(&options)
    default: throw WorkerError.badOption(kind)
    }
  }

  /// Does the work once; the answer tells how long it took by the clock and of the processor.
  private static func timed(_ work: any TimedWork) throws -> String {
    let (start, spent) = (ContinuousClock.now, processorSeconds())
    try work.take()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return #"{"seconds": \#(seconds), "processor_seconds": \#(processorSeconds() - spent)}"#
  }

  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}

/// Something that is done again and again, and timed.
protocol TimedWork {
  /// How often it is done before it counts.
  var warmUps: Int { get }
  /// How many things it is done to each time: pictures, or 1.
  var amount: Int { get }
  /// How many plain steps it counts, where it is a step.
  var passes: Double { get }
  /// Does it.
  func take() throws
}

extension TimedWork {
  /// One.
  var passes: Double { 1 }
}

/// What a worker refuses.
enum WorkerError: Error {
  case badOption(String)
  case unknownCommand(String)
}
