import Foundation
import Randomness
import Support
import Testing
import Torch

@testable import Networks

@Suite struct MixingTests {
  private func batch(_ count: Int = 6) throws -> ClassifierBatch {
    ClassifierBatch(
      images: try .uniform([count, 3, 8, 10], seed: Seed(1), dtype: .float64),
      targets: try Tensor((0..<count).map { Int64($0 % 4) }))
  }

  private func mixing(_ change: (inout Mixing) -> Void) -> Mixing {
    var mixing = Mixing()
    change(&mixing)
    return mixing
  }

  /// What the batch's targets are as weights, by `partners` and `share`.
  private func weights(_ partners: [Int], _ share: Double) throws -> Tensor {
    var rows = [Double](repeating: 0, count: 4 * partners.count)
    for (index, partner) in partners.enumerated() {
      rows[4 * index + index % 4] += share
      rows[4 * index + partner % 4] += 1 - share
    }
    return try Tensor(rows, shape: [partners.count, 4])
  }

  /// How many rows or columns a rectangle of that part of the area has, cut off at the edges
  /// (Yun et al., 2019, algorithm 1).
  private func span(_ length: Double, _ middle: Double, _ part: Double) -> Int {
    let (size, place) = (
      (length * part.squareRoot()).rounded(.down), (length * middle).rounded(.down)
    )
    let half = (size / 2).rounded(.down)
    return Int(min(length, place + half) - max(0, place - half))
  }

  @Test func `mixup weighs pictures and classes alike`() throws {
    let (batch, mixup) = (try batch(), mixing { $0.mixup = 0.7 })
    for seed in 1...5 {
      let draw = try #require(mixup.draw(count: 6, seed: Seed(UInt64(seed))))
      #expect(draw.cut == nil)
      let mixed = try batch.mixed(by: mixup, classes: 4, seed: Seed(UInt64(seed)))
      let partners = try Tensor(draw.partners.map(Int64.init))
      let others = try batch.images.indexSelect(dim: 0, index: partners)
      let expected = try draw.share * batch.images + (1 - draw.share) * others
      #expect(try distance(mixed.images, expected) < 1e-12)
      #expect(try distance(mixed.targets, weights(draw.partners, draw.share)) < 1e-12)
      let original = try #require(mixed.original)
      #expect(try identical(original.images, batch.images))
      #expect(original.targets.shape == [6])
    }
  }

  @Test func `cutmix puts a rectangle of the partner in, and weighs classes by its area`() throws {
    let (batch, cutmix) = (try batch(), mixing { $0.cutmix = 1 })
    var areas: Set<Int> = []
    for seed in 1...20 {
      let draw = try #require(cutmix.draw(count: 6, seed: Seed(UInt64(seed))))
      let mixed = try batch.mixed(by: cutmix, classes: 4, seed: Seed(UInt64(seed)))
      for (index, partner) in draw.partners.enumerated() where partner != index {
        let own = try mixed.images.select(dim: 0, index: index)
        let kept = try own.eq(batch.images.select(dim: 0, index: index))
        let taken = try own.eq(batch.images.select(dim: 0, index: partner))
        #expect(try (kept.to(.float64) + taken.to(.float64)).eq(1).all().item() == 1)
        let area = Int(try taken.sum().item()) / 3
        areas.insert(area)
        let cut = try #require(draw.cut)
        #expect(area == span(8, cut.y, 1 - draw.share) * span(10, cut.x, 1 - draw.share))
        let share = 1 - Double(area) / 80
        let expected = try weights(draw.partners, share).select(dim: 0, index: index)
        #expect(try distance(mixed.targets.select(dim: 0, index: index), expected) < 1e-12)
      }
    }
    #expect(areas.count > 5)
  }

  @Test func `cross entropy of mixed classes is the mix of theirs`() throws {
    let logits = try Tensor.normal([6, 4], seed: Seed(9), dtype: .float64)
    let (batch, mixup) = (try batch(), mixing { $0.mixup = 1 })
    let draw = try #require(mixup.draw(count: 6, seed: Seed(2)))
    let mixed = try batch.mixed(by: mixup, classes: 4, seed: Seed(2))
    let others = try batch.targets.indexSelect(
      dim: 0, index: Tensor(draw.partners.map(Int64.init)))
    let expected =
      try draw.share * logits.crossEntropyLoss(batch.targets)
      + (1 - draw.share) * logits.crossEntropyLoss(others)
    #expect(try distance(logits.crossEntropyLoss(mixed.targets), expected) < 1e-12)
  }

  @Test func `batches are mixed as often as asked, by each in its share`() {
    let both = mixing {
      $0.mixup = 1
      $0.cutmix = 1
      $0.probability = 0.6
      $0.cutmixShare = 0.25
    }
    let draws = (0..<4_000).map { both.draw(count: 2, seed: Seed(7) / $0) }
    let mixed = draws.compactMap { $0 }
    #expect(abs(Double(mixed.count) / 4_000 - 0.6) < 0.03)
    #expect(abs(Double(mixed.filter { $0.cut != nil }.count) / Double(mixed.count) - 0.25) < 0.03)
  }

  @Test func `a batch that is not mixed stays what it is`() throws {
    let never = mixing {
      $0.mixup = 1
      $0.probability = 0
    }
    let same = try batch().mixed(by: never, classes: 4, seed: Seed(1))
    #expect(same.original == nil && same.targets.shape == [6])
  }
}
