import Pictures
import Randomness
import Testing

@Suite(.timeLimit(.minutes(2)))
struct LoaderViewsTests {
  /// Adds a drawn number to every byte.
  private struct Brighter: Transform {
    func callAsFunction(_ picture: Picture, _ random: inout RandomStream) -> Picture {
      let more = UInt8(random.below(200))
      return Picture(
        channels: picture.channels, height: picture.height, width: picture.width,
        bytes: picture.bytes.map { $0 &+ more })
    }
  }

  private let common: [any Transform] = [PadAndCrop(padding: 2, size: 4), RandomFlip()]

  private func loader(
    _ views: [any Transform], transforms: [any Transform] = [RandomErasing(probability: 0.5)],
    batchSize: Int = 10, shuffles: Bool = true, seed: UInt64 = 1, threads: Int = 1
  ) -> Loader {
    Loader(
      set: numbered(43, side: 4), common: common, transforms: transforms, views: views,
      batchSize: batchSize, shuffles: shuffles, seed: Seed(seed), threads: threads)
  }

  private func all(_ epoch: LoaderEpoch) throws -> [PictureBatch] {
    var batches: [PictureBatch] = []
    while let batch = try epoch.next() { batches.append(batch) }
    return batches
  }

  /// What `pick` has of each picture, by the picture's number.
  private func each(
    _ loader: Loader, epoch: Int = 2, _ pick: (PictureBatch) -> [UInt8]
  ) throws -> [Int: [UInt8]] {
    try all(loader.epoch(epoch)).reduce(into: [:]) { found, batch in
      for (place, index) in batch.indices.enumerated() {
        found[index] = Array(pick(batch)[(place * 16)..<((place + 1) * 16)])
      }
    }
  }

  @Test func `pictures are the same with views and without, however they are listed`() throws {
    let plain = Loader(
      set: numbered(43, side: 4), transforms: common + [RandomErasing(probability: 0.5)],
      batchSize: 10, shuffles: true, seed: Seed(1))
    let expected = try all(plain.epoch(2))
    #expect(expected.allSatisfy { $0.views.isEmpty })
    #expect(try all(loader([]).epoch(2)) == expected)
    let viewed = try all(loader([Brighter(), RandomFlip()]).epoch(2))
    #expect(viewed.map(\.bytes) == expected.map(\.bytes))
    #expect(viewed.map(\.labels) == expected.map(\.labels))
    #expect(viewed.allSatisfy { $0.views.map(\.count) == [$0.bytes.count, $0.bytes.count] })
  }

  @Test func `a view parts from its picture behind what is common to both`() throws {
    let unchanged: [any Transform] = []
    let batches = try all(loader([unchanged], transforms: []).epoch(0))
    #expect(batches.allSatisfy { $0.views == [$0.bytes] })
    let erased = try all(loader([unchanged]).epoch(0))
    #expect(erased.map { $0.views[0] } == batches.map(\.bytes))
    #expect(erased.map(\.bytes) != batches.map(\.bytes))
    #expect(erased[1].view(0).bytes == batches[1].bytes && erased[1].view(0).views.isEmpty)
  }

  @Test func `a view depends on seed, epoch, sample and its own number only`() throws {
    let both: [any Transform] = [Brighter(), Brighter()]
    let first = try each(loader(both)) { $0.views[0] }
    let second = try each(loader(both)) { $0.views[1] }
    #expect(first != second)
    #expect(try each(loader([Brighter()])) { $0.views[0] } == first)
    #expect(try each(loader([RandomFlip(), Brighter()])) { $0.views[1] } == second)
    #expect(try each(loader(both, transforms: [Brighter()])) { $0.views[0] } == first)
    #expect(try each(loader(both, batchSize: 7, shuffles: false)) { $0.views[1] } == second)
    #expect(try each(loader(both), epoch: 1) { $0.views[0] } != first)
    #expect(try each(loader(both, seed: 2)) { $0.views[0] } != first)
    let seed = Seed(1) / "augment" / 2 / 5 / "view" / 1
    var random = seed.stream
    let start = try each(loader([])) { $0.bytes }
    let cropped = try each(loader([], transforms: [])) { $0.bytes }
    #expect(start != cropped)
    let more = UInt8(random.below(200))
    #expect(second[5] == cropped[5]?.map { $0 &+ more })
  }

  @Test(arguments: [2, 4])
  func `threads change no view, nor does where an epoch starts`(threads: Int) throws {
    let views: [any Transform] = [Brighter(), AugMix()]
    let expected = try all(loader(views).epoch(3))
    #expect(try all(loader(views, threads: threads).epoch(3)) == expected)
    let rest = try all(loader(views, threads: threads).epoch(3, startingAt: 2))
    #expect(rest == Array(expected.dropFirst(2)))
  }

  @Test func `a view of another size than its picture is refused`() throws {
    let views: [any Transform] = [CenterCrop(size: 2)]
    let error = picturesError { _ = try all(loader(views, shuffles: false).epoch(0)) }
    let cause = PicturesError.shapesDiffer(found: [1, 2, 2], expected: [1, 4, 4])
    let set = numbered(43, side: 4).description
    #expect(error == .sampleFailed(set: set, index: 0, cause: cause.description))
  }

  @Test func `a picture whose view cannot be made is left out with all of its views`() throws {
    /// Refuses the picture that was numbered 5.
    struct Refusing: Transform {
      func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
        guard picture.bytes[0] != 5 else { throw ImageError.truncated(file: "5", found: 1) }
        return picture
      }
    }
    let unchanged: [any Transform] = []
    let loader = Loader(
      set: numbered(10), views: [unchanged, Refusing()], batchSize: 10, shuffles: false,
      damaged: .skip, seed: Seed(1))
    let batch = try #require(try loader.epoch(0).next())
    #expect(batch.indices == [0, 1, 2, 3, 4, 6, 7, 8, 9])
    #expect(batch.views == [batch.bytes, batch.bytes])
  }
}
