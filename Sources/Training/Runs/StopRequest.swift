import Synchronization

/// Asks a run to end before its time, keeping what it did; any thread may ask.
///
/// A trainer looks at it after every step and every batch that is judged.
public final class StopRequest: Sendable {
  /// Why a run is to end.
  public enum Reason: Sendable, Hashable {
    /// The process was sent this signal.
    case signal(Int32)
    /// The time it was given has passed.
    case timeLimit
  }

  private let asked = Mutex<Reason?>(nil)
  private let deadline: ContinuousClock.Instant?

  /// A request that is made when `limit` has passed from now on, if one is given, or by `stop`.
  public init(after limit: Duration? = nil) {
    deadline = limit.map { ContinuousClock.now + $0 }
  }

  /// Makes the request, where it was not made; returns whether this is the first.
  @discardableResult
  public func stop(_ reason: Reason) -> Bool {
    asked.withLock {
      guard $0 == nil else { return false }
      $0 = reason
      return true
    }
  }

  /// Why the run is to end; `nil` as long as it is not.
  public var reason: Reason? {
    if let reason = asked.withLock({ $0 }) { return reason }
    guard let deadline, ContinuousClock.now >= deadline else { return nil }
    return .timeLimit
  }
}
