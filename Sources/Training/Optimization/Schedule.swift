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
    /// A power of what remains of the run.
    case polynomial(Polynomial)
    /// The rate times `factor` every so many epochs.
    case exponential(Exponential)
  }

  /// The epochs, or part of one, over which the rate rises in a line.
  public var warmUp = 0.0
  /// Where that line starts, as a part of the highest rate, 0...1.
  public var warmUpStart = 0.0
  /// What follows the warm-up.
  public var shape = Shape.cosine(Cosine())

  /// A cosine to 0 without a warm-up.
  public init(warmUp: Double = 0, warmUpStart: Double = 0, shape: Shape = .cosine(Cosine())) {
    self.warmUp = warmUp
    self.warmUpStart = warmUpStart
    self.shape = shape
  }

  /// The part of the highest rate that step number `step` of a run of `steps` takes.
  ///
  /// Of W steps of the warm-up the k-th takes s + (1 - s) k/W of it, where s is `warmUpStart`. Steps
  /// after it take PyTorch's `CosineAnnealingLR` or `PolynomialLR` over the steps that remain;
  /// `MultiStepLR` by epoch, or `ExponentialLR`, both counted from the run's start.
  public func factor(at step: Int, stepsPerEpoch: Int, steps: Int) -> Double {
    let warmUpSteps = warmUpSteps(stepsPerEpoch: stepsPerEpoch)
    if step < warmUpSteps {
      return warmUpStart + (1 - warmUpStart) * (Double(step + 1) / Double(warmUpSteps))
    }
    let length = max(1, steps - warmUpSteps)
    let epoch = Double(step) / Double(max(1, stepsPerEpoch))
    switch shape {
    case .constant: return 1
    case .steps(let steps): return steps.factor(at: epoch)
    case .cosine(let cosine): return cosine.factor(at: step - warmUpSteps, of: length)
    case .polynomial(let line): return line.factor(at: step - warmUpSteps, of: length)
    case .exponential(let decay): return decay.factor(at: epoch)
    }
  }

  /// How many steps the rate rises for.
  func warmUpSteps(stepsPerEpoch: Int) -> Int {
    Int(min((warmUp * Double(stepsPerEpoch)).rounded(), 1e18))
  }

  /// Whether an epoch, counted from 0, is in the first half of its stage of a run of `epochs`.
  ///
  /// A stage goes from one fall of the rate to the next; a rate that falls bit by bit has one.
  public func isEarlyInStage(epoch: Int, of epochs: Int) -> Bool {
    var falls: [Double] = []
    if case .steps(let steps) = shape { falls = steps.epochs.map(Double.init) }
    if case .exponential(let decay) = shape, decay.staircase {
      let passed = (Double(epoch) / decay.epochs + 1e-9).rounded(.down)
      falls = [passed * decay.epochs, (passed + 1) * decay.epochs]
    }
    let start = falls.filter { $0 <= Double(epoch) }.max() ?? 0
    let end = min(falls.filter { $0 > Double(epoch) }.min() ?? .infinity, Double(epochs))
    return Double(epoch) < (start + end) / 2
  }
}
