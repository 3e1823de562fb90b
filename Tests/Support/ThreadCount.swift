import Foundation
import Torch

/// How many threads an operation may use, which belongs to the process, not to a test.
///
/// A test that sets it, and one that compares sums bit for bit, each run inside `holding`, so that
/// the count does not change under the second. Not reentrant.
public enum ThreadCount {
  private static let lock = NSLock()

  /// Runs `work` while no other test sets the count.
  public static func holding<Result>(_ work: () throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try work()
  }

  /// Runs `work` with `count` threads, and sets the count that was before.
  public static func set<Result>(to count: Int, _ work: () throws -> Result) throws -> Result {
    try holding {
      let before = Engine.threads
      try Engine.setThreads(count)
      let outcome = Swift.Result { try work() }
      try Engine.setThreads(before)
      return try outcome.get()
    }
  }
}
