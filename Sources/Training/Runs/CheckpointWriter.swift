import Foundation
import Synchronization

/// Writes checkpoints on a thread of its own, one at a time.
///
/// The trainer copies its tensors and goes on. A checkpoint that is not yet whole is waited for
/// before the next: none is left out, and a slow disk is felt rather than overrun.
final class CheckpointWriter: Sendable {
  private let checkpoints: Checkpoints
  private let queue = DispatchQueue(label: "checkpoints")
  private let outcome = Outcome()

  /// What became of the last writing that was not told yet.
  private final class Outcome: Sendable {
    private let result = Mutex<Result<Double, any Error>?>(nil)

    func set(_ new: Result<Double, any Error>) { result.withLock { $0 = new } }

    func take() -> Result<Double, any Error>? {
      result.withLock { result in
        defer { result = nil }
        return result
      }
    }
  }

  /// A writer of `checkpoints`.
  init(_ checkpoints: Checkpoints) {
    self.checkpoints = checkpoints
  }

  deinit { queue.sync {} }

  /// Begins to write a checkpoint, once the one before is whole; `logs` are flushed before it.
  ///
  /// - Throws: what writing the one before threw.
  func add(_ image: CheckpointImage, isBest: Bool, flushing logs: [String]) throws {
    try wait()
    // Not `self`: it would be let go, and waited for, on the very thread that is waited for.
    queue.async { [checkpoints, outcome] in
      let clock = Stopwatch()
      outcome.set(
        Result {
          for log in logs { try flush(log) }
          try checkpoints.add(image, isBest: isBest)
          return clock.seconds
        })
    }
  }

  /// How many seconds a checkpoint took to write, once after it is whole.
  ///
  /// - Throws: what writing it threw, once.
  func finished() throws -> Double? { try outcome.take()?.get() }

  /// Waits until nothing is being written; returns what `finished` does.
  ///
  /// - Throws: what writing threw that was not told yet.
  @discardableResult
  func wait() throws -> Double? {
    queue.sync {}
    return try finished()
  }
}
