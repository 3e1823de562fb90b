import Foundation

/// A run's events, which TensorBoard shows: a file of TFRecords, each an `Event`.
///
/// Its length is part of a checkpoint: a resumed run cuts off what lies behind. Runs of the same
/// recipe differ in their events' times only, which all have one width, so that a TensorBoard that
/// reads while a run is killed and resumed finds every record where it was.
final class EventFile {
  /// The name of the file in a run's folder; TensorBoard looks for `tfevents`.
  static let name = "events.out.tfevents.spar"

  private let file: LogFile
  private let now: () -> Double
  /// Whether nothing was told yet.
  let isNew: Bool

  /// Opens the file at `path`, cut to `length` bytes; one that is then empty gets its first record.
  ///
  /// `now` tells seconds since 1970.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and `.cannotResume` where it is shorter.
  init(
    _ path: String, length: UInt64,
    now: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) throws {
    file = try LogFile(path, length: length)
    self.now = now
    isNew = length == 0
    if isNew { try add(.begins(writer: "spar"), at: 0) }
  }

  /// Tells values as of step `step`.
  ///
  /// - Throws: `TrainingError.cannotWrite`.
  func add(_ values: [Summary], at step: Int) throws {
    if !values.isEmpty { try add(.summary(values), at: step) }
  }

  /// How many bytes it has.
  var length: UInt64 {
    get throws { try file.length }
  }

  private func add(_ content: Event.Content, at step: Int) throws {
    try file.add(Event(time: now(), step: step, content: content).record)
  }
}
