import Randomness

extension Loader {
  /// Batch `number`, of the pictures at `places`, or `nil` where it was stopped.
  func batch(
    _ number: Int, of places: ArraySlice<Int>, epoch: Int, unless isStopped: () -> Bool
  ) throws -> MadeBatch? {
    var growing = GrowingBatch(number: number, places: places.count, views: views.count)
    var skipped: [SkippedPicture] = []
    for place in places {
      if isStopped() { return nil }
      do {
        let (sample, views) = try sample(at: place, epoch: epoch)
        try growing.add(sample, views: views)
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

  /// The sample at `place`, read and transformed, and further views of it.
  private func sample(
    at place: Int, epoch: Int
  ) throws -> (sample: Sample, views: [Picture]) {
    let (sample, drawn) = try read(at: place, epoch: epoch)
    var random = drawn
    let start = try common(sample.picture, &random)
    let picture = try transforms(start, &random)
    let seed = seed(ofSample: sample.index, epoch: epoch) / "view"
    let views = try views.enumerated().map { number, view in
      var random = (seed / number).stream
      return try view(start, &random)
    }
    return (Sample(picture: picture, label: sample.label, index: sample.index), views)
  }

  /// The sample at `place` as it is read, and what is random about it from there on.
  private func read(
    at place: Int, epoch: Int
  ) throws -> (sample: Sample, random: RandomStream) {
    let (source, index) = set.source(of: place)
    guard let reading, let source = source as? any EncodedPictureSet else {
      let sample = try set.sample(at: place)
      var random = seed(ofSample: sample.index, epoch: epoch).stream
      let picture = try reading?(sample.picture, &random) ?? sample.picture
      return (Sample(picture: picture, label: sample.label, index: sample.index), random)
    }
    var random = seed(ofSample: index, epoch: epoch).stream
    let picture = try reading(source.image(at: index), as: source.decoding, &random)
    return (Sample(picture: picture, label: set.label(at: place), index: index), random)
  }

  /// The root of what is random about sample `index` in an epoch.
  private func seed(ofSample index: Int, epoch: Int) -> Seed {
    seed / "augment" / epoch / index
  }
}

/// A batch to which pictures are still added.
private struct GrowingBatch {
  let number: Int
  /// How many pictures there is to be room for.
  let places: Int
  private var bytes: [UInt8] = []
  private var views: [[UInt8]]
  private var labels: [Int64] = []
  private var indices: [Int] = []
  private var shape: [Int] = []

  init(number: Int, places: Int, views: Int) {
    self.number = number
    self.places = places
    self.views = Array(repeating: [], count: views)
  }

  /// Adds a picture and its views, which must be of the first picture's shape.
  mutating func add(_ sample: Sample, views others: [Picture]) throws {
    let picture = sample.picture
    if shape.isEmpty {
      shape = picture.shape
      bytes.reserveCapacity(places * picture.bytes.count)
      for view in views.indices { views[view].reserveCapacity(places * picture.bytes.count) }
    }
    if let other = ([picture] + others).first(where: { $0.shape != shape }) {
      throw PicturesError.shapesDiffer(found: other.shape, expected: shape)
    }
    bytes += picture.bytes
    for (view, other) in others.enumerated() { views[view] += other.bytes }
    labels.append(Int64(sample.label))
    indices.append(sample.index)
  }

  /// The pictures so far, or `nil` where there are none.
  var batch: PictureBatch? {
    guard !labels.isEmpty else { return nil }
    return PictureBatch(
      number: number, bytes: bytes, views: views, labels: labels, indices: indices,
      shape: [labels.count] + shape)
  }
}
