import Foundation
import Pictures
import Randomness
import Testing

@Suite(.timeLimit(.minutes(2)))
struct DamagedPicturesTests {
  private func loader(
    bad: Set<Int>, of count: Int = 20, threads: Int = 1, shuffles: Bool = false,
    damaged: DamagedPictures = .skip, dropsLast: Bool = false
  ) -> Loader {
    Loader(
      set: PartlyDamaged(count: count, bad: bad), transforms: [RandomFlip()], batchSize: 4,
      dropsLast: dropsLast, shuffles: shuffles, damaged: damaged, seed: Seed(3), threads: threads)
  }

  private func all(_ epoch: LoaderEpoch) throws -> [PictureBatch] {
    var batches: [PictureBatch] = []
    while let batch = try epoch.next() { batches.append(batch) }
    return batches
  }

  @Test func `a damaged picture is left out, and told of`() throws {
    let epoch = loader(bad: [1, 6]).epoch(0)
    #expect(try epoch.next()?.indices == [0, 2, 3])
    #expect(epoch.skipped.map(\.index) == [1])
    let second = try #require(try epoch.next())
    #expect(second.indices == [4, 5, 7])
    #expect(second.labels == [0, 1, 1])
    #expect(second.shape == [3, 1, 1, 2])
    #expect(epoch.skipped.map(\.batch) == [0, 1])
    let reason = ImageError.empty(file: "6.jpg").description
    #expect(epoch.skipped.last?.reason == reason)
    #expect(try all(epoch).map(\.count) == [4, 4, 4])
    #expect(epoch.skipped.count == 2)
  }

  @Test func `a batch of damaged pictures is passed over, and the others keep their numbers`()
    throws
  {
    let loader = loader(bad: [4, 5, 6, 7, 16, 17, 18, 19])
    let epoch = loader.epoch(0)
    let batches = try all(epoch)
    #expect(batches.map(\.number) == [0, 2, 3])
    #expect(batches.map(\.indices) == [[0, 1, 2, 3], [8, 9, 10, 11], [12, 13, 14, 15]])
    #expect(epoch.skipped.map(\.index) == [4, 5, 6, 7, 16, 17, 18, 19])
    for start in 0...5 {
      let rest = loader.epoch(0, startingAt: start)
      #expect(try all(rest) == batches.filter { $0.number >= start })
      #expect(rest.skipped == epoch.skipped.filter { $0.batch >= start })
    }
  }

  @Test(arguments: [1, 2, 5])
  func `how many threads work changes nothing`(threads: Int) throws {
    let bad = Set((0..<200).filter { $0 % 7 == 0 || (40..<60).contains($0) })
    let one = loader(bad: bad, of: 200, shuffles: true).epoch(2)
    let several = loader(bad: bad, of: 200, threads: threads, shuffles: true).epoch(2)
    #expect(try all(one) == all(several))
    #expect(one.skipped == several.skipped)
    #expect(Set(one.skipped.map(\.index)) == bad)
  }

  @Test func `an epoch of damaged pictures alone is an error, from wherever it is whole`() throws {
    let loader = loader(bad: Set(0..<20))
    let reason = ImageError.empty(file: "0.jpg").description
    let error = PicturesError.allSkipped(set: "partly damaged", count: 20, first: reason)
    let epoch = loader.epoch(0)
    for _ in 0..<2 { #expect(throws: error) { try epoch.next() } }
    #expect(error.description.contains("none of the 20 pictures"))
    #expect(try loader.epoch(0, startingAt: 4).next() == nil)
    #expect(try loader.epoch(0, startingAt: 5).next() == nil)
    #expect(
      try Loader(set: numbered(0), batchSize: 1, shuffles: false, seed: Seed(1)).epoch(0)
        .next() == nil)
  }

