import Randomness
import Torch

/// Pictures of a batch mixed in pairs, and their classes with them.
///
/// Each batch has one draw of how much is mixed, and one order of partners. Sources: Mixup, Zhang et
/// al., 2018 (arXiv 1710.09412); CutMix, Yun et al., 2019 (arXiv 1905.04899), algorithm 1.
public struct Mixing: Sendable, Hashable {
  /// Both shapes of the beta distribution that Mixup's share is drawn from, above 0; `nil` for no
  /// Mixup.
  public var mixup: Double?
  /// Both shapes of the beta distribution that CutMix's share is drawn from, above 0; `nil` for no
  /// CutMix.
  public var cutmix: Double?
  /// The probability, 0...1, that a batch is mixed.
  public var probability = 1.0
  /// Where both are given, the probability, 0...1, of CutMix in a batch that is mixed.
  public var cutmixShare = 0.5

  /// Nothing is mixed.
  public init() {}

  /// How one batch of `count` pictures is mixed.
  struct Draw {
    /// The place that each picture's partner has.
    let partners: [Int]
    /// The share of a picture that stays its own, 0...1.
    let share: Double
    /// Whether the partner's share is a rectangle, whose middle is at this part of height and width.
    let cut: (y: Double, x: Double)?
  }

  /// `nil` where the batch is left as it is.
  func draw(count: Int, seed: Seed) -> Draw? {
    var stream = (seed / "mixing").stream
    guard stream.chance(probability), mixup != nil || cutmix != nil else { return nil }
    let cuts = cutmix != nil && (mixup == nil || stream.chance(cutmixShare))
    guard let shape = cuts ? cutmix : mixup else { return nil }
    let share = stream.beta(shape, shape)
    let cut = cuts ? (y: stream.unit(), x: stream.unit()) : nil
    return Draw(partners: stream.permutation(of: count), share: share, cut: cut)
  }
}

extension ClassifierBatch {
  /// These pictures mixed, with a weight for every one of `classes` as targets; `original` is what
  /// they were.
  ///
  /// - Throws: `NetworkError.targetsDoNotFit` where targets are neither classes nor weights.
  public func mixed(by mixing: Mixing, classes: Int, seed: Seed) throws -> ClassifierBatch {
    guard let draw = mixing.draw(count: images.shape[0], seed: seed) else { return self }
    return try mixed(by: draw, classes: classes)
  }

  /// The same as was drawn.
  func mixed(by draw: Mixing.Draw, classes: Int) throws -> ClassifierBatch {
    let partners = try Tensor(draw.partners.map(Int64.init), device: images.device)
    let others = try images.indexSelect(dim: 0, index: partners)
    var share = draw.share
    let mixed: Tensor
    if let cut = draw.cut {
      let rows = Self.span(of: images.shape[2], middle: cut.y, share: 1 - share)
      let columns = Self.span(of: images.shape[3], middle: cut.x, share: 1 - share)
      share = 1 - Double(rows.count * columns.count) / Double(images.shape[2] * images.shape[3])
      mixed = try images.clone()
      try mixed.part(rows, columns).copyInPlace(others.part(rows, columns))
    } else {
      mixed = try share * images + (1 - share) * others
    }
    let weights = try weights(of: classes)
    let other = try weights.indexSelect(dim: 0, index: partners)
    return ClassifierBatch(
      images: mixed, targets: try share * weights + (1 - share) * other, original: self)
  }

  /// The rows or columns of a rectangle that covers `share` of a picture, as far as they lie in it.
  private static func span(of length: Int, middle: Double, share: Double) -> Range<Int> {
    let size = Int(Double(length) * share.squareRoot())
    let middle = Int(Double(length) * middle)
    return max(0, middle - size / 2)..<min(length, middle + size / 2)
  }

  /// The weight of every class of each picture, `[N, classes]`.
  private func weights(of classes: Int) throws -> Tensor {
    guard targets.shape.count == 1 else { return targets }
    let own = try targets.unsqueeze(dim: 1)
    let each = try Tensor((0..<classes).map(Int64.init), device: targets.device)
    return try own.eq(each).to(images.dtype)
  }
}

extension Tensor {
  fileprivate func part(_ rows: Range<Int>, _ columns: Range<Int>) throws -> Tensor {
    try narrow(dim: 2, start: rows.lowerBound, length: rows.count)
      .narrow(dim: 3, start: columns.lowerBound, length: columns.count)
  }
}
