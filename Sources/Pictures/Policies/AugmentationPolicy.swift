import Randomness

/// Lists of operations of which one is drawn for each picture (Cubuk et al., 2019).
public struct AugmentationPolicy: Sendable, Hashable {
  /// One operation of a list.
  public struct Step: Sendable, Hashable {
    /// What is done.
    public var operation: AugmentationOperation
    /// How often it is done, 0...1.
    public var probability: Double
    /// How strongly, from 0 to the highest level of the `Magnitudes` that it is read by.
    public var level: Double

    /// Does `operation` with the given probability, 0...1, at `level`, 0...10.
    public init(_ operation: AugmentationOperation, _ probability: Double, _ level: Double = 0) {
      self.operation = operation
      self.probability = probability
      self.level = level
    }
  }

  /// The lists, each as likely as any other; the steps of one are taken in order.
  public var lists: [[Step]]

  /// A policy of the given lists, 1 or more.
  public init(_ lists: [[Step]]) { self.lists = lists }
}

/// Changes each picture by one list of a policy, drawn evenly.
public struct AutoAugment: Transform, Hashable {
  /// The lists drawn from.
  public let policy: AugmentationPolicy
  /// What their levels mean.
  public let magnitudes: Magnitudes
  /// The standard deviation of levels around those of the policy; 0 leaves them (timm's `mstd`).
  public let deviation: Double
  /// How pictures are moved.
  public let moving: Moving

  /// Draws from `policy`, of one list or more; `deviation` is 0 or more.
  public init(
    _ policy: AugmentationPolicy, magnitudes: Magnitudes = .torchvision, deviation: Double = 0,
    moving: Moving = Moving()
  ) {
    precondition(!policy.lists.isEmpty, "a policy has one list at least")
    precondition(deviation >= 0, "a deviation is 0 or more, not \(deviation)")
    self.policy = policy
    self.magnitudes = magnitudes
    self.deviation = deviation
    self.moving = moving
  }

  /// The changed picture, of the same shape.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels, or where the colour
  ///   beside the picture is one for others.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    let list = policy.lists[random.below(policy.lists.count)]
    return try list.reduce(picture) { picture, step in
      guard random.chance(step.probability) else { return picture }
      let level = random.level(
        step.level, deviation: deviation, of: magnitudes.highestLevel)
      let change = random.change(step.operation, at: level, by: magnitudes, of: picture)
      return try moving.apply(change, to: picture, &random)
    }
  }
}
