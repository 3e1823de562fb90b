import Foundation

/// One batch as it was made.
struct MadeBatch: Sendable {
  /// `nil` where all of its pictures were skipped.
  let batch: PictureBatch?
  let skipped: [SkippedPicture]
}

/// The batches of an epoch, shared by the threads that make them and the one that takes them.
///
/// `@unchecked`: everything that changes is touched only while `condition` is locked.
final class EpochWork: @unchecked Sendable {
  /// Makes batch `index`; returns `nil` where `isStopped` became true meanwhile.
  typealias Make = @Sendable (_ index: Int, _ isStopped: () -> Bool) throws -> MadeBatch?

  private let make: Make
  private let end: Int
  private let prefetch: Int
  private let condition = NSCondition()
  /// The next batch that no thread has begun.
  private var begun: Int
  /// The next batch to be taken.
  private var taken: Int
  private var ready: [Int: Result<MadeBatch?, any Error>] = [:]
  private var isStopped = false

  /// The batches in `range`, of which `prefetch` at most are made or ready but not taken.
  init(range: Range<Int>, prefetch: Int, make: @escaping Make) {
    self.make = make
    self.prefetch = prefetch
    begun = range.lowerBound
    taken = range.lowerBound
    end = range.upperBound
  }

  /// How many batches have not been taken.
  var left: Int { locked { end - taken } }

  /// Makes batches until none is left or `stop()` is called; runs on each of the loader's threads.
  func run() {
    while let index = begin() {
      let result = Result { try make(index) { locked { isStopped } } }
      locked {
        ready[index] = result
        condition.broadcast()
      }
    }
  }

  /// The next batch once it is ready, or `nil` after the last one.
  func take() throws -> MadeBatch? {
    let result: Result<MadeBatch?, any Error>? = locked {
      guard taken < end else { return nil }
      while ready[taken] == nil, !isStopped { condition.wait() }
      let result = ready.removeValue(forKey: taken)
      taken += 1
      condition.broadcast()
      return result
    }
    return try result?.get()
  }

  /// Makes every thread in `run()` return soon.
  func stop() {
    locked {
      isStopped = true
      condition.broadcast()
    }
  }

  /// The next batch to make, once there is room for it, or `nil` where there is no more to do.
  private func begin() -> Int? {
    locked {
      while !isStopped, begun < end, begun >= taken + prefetch { condition.wait() }
      guard !isStopped, begun < end else { return nil }
      defer { begun += 1 }
      return begun
    }
  }

  private func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
    condition.lock()
    defer { condition.unlock() }
    return try body()
  }
}
