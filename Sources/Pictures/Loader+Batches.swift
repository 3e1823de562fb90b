import Randomness

extension Loader {
  /// Batch `number`, of the pictures at `places`, or `nil` where it was stopped.
  func batch(
    _ number: Int, of places: ArraySlice<Int>, epoch: Int, unless isStopped: () -> Bool
  ) throws -> MadeBatch? {
    var growing = GrowingBatch(number: number, places: places.count)
    var skipped: [SkippedPicture] = []
    for place in places {
      if isStopped() { return nil }
      do {
        try growing.add(sample(at: place, epoch: epoch))
      } catch {
        let failure = PicturesError.sampleFailed(
          set: set.description, index: place, cause: String(describing: error))
        guard damaged == .skip, concernsOnePicture(error) else { throw failure }
        skipped.append(
          SkippedPicture(
            batch: number, index: set.source(of: place).index, reason: String(describing: error)))
      }
    }
    return MadeBatch(batch: growing.batch, skipped: skipped)
  }

  /// The sample at `place`, read and transformed.
  private func sample(at place: Int, epoch: Int) throws -> Sample {
    let (source, index) = set.source(of: place)
    guard let reading, let source = source as? any EncodedPictureSet else {
      let sample = try set.sample(at: place)
      var random = stream(epoch: epoch, index: sample.index)
      let picture = try reading?(sample.picture, &random) ?? sample.picture
      return Sample(
        picture: try transforms(picture, &random), label: sample.label, index: sample.index)
    }
    var random = stream(epoch: epoch, index: index)
    let picture = try reading(source.image(at: index), as: source.decoding, &random)
    return Sample(
      picture: try transforms(picture, &random), label: set.label(at: place), index: index)
  }

  /// What is random about sample `index` in an epoch.
  private func stream(epoch: Int, index: Int) -> RandomStream {
    (seed / "augment" / epoch / index).stream
  }
}

/// A batch to which pictures are still added.
private struct GrowingBatch {
  let number: Int
  /// How many pictures there is to be room for.
  let places: Int
  private var bytes: [UInt8] = []
  private var labels: [Int64] = []
  private var indices: [Int] = []
  private var shape: [Int] = []

  init(number: Int, places: Int) {
    self.number = number
    self.places = places
  }

  /// Adds a picture, which must be of the first one's shape.
  mutating func add(_ sample: Sample) throws {
    let picture = sample.picture
    if shape.isEmpty {
      shape = picture.shape
      bytes.reserveCapacity(places * picture.bytes.count)
    }
    guard picture.shape == shape else {
      throw PicturesError.shapesDiffer(found: picture.shape, expected: shape)
    }
    bytes += picture.bytes
    labels.append(Int64(sample.label))
    indices.append(sample.index)
  }

  /// The pictures so far, or `nil` where there are none.
  var batch: PictureBatch? {
    guard !labels.isEmpty else { return nil }
    return PictureBatch(
      number: number, bytes: bytes, labels: labels, indices: indices,
      shape: [labels.count] + shape)
  }
}
