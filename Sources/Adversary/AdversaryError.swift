/// What can go wrong while an adversary moves features or a method learns.
public enum AdversaryError: Error, Equatable, CustomStringConvertible {
  /// A random start was asked for without a radius to start in.
  case noRadius
  /// A cut has no stage behind it that could learn.
  case nothingBehind(stage: String)
  /// A batch's attacked share has no sample, or is the whole batch.
  case tooFewSamples(attacked: Int, batch: Int)
  /// A lesson's features are no maps, or have a single value to take a deviation over.
  case tooFewValues(stage: String, statistics: String, shape: [Int])
  /// What a network makes of views cannot be compared, for its task tells no classes apart.
  case noProbabilities

  /// What was found, where, what was expected and what to do.
  public var description: String {
    switch self {
    case .noRadius:
      "a random start needs a radius: set the attack's radius, or randomStart to false"
    case .nothingBehind(let stage):
      "nothing follows the stage '\(stage)', so no lesson can be learned behind it; cut earlier"
    case .tooFewSamples(let attacked, let batch):
      "of a batch of \(batch) samples \(attacked) are to be attacked; expected are some, and some that "
        + "are not attacked. Take larger batches or another share"
    case .tooFewValues(let stage, let statistics, let shape):
      "normalization by \(statistics) at stage '\(stage)' needs features [N, C, H, W] with more "
        + "than one value to take a deviation over; they are \(shape). Choose "
        + "another normalization or another stage"
    case .noProbabilities:
      "AugMix's training compares the probabilities of classes, and this task has none; take another "
        + "method"
    }
  }
}
