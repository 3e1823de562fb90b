import Randomness

/// Changes each picture by a few operations, drawn evenly, all at one level (Cubuk et al., 2020).
public struct RandAugment: Transform, Hashable {
  /// How many operations are drawn; one may come several times.
  public let count: Int
  /// How strong they are.
  public let level: MagnitudeLevel
  /// What that means.
  public let magnitudes: Magnitudes
  /// How often an operation that was drawn is done.
  public let probability: Double
  /// The standard deviation of levels; 0 leaves them (timm's `mstd`).
  public let deviation: Double
  /// The operations drawn from.
  public let operations: [AugmentationOperation]
  /// How pictures are moved.
  public let moving: Moving

  /// Draws `count` operations, 0 or more, at `level` of `highest`.
  ///
  /// What is not given is as torchvision has it (levels 0...30, every drawn operation done), or for
  /// timm's magnitudes as timm (levels 0...10, every second one done).
  public init(
    count: Int = 2, level: Double = 9, of highest: Double? = nil,
    magnitudes: Magnitudes = .torchvision, probability: Double? = nil, deviation: Double = 0,
    operations: [AugmentationOperation]? = nil, moving: Moving = Moving()
  ) {
    let isTorchvision = magnitudes == .torchvision
    let probability = probability ?? (isTorchvision ? 1 : 0.5)
    let operations = operations ?? Self.operations(of: magnitudes)
    precondition(count >= 0 && !operations.isEmpty, "cannot draw \(count) of \(operations)")
    precondition((0...1).contains(probability), "\(probability) is not a probability")
    precondition(deviation >= 0, "a deviation is 0 or more, not \(deviation)")
    self.count = count
    self.level = MagnitudeLevel(level, of: highest ?? (isTorchvision ? 30 : 10))
    self.magnitudes = magnitudes
    self.probability = probability
    self.deviation = deviation
    self.operations = operations
    self.moving = moving
  }

  /// The operations that are usually drawn from: torchvision's 14, or timm's 15.
  public static func operations(of magnitudes: Magnitudes) -> [AugmentationOperation] {
    magnitudes == .torchvision
      ? [
        .identity, .shearX, .shearY, .translateX, .translateY, .rotate, .brightness, .color,
        .contrast, .sharpness, .posterize, .solarize, .autoContrast, .equalize,
      ]
      : [
        .autoContrast, .equalize, .invert, .rotate, .posterize, .solarize, .solarizeAdd, .color,
        .contrast, .brightness, .sharpness, .shearX, .shearY, .translateXRel, .translateYRel,
      ]
  }

  /// The changed picture, of the same shape.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels, or where the colour
  ///   beside the picture is one for others.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    try (0..<count).reduce(picture) { picture, _ in
      let operation = operations[random.below(operations.count)]
      guard random.chance(probability) else { return picture }
      let drawn = random.level(level.value, deviation: deviation, of: level.highest)
      let change = random.change(operation, at: drawn, by: magnitudes, of: picture)
      return try moving.apply(change, to: picture, &random)
    }
  }
}
