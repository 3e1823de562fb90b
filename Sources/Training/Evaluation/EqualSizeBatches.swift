import Pictures

/// Pictures that are read one at a time, put together where some in a row are of one size.
struct EqualSizeBatches {
  private let most: Int
  private let read: () throws -> PictureBatch?
  /// The picture behind the last batch, which did not fit it.
  private var ahead: PictureBatch?

  /// Batches of up to `most` of the pictures, each a batch by itself, that `read` gives until it has none.
  init(of most: Int, read: @escaping () throws -> PictureBatch?) {
    precondition(most > 0, "batches have 1 picture or more, not \(most)")
    self.most = most
    self.read = read
  }

  /// The next batch, or `nil` after the last one.
  mutating func next() throws -> PictureBatch? {
    guard let first = try ahead ?? read() else { return nil }
    ahead = nil
    var batch = [first]
    while batch.count < most, let picture = try read() {
      guard picture.shape == first.shape else {
        ahead = picture
        break
      }
      batch.append(picture)
    }
    return PictureBatch(joining: batch)
  }
}
