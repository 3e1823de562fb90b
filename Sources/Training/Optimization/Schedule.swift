import Foundation

/// How the learning rate goes over a run.
public struct Schedule: Sendable, Hashable {
  /// What follows the warm-up.
  public enum Shape: Sendable, Hashable {
    /// The highest rate throughout.
    case constant
    /// The rate times `factor` at each of some epochs.
    case steps(Steps)
    /// Half a cosine down to a part of the highest rate (Loshchilov and Hutter, 2017).
    case cosine(Cosine)
  }

  /// Where a rate falls in steps.
  public struct Steps: Sendable, Hashable {
    /// The epochs, counted from 0, at whose start the rate falls.
    public var epochs: [Int] = []
    /// What it is multiplied by each time.
    public var factor = 0.1

    /// A rate that falls to a tenth at the start of some epochs.
    public init(epochs: [Int] = [], factor: Double = 0.1) {
      self.epochs = epochs
      self.factor = factor
    }
  }

  /// Where a cosine ends.
  public struct Cosine: Sendable, Hashable {
    /// The last rate as a part of the highest, 0...1.
    public var end = 0.0

    /// A cosine that ends at a part of the highest rate.
    public init(end: Double = 0) {
      self.end = end
    }
  }

  /// The epochs, or part of one, over which the rate rises in a line from 0.
  public var warmUp = 0.0
  /// What follows the warm-up.
  public var shape = Shape.cosine(Cosine())

  /// A cosine to 0 without a warm-up.
  public init(warmUp: Double = 0, shape: Shape = .cosine(Cosine())) {
    self.warmUp = warmUp
    self.shape = shape
  }

  /// The part of the highest rate that step number `step` of the run takes.
  ///
  /// Steps of the warm-up take 1/W, 2/W, ... of it. Steps after it take PyTorch's
  /// `CosineAnnealingLR` over the steps that remain, or `MultiStepLR` by epoch.
  public func factor(at step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    let warmUpSteps = Int((warmUp * Double(stepsPerEpoch)).rounded())
    if step < warmUpSteps { return Double(step + 1) / Double(warmUpSteps) }
    switch shape {
    case .constant:
      return 1
    case .steps(let steps):
      let epoch = step / max(1, stepsPerEpoch)
      return pow(steps.factor, Double(steps.epochs.count { $0 <= epoch }))
    case .cosine(let cosine):
      let length = max(1, stepsPerEpoch * epochs - warmUpSteps)
      let turn = Double.pi * Double(step - warmUpSteps) / Double(length)
      return cosine.end + (1 - cosine.end) * (1 + cos(turn)) / 2
    }
  }
}
