/// Pictures that are smaller in turns, to save time (Wu et al., 2020, arXiv 1912.00998).
///
/// As in the codes of Li et al. (2021): every other step, the first of an epoch among them, divides
/// sides by the root of 2, and so does every step early in a stage of the learning rate.
public struct MultiGrid: Sendable, Hashable {
  /// The shortest that a side may become; one that is shorter stays as it is.
  public var least = 112

  /// Sides of 112 or more.
  public init() {}

  /// How long a side of `length` is at a step.
  public func side(_ length: Int, at moment: RunMoment) -> Int {
    var side = Double(length)
    if moment.stepInEpoch.isMultiple(of: 2) { side /= 2.0.squareRoot() }
    if moment.isEarlyInStage { side /= 2.0.squareRoot() }
    return min(length, max(Int(side + 0.5), least))
  }
}
