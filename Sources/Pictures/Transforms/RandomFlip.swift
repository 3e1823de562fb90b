import Randomness

/// Mirrors a picture left to right, at random.
public struct RandomFlip: Transform, Codable, Hashable {
  /// How often the picture is mirrored, 0...1.
  public var probability: Double

  /// Mirrors with the given probability, 0...1.
  public init(probability: Double = 0.5) {
    precondition((0...1).contains(probability), "\(probability) is not a probability")
    self.probability = probability
  }

  /// The picture or its mirror image, of the same shape.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) -> Picture {
    random.chance(probability) ? picture.mirrored : picture
  }
}
