/// What a network makes of one picture.
public struct Prediction: Codable, Hashable, Sendable {
  /// One class and how likely it is.
  public struct Choice: Codable, Hashable, Sendable {
    /// The name of the class.
    public let name: String
    /// Its number, from 0.
    public let label: Int
    /// The softmax of the network's output, 0...1.
    public let probability: Double

    private enum CodingKeys: String, CodingKey {
      case name = "class"
      case label
      case probability
    }
  }

  /// The path of the picture.
  public let file: String
  /// The most likely classes, the first one first.
  public let choices: [Choice]
}
