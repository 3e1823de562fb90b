import Pictures

/// What a network makes of the pixels of one picture.
public struct PixelPrediction: Sendable, Equatable {
  /// One class, and how much of the picture is told to be of it.
  public struct Share: Codable, Hashable, Sendable {
    /// The name of the class.
    public let name: String
    /// Its number, from 0.
    public let label: Int
    /// The part of the picture's pixels, above 0 and at most 1.
    public let share: Double

    private enum CodingKeys: String, CodingKey {
      case name = "class"
      case label
      case share
    }
  }

  /// The path of the picture.
  public let file: String
  /// The picture as it was seen.
  public let picture: Picture
  /// The class of every pixel of it.
  public let mask: Mask
  /// The classes of which there are pixels, that of the most first.
  public let classes: [Share]

  /// What `mask` tells of `picture`, whose classes are called as `name` says.
  init(file: String, picture: Picture, mask: Mask, name: (Int) -> String) {
    self.file = file
    self.picture = picture
    self.mask = mask
    var counts = [Int](repeating: 0, count: 256)
    for byte in mask.bytes { counts[Int(byte)] += 1 }
    classes = counts.indices.filter { counts[$0] > 0 }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
      .map {
        Share(name: name($0), label: $0, share: Double(counts[$0]) / Double(mask.bytes.count))
      }
  }
}
