/// Where in a run a step is, for methods that change over it.
public struct RunMoment: Sendable, Hashable {
  /// How many steps of the same epoch came before.
  public let stepInEpoch: Int
  /// Whether its epoch is in the first half of those between two falls of the learning rate.
  public let isEarlyInStage: Bool

  /// A step after so many of the same epoch.
  public init(stepInEpoch: Int, isEarlyInStage: Bool) {
    self.stepInEpoch = stepInEpoch
    self.isEarlyInStage = isEarlyInStage
  }
}
