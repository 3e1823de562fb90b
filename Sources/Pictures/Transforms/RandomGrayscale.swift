import Randomness

/// Makes pictures grey, at random; they keep their number of channels.
public struct RandomGrayscale: Transform, Hashable {
  /// How often a picture is made grey, 0...1.
  public let probability: Double

  /// Makes pictures grey with the given probability, 0...1.
  public init(probability: Double = 0.1) {
    precondition((0...1).contains(probability), "\(probability) is not a probability")
    self.probability = probability
  }

  /// The picture, or what its `grayscale()` gives.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    random.chance(probability) ? try picture.grayscale() : picture
  }
}
