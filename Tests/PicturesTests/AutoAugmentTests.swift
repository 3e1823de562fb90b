import Randomness
import Testing

@testable import Pictures

struct AutoAugmentTests {
  @Test(arguments: [
    ("imagenet", AugmentationPolicy.imageNet), ("original", .imageNet), ("v0", .imageNetV0),
    ("cifar10", .cifar10),
  ])
  func `a published policy is torchvision's or timm's table`(
    _ name: String, _ policy: AugmentationPolicy
  ) throws {
    let table = try #require(PublishedTables.all.policies[name])
    #expect(policy.lists.count == 25 && table.count == 25)
    for (list, steps) in zip(policy.lists, table) {
      #expect(list.count == steps.count)
      for (step, row) in zip(list, steps) {
        #expect(step.operation.rawValue == row.operation)
        #expect(step.probability == row.probability)
        if step.operation.hasMagnitude { #expect(step.level == row.level) }
      }
    }
  }

  @Test func `lists are drawn evenly, steps as often as they say, and in their order`() throws {
    // Each list leaves another mark; the second step shows whether the first was done before.
    let policy = AugmentationPolicy([
      [.init(.invert, 0.25), .init(.posterize, 0.5, 0)],
      [.init(.solarizeAdd, 1, 10)],
    ])
    let transform = AutoAugment(policy, magnitudes: .timm)
    let picture = Picture(channels: 1, height: 1, width: 1, bytes: [3])
    var times: [UInt8: Int] = [:]
    for number in 0..<8_000 {
      var random = (Seed(4) / number).stream
      times[try transform(picture, &random).bytes[0], default: 0] += 1
    }
    // timm keeps 0 bits at level 0. Of 4,000: an eighth inverted only, three eighths unchanged.
    #expect(Set(times.keys) == [0, 3, 113, 252])
    for (byte, expected) in [(113, 4_000), (252, 500), (3, 1_500), (0, 2_000)] as [(UInt8, Int)] {
      #expect(abs(times[byte, default: 0] - expected) < 180, "\(byte): \(times)")
    }
  }

  @Test func `moves and torchvision's enhancements go either way, equally often`() throws {
    for (operation, magnitudes) in [
      (AugmentationOperation.rotate, Magnitudes.timm), (.color, .torchvision),
    ] {
      var directions: [PictureChange: Int] = [:]
      let picture = try GoldenPicture.source("photo")
      for number in 0..<2_000 {
        var random = (Seed(5) / number).stream
        let level = MagnitudeLevel(6, of: 10)
        directions[
          random.change(operation, at: level, by: magnitudes, of: picture), default: 0] += 1
      }
      #expect(directions.count == 2)
      #expect(directions.values.allSatisfy { (880...1_120).contains($0) }, "\(directions)")
    }
  }

  @Test func `levels deviate as told and keep within their ends`() {
    var levels: [Double] = []
    for number in 0..<4_000 {
      var random = (Seed(6) / number).stream
      levels.append(random.level(9, deviation: 0.5, of: 10).value)
    }
    let mean = levels.reduce(0, +) / 4_000
    let variance = levels.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 4_000
    #expect(abs(mean - 9) < 0.03 && abs(variance - 0.25) < 0.03, "\(mean) \(variance)")
    #expect(levels.contains(10) && levels.allSatisfy { $0 <= 10 })
    var random = Seed(6).stream
    let before = random
    #expect(random.level(4, deviation: 0, of: 10).value == 4)
    var same = before
    #expect(random.next() == same.next())
  }

  @Test func `a cutout's middle is anywhere in the picture`() {
    let picture = Picture(
      channels: 1, height: 12, width: 16, bytes: [UInt8](repeating: 1, count: 192))
    var middles: Set<[Int]> = []
    for number in 0..<3_000 {
      var random = (Seed(7) / number).stream
      let level = MagnitudeLevel(10, of: 10)
      if case .cutout(let region) = random.change(.cutout, at: level, by: .timm, of: picture) {
        #expect(region.height == 2 && region.width == 2)
        middles.insert([region.top + 1, region.left + 1])
      }
    }
    #expect(middles.count == 192)
  }

  @Test func `what is drawn depends on the stream alone, and one resampling draws nothing`() throws
  {
    let photo = try GoldenPicture.source("photo")
    let transform = AutoAugment(.imageNet)
    for number in 0..<20 {
      var random = (Seed(8) / number).stream
      var same = random
      #expect(try transform(photo, &random) == transform(photo, &same))
      #expect(random.next() == same.next())
    }
    var (one, two) = (Seed(9).stream, Seed(9).stream)
    let before = Seed(9).stream
    _ = try Moving([.bilinear]).apply(.rotate(3), to: photo, &one)
    _ = try Moving([.bilinear, .bicubic]).apply(.invert, to: photo, &two)
    var expected = before
    let first = expected.next()
    #expect(one.next() == first && two.next() == first)
  }

  @Test func `batches are the same for any number of threads, and from any batch on`() throws {
    func batches(threads: Int, from start: Int = 0) throws -> [PictureBatch] {
      let loader = Loader(
        set: numbered(40, side: 8),
        transforms: [AutoAugment(.cifar10), RandAugment(), AugMix()], batchSize: 8,
        shuffles: true, seed: Seed(12), threads: threads)
      let epoch = loader.epoch(3, startingAt: start)
      var batches: [PictureBatch] = []
      while let batch = try epoch.next() { batches.append(batch) }
      return batches
    }
    let alone = try batches(threads: 1)
    #expect(try alone.count == 5 && batches(threads: 4) == alone)
    #expect(try batches(threads: 3, from: 2) == Array(alone[2...]))
  }

  @Test func `one of several resamplings is drawn for each move`() throws {
    let photo = try GoldenPicture.source("photo")
    let kinds: [Resampling] = [.bilinear, .bicubic]
    let expected = try kinds.map { try PictureChange.rotate(9).apply(to: photo, with: $0) }
    var times = [0, 0]
    for number in 0..<200 {
      var random = (Seed(10) / number).stream
      let turned = try Moving(kinds).apply(.rotate(9), to: photo, &random)
      let kind = try #require(expected.firstIndex(of: turned))
      times[kind] += 1
    }
    #expect(times.allSatisfy { (60...140).contains($0) }, "\(times)")
  }

  @Test func `a policy without lists is a slip that stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = AutoAugment(AugmentationPolicy([])) }
  }
}
