import Pictures
import Randomness
import Testing

@Suite(.timeLimit(.minutes(2)))
struct LoaderTests {
  let transforms: [any Transform] = [PadAndCrop(padding: 2, size: 4), RandomFlip()]

  private func loader(
    _ set: any PictureSet = numbered(103, side: 4), batchSize: Int = 10, dropsLast: Bool = false,
    shuffles: Bool = true, seed: UInt64 = 1, threads: Int = 1, prefetch: Int = 4
  ) -> Loader {
    Loader(
      set: set, transforms: transforms, batchSize: batchSize, dropsLast: dropsLast,
      shuffles: shuffles, seed: Seed(seed), threads: threads, prefetch: prefetch)
  }

  private func all(_ epoch: LoaderEpoch) throws -> [PictureBatch] {
    var batches: [PictureBatch] = []
    while let batch = try epoch.next() { batches.append(batch) }
    return batches
  }

  @Test func `an unshuffled epoch is the set in order, in batches`() throws {
    let set = numbered(5)
    let loader = Loader(set: set, batchSize: 2, shuffles: false, seed: Seed(1))
    let batches = try all(loader.epoch(0))
    #expect(batches.map(\.indices) == [[0, 1], [2, 3], [4]])
    #expect(batches.map(\.labels) == [[0, 1], [2, 0], [1]])
    #expect(batches.map(\.shape) == [[2, 1, 2, 2], [2, 1, 2, 2], [1, 1, 2, 2]])
    #expect(batches[1].bytes == [2, 18, 34, 50, 3, 19, 35, 51])
    #expect(batches[2].bytes == [4, 20, 36, 52])
  }

  @Test func `a last batch that is not full is left out where told`() throws {
    let whole = loader(dropsLast: true)
    #expect(whole.batches == 10)
    #expect(try all(whole.epoch(0)).map(\.count) == [Int](repeating: 10, count: 10))
    #expect(loader().batches == 11)
    #expect(try all(loader().epoch(0)).last?.count == 3)
    #expect(try all(loader(batchSize: 104, dropsLast: true).epoch(0)).isEmpty)
  }

  @Test(arguments: [(2, 1), (2, 4), (4, 2), (7, 20)])
  func `threads and prefetch change nothing`(threads: Int, prefetch: Int) throws {
    let expected = try all(loader().epoch(3))
    let batches = try all(loader(threads: threads, prefetch: prefetch).epoch(3))
    #expect(batches == expected)
  }

  @Test(arguments: [(1, 4), (2, 4), (3, 6), (16, 32)])
  func `no thread is idle for want of room`(threads: Int, prefetch: Int) {
    let loader = Loader(
      set: numbered(3), batchSize: 1, shuffles: false, seed: Seed(1), threads: threads)
    #expect(loader.prefetch == prefetch)
  }

  @Test func `a shuffled epoch visits every picture once, in an order of its own`() throws {
    let orders = try (0..<2).map { try all(loader().epoch($0)).flatMap(\.indices) }
    #expect(orders[0].sorted() == Array(0..<103))
    #expect(orders[1].sorted() == Array(0..<103))
    #expect(orders[0] != orders[1])
    #expect(orders[0] != Array(0..<103))
    #expect(orders[0] == loader().order(ofEpoch: 0))
    #expect(loader(seed: 2).order(ofEpoch: 0) != orders[0])
  }

  @Test func `every order of three is drawn about as often as any other`() {
    var times: [[Int]: Int] = [:]
    let loader = loader(numbered(3))
    for epoch in 0..<6_000 { times[loader.order(ofEpoch: epoch), default: 0] += 1 }
    // 1,000 expected of each, deviation 29.
    #expect(times.count == 6)
    #expect(times.values.allSatisfy { (850...1_150).contains($0) }, "\(times)")
  }
}

extension LoaderTests {
  @Test func `a sample's augmentation depends on seed, epoch and sample only`() throws {
    func pictures(_ loader: Loader, epoch: Int) throws -> [Int: [UInt8]] {
      let batches = try all(loader.epoch(epoch))
      return batches.reduce(into: [:]) { pictures, batch in
        let size = batch.bytes.count / batch.count
        for (place, index) in batch.indices.enumerated() {
          pictures[index] = Array(batch.bytes[(place * size)..<((place + 1) * size)])
        }
      }
    }
    let expected = try pictures(loader(), epoch: 2)
    #expect(try pictures(loader(batchSize: 7, shuffles: false), epoch: 2) == expected)
    let subset = Subset(numbered(103, side: 4), [50, 3])
    let some = try pictures(loader(subset), epoch: 2)
    #expect(some == expected.filter { [50, 3].contains($0.key) })
    #expect(try pictures(loader(), epoch: 1) != expected)
    #expect(try pictures(loader(seed: 2), epoch: 2) != expected)
  }

  @Test func `an epoch's end is the same from wherever it starts`() throws {
    let whole = try all(loader().epoch(1))
    for start in [0, 1, 7, 10, 11, 99] {
      let rest = try all(loader(threads: 2).epoch(1, startingAt: start))
      #expect(rest == Array(whole.dropFirst(start)))
    }
  }

  @Test func `batches before the start are not read`() throws {
    let set = WatchedSet()
    let batches = try all(loader(set, batchSize: 100).epoch(0, startingAt: 8))
    #expect(batches.count == 2)
    #expect(set.readCount == 200)
  }

  @Test func `pictures of another size than their batch's first are refused`() throws {
    struct Growing: PictureSet {
      let count = 4
      let classes = ["a"]
      let description = "growing"
      func label(at index: Int) -> Int { 0 }
      func sample(at index: Int) -> Sample {
        let side = index < 3 ? 1 : 2
        let bytes = [UInt8](repeating: 0, count: side * side)
        let picture = Picture(channels: 1, height: side, width: side, bytes: bytes)
        return Sample(picture: picture, label: 0, index: index)
      }
    }
    func epoch(_ batchSize: Int) -> LoaderEpoch {
      Loader(set: Growing(), batchSize: batchSize, shuffles: false, seed: Seed(1)).epoch(0)
    }
    #expect(try all(epoch(3)).map(\.shape) == [[3, 1, 1, 1], [1, 1, 2, 2]])
    let error = picturesError { _ = try all(epoch(2)) }
    let cause = PicturesError.shapesDiffer(found: [1, 2, 2], expected: [1, 1, 1])
    #expect(error == .sampleFailed(set: "growing", index: 3, cause: cause.description))
  }
}
