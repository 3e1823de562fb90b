import Pictures

/// The pictures at some paths, a batch at a time, in their order.
struct FileBatches {
  private let paths: [String]
  private let batches: LoaderEpoch
  private let skipped: ((String, String) -> Void)?
  private var told = 0

  /// What `loader` reads, whose set are the files at `paths`.
  ///
  /// Where the loader skips damaged pictures each is told to `skipped`, with the cause, once the
  /// batch before it was used.
  init(_ paths: [String], by loader: Loader, skipped: ((String, String) -> Void)?) {
    self.paths = paths
    self.skipped = skipped
    batches = loader.epoch(0)
  }

  /// The next pictures, or `nil` after the last ones.
  ///
  /// - Throws: `PicturesError.sampleFailed` naming a file that cannot be read, `.allSkipped` where
  ///   none can.
  mutating func next() throws -> PictureBatch? {
    tellSkipped()
    let batch = try batches.next()
    if batch == nil { tellSkipped() }
    return batch
  }

  private mutating func tellSkipped() {
    for picture in batches.skipped.dropFirst(told) {
      skipped?(paths[picture.index], picture.reason)
    }
    told = batches.skipped.count
  }
}
