import Foundation
import Pictures
import Randomness
import Testing

@Suite(.timeLimit(.minutes(2)))
struct LoaderEpochTests {
  private func epoch(
    of set: WatchedSet, batchSize: Int = 10, threads: Int = 3, prefetch: Int = 4
  ) -> LoaderEpoch {
    let loader = Loader(
      set: set, batchSize: batchSize, shuffles: false, seed: Seed(1), threads: threads,
      prefetch: prefetch)
    return loader.epoch(0)
  }

  @Test func `an error reaches the consumer at its batch, naming the sample`() throws {
    let epoch = epoch(of: WatchedSet(bad: 34))
    for batch in 0..<3 { #expect(try epoch.next()?.indices.first == 10 * batch) }
    let expected = PicturesError.sampleFailed(set: "watched", index: 34, cause: "Unreadable()")
    #expect(throws: expected) { try epoch.next() }
    #expect(throws: expected) { try epoch.next() }
  }

  @Test func `no more batches are made ahead than told`() throws {
    let set = WatchedSet()
    let epoch = epoch(of: set, prefetch: 2)
    #expect(try epoch.next() != nil)
    Thread.sleep(forTimeInterval: 0.2)
    #expect(set.readCount == 30)
    #expect(try epoch.next() != nil)
    Thread.sleep(forTimeInterval: 0.2)
    #expect(set.readCount == 40)
  }

  @Test(arguments: [0, 1, 5])
  func `an epoch let go early leaves no thread behind`(taken: Int) throws {
    weak var left: WatchedSet?
    do {
      let set = WatchedSet(delay: 0.001)
      left = set
      let epoch = epoch(of: set)
      for _ in 0..<taken { _ = try epoch.next() }
    }
    // Each thread holds the set until it ends.
    #expect(left == nil)
  }

  @Test func `an epoch let go early does not finish its batches`() throws {
    let set = WatchedSet(delay: 0.005)
    let start = ContinuousClock.now
    do {
      let epoch = epoch(of: set, batchSize: 1000)
      while set.readCount == 0 { Thread.sleep(forTimeInterval: 0.001) }
      withExtendedLifetime(epoch) {}
    }
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(set.readCount < 300)
  }

  @Test func `an epoch that failed reads no more while it is held`() throws {
    let set = WatchedSet(bad: 3, delay: 0.001)
    let epoch = epoch(of: set, prefetch: 50)
    #expect(throws: PicturesError.self) { try epoch.next() }
    let reads = set.readCount
    Thread.sleep(forTimeInterval: 0.05)
    #expect(set.readCount == reads)
    withExtendedLifetime(epoch) {}
  }

  @Test func `after the last batch there is none, however often asked`() throws {
    let epoch = epoch(of: WatchedSet(), batchSize: 600)
    #expect(try epoch.next()?.count == 600)
    #expect(try epoch.next()?.count == 400)
    for _ in 0..<3 { #expect(try epoch.next() == nil) }
  }

  @Test func `waiting for a slow set is counted, pauses of the consumer are not`() throws {
    let epoch = epoch(of: WatchedSet(delay: 0.01), threads: 1)
    #expect(epoch.waited == 0)
    _ = try epoch.next()
    let first = epoch.waited
    #expect(first > 0.09)
    Thread.sleep(forTimeInterval: 0.5)
    _ = try epoch.next()
    #expect(epoch.waited - first < 0.05)
  }

  @Test func `many epochs let go at any moment all end`() throws {
    for taken in 0..<100 {
      let epoch = epoch(of: WatchedSet(), batchSize: 100, threads: 4, prefetch: 1 + taken % 4)
      for _ in 0..<(taken % 12) { _ = try epoch.next() }
    }
  }
}
