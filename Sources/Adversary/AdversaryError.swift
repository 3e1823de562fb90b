/// What can go wrong while an adversary moves features or a method learns.
public enum AdversaryError: Error, Equatable, CustomStringConvertible {
  /// A random start was asked for without a radius to start in.
  case noRadius
  /// A lesson takes statistics over a single value per group, which have no deviation.
  case tooFewValues(stage: String, statistics: String, shape: [Int])

  /// What was found, where, what was expected and what to do.
  public var description: String {
    switch self {
    case .noRadius:
      "a random start needs a radius: set the attack's radius, or randomStart to false"
    case .tooFewValues(let stage, let statistics, let shape):
      "normalization by \(statistics) at stage '\(stage)' takes a deviation over one value: "
        + "the features are \(shape); choose another normalization or another stage"
    }
  }
}
