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
    return (
      Sample(picture: picture, label: sample.label, index: sample.index, mask: sample.mask), views
    )
  }

  /// The sample at `place` as it is read, and what is random about it from there on.
  private func read(
    at place: Int, epoch: Int
  ) throws -> (sample: Sample, random: RandomStream) {
    if let maskedReading { return try read(at: place, epoch: epoch, as: maskedReading) }
    let (source, index) = set.source(of: place)
    guard let reading, let source = source as? any EncodedPictureSet else {
      let sample = try set.sample(at: place)
      var random = seed(ofSample: sample.index, epoch: epoch).stream
      guard let reading else { return (sample, random) }
      let picture = try reading(sample.picture, &random)
      return (Sample(picture: picture, label: sample.label, index: sample.index), random)
    }
    var random = seed(ofSample: index, epoch: epoch).stream
    let picture = try reading(source.image(at: index), as: source.decoding, &random)
    return (Sample(picture: picture, label: set.label(at: place), index: index), random)
  }

  /// The sample at `place` and its mask, and what is random about them from there on.
  private func read(
    at place: Int, epoch: Int, as reading: any MaskedReading
  ) throws -> (sample: Sample, random: RandomStream) {
    let (source, index) = set.source(of: place)
    guard let source = source as? any MaskedPictureSet else {
      throw MaskError.noMasks(set: source.description)
    }
    var random = seed(ofSample: index, epoch: epoch).stream
    let (image, mask) = try source.masked(at: index)
    let read = try reading(image, as: source.decoding, mask, &random)
    let label = set.label(at: place)
    return (Sample(picture: read.picture, label: label, index: index, mask: read.mask), random)
  }

  /// The root of what is random about sample `index` in an epoch.
  private func seed(ofSample index: Int, epoch: Int) -> Seed {
    seed / "augment" / epoch / index
  }
}