  @Test func `without being asked to skip, the loader refuses and names the picture`() throws {
    let epoch = loader(bad: [6], damaged: .refuse).epoch(0)
    #expect(try epoch.next()?.count == 4)
    let error = PicturesError.sampleFailed(
      set: "partly damaged", index: 6, cause: ImageError.empty(file: "6.jpg").description)
    #expect(throws: error) { try epoch.next() }
    #expect(epoch.skipped.isEmpty)
  }

  @Test func `what is not one picture's fault is refused nevertheless`() throws {
    for cause: any Error in [
      ImageError.noMemory(file: "a", height: 1, width: 1),
      ImageSetError.archiveChanged(archive: "a", found: 1, expected: 2), WatchedSet.Unreadable(),
    ] {
      let set = PartlyDamaged(count: 4, bad: [2], cause: cause)
      let epoch = Loader(
        set: set, batchSize: 4, shuffles: false, damaged: .skip, seed: Seed(1)
      ).epoch(0)
      #expect(throws: PicturesError.self) { try epoch.next() }
    }
    let set = PartlyDamaged(count: 4, bad: [2], cause: nil)
    let epoch = Loader(
      set: set, batchSize: 4, shuffles: false, damaged: .skip, seed: Seed(1)
    ).epoch(0)
    let cause = PicturesError.shapesDiffer(found: [1, 2, 2], expected: [1, 1, 2]).description
    #expect(throws: PicturesError.sampleFailed(set: "partly damaged", index: 2, cause: cause)) {
      try epoch.next()
    }
  }

  @Test func `damaged files of a folder are skipped, encoded reading or not`() throws {
    let folder = try TemporaryFolder()
    let good = try PictureFixtures.bytes("rgb-420.jpg")
    try folder.write(good, to: "a/1.jpg")
    try folder.write(Array(good.prefix(300)), to: "a/2.jpg")
    try folder.write([], to: "b/3.jpg")
    try folder.write(Array("GIF89a".utf8), to: "b/4.jpg")
    try folder.write(good, to: "b/5.jpg")
    try folder.write(good, to: "b/6.jpg")
    let images = try ImageFolder(folder.path)
    try FileManager.default.removeItem(atPath: images.path(at: 5))
    let crop = RandomResizedCrop(size: 8)
    for (reading, transforms) in [(RandomCropReading(crop), []), (nil, [crop])]
      as [((any ImageReading)?, [any Transform])]
    {
      let epoch = Loader(
        set: Subset(images, [5, 4, 3, 2, 1, 0]), reading: reading, transforms: transforms,
        batchSize: 6, shuffles: false, damaged: .skip, seed: Seed(1)
      ).epoch(0)
      #expect(try epoch.next()?.indices == [4, 0])
      #expect(epoch.skipped.map(\.index) == [5, 3, 2, 1])
      for skipped in epoch.skipped {
        #expect(skipped.reason.hasPrefix(images.path(at: skipped.index)), "\(skipped.reason)")
      }
    }
  }
}

/// Pictures of two pixels, some of which cannot be read, or are larger where there is no `cause`.
private struct PartlyDamaged: PictureSet {
  let count: Int
  let bad: Set<Int>
  let cause: @Sendable (Int) -> (any Error)?
  let classes = ["a", "b"]
  let description = "partly damaged"

  init(count: Int, bad: Set<Int>) {
    self.count = count
    self.bad = bad
    cause = { ImageError.empty(file: "\($0).jpg") }
  }

  init(count: Int, bad: Set<Int>, cause: (any Error)?) {
    self.count = count
    self.bad = bad
    self.cause = { _ in cause }
  }

  func label(at index: Int) -> Int { index % 2 }

  func sample(at index: Int) throws -> Sample {
    let isBad = bad.contains(index)
    if isBad, let cause = cause(index) { throw cause }
    let height = isBad ? 2 : 1
    let bytes = (0..<(2 * height)).map { UInt8(truncatingIfNeeded: index + $0) }
    return Sample(
      picture: Picture(channels: 1, height: height, width: 2, bytes: bytes),
      label: label(at: index), index: index)
  }
}
