import Foundation

/// The batches of one epoch, in order, as a loader's threads make them.
///
/// It is used by one thread at a time. Letting go of it stops its threads and waits for them; each
/// finishes at most the picture it is reading.
public final class LoaderEpoch {
  private let work: EpochWork
  /// Whether it starts at the epoch's first batch.
  private let isWhole: Bool
  private let description: String
  private var isWithoutBatch = true
  private var threads: [pthread_t] = []
  private var failure: (any Error)?

  /// How long `next()` has waited for batches that were not ready, in seconds.
  public private(set) var waited = 0.0

  /// The pictures left out of the batches so far, those of batches without any picture included.
  ///
  /// They are in the order of the epoch. Batches before the one that this began with do not count.
  public private(set) var skipped: [SkippedPicture] = []

  /// Starts as many threads on `work` as it has batches for, `count` at most.
  init(_ work: EpochWork, threads count: Int, isWhole: Bool, description: String) {
    self.work = work
    self.isWhole = isWhole
    self.description = description
    for _ in 0..<min(count, work.left) {
      do {
        threads.append(try startThread(on: work))
      } catch {
        // The threads that did start make the same batches; without any, `next()` throws.
        if threads.isEmpty { failure = error }
        break
      }
    }
  }

  deinit { stop() }

  /// The next batch that has pictures, or `nil` after the last one.
  ///
  /// A batch whose pictures were all skipped is passed over; its number is left out.
  ///
  /// - Throws: `PicturesError.sampleFailed` where a picture of this batch could not be loaded,
  ///   `.allSkipped` at the end of a whole epoch without a batch, and `.noThread` where no thread
  ///   could be started; the epoch is then over, and every further call throws the same.
  public func next() throws -> PictureBatch? {
    if let failure { throw failure }
    let start = ContinuousClock.now
    defer { waited += (ContinuousClock.now - start) / .seconds(1) }
    do {
      return try nextWithPictures()
    } catch {
      failure = error
      stop()
      throw error
    }
  }

  private func nextWithPictures() throws -> PictureBatch? {
    while let made = try work.take() {
      skipped += made.skipped
      guard let batch = made.batch else { continue }
      isWithoutBatch = false
      return batch
    }
    if isWhole, isWithoutBatch, let first = skipped.first {
      throw PicturesError.allSkipped(
        set: description, count: skipped.count, first: first.reason)
    }
    return nil
  }

  /// Ends the threads and waits until they have ended.
  private func stop() {
    work.stop()
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }
}

/// Starts a thread that does `work` until there is no more.
private func startThread(on work: EpochWork) throws -> pthread_t {
  let box = Unmanaged.passRetained(work)
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { box in
      if let box { Unmanaged<EpochWork>.fromOpaque(box).takeRetainedValue().run() }
      return nil
    }, box.toOpaque())
  guard code == 0 else {
    box.release()
    throw PicturesError.noThread(cause: String(cString: strerror(code)))
  }
  return thread
}
