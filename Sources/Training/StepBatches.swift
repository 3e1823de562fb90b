import Pictures

/// An epoch's batches, a step's at a time.
///
/// Step `k` of an epoch learns from the batches numbered `k n ..< (k + 1) n`, without those of which
/// no picture could be read.
final class StepBatches {
  private let epoch: LoaderEpoch
  private var ahead: PictureBatch?
  private var told = 0

  /// The batches of an epoch under way.
  init(_ epoch: LoaderEpoch) { self.epoch = epoch }

  /// How long batches were waited for, in seconds.
  var waited: Double { epoch.waited }

  /// The next batch whose number is below `end`, or `nil` after the last one.
  func next(before end: Int) throws -> PictureBatch? {
    let batch = try ahead ?? epoch.next()
    let isDue = batch.map { $0.number < end } ?? false
    ahead = isDue ? nil : batch
    return isDue ? batch : nil
  }

  /// The pictures left out of batches below `end` that were not asked for before.
  func skipped(before end: Int) -> ArraySlice<SkippedPicture> {
    let due = epoch.skipped.prefix { $0.batch < end }
    defer { told = due.count }
    return due.dropFirst(told)
  }
}
