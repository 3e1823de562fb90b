import Foundation
import Networks
import Torch

/// How an exponential moving average follows the weights.
public struct WeightAverageSettings: Sendable, Hashable {
  /// How the average begins with shorter memories (Katherine Crowson's warm-up, as timm has it).
  public struct WarmUp: Sendable, Hashable {
    /// The steps after which the memory grows; above 0.
    public var gamma = 1.0
    /// How fast it grows; above 0.
    public var power = 2.0 / 3

    /// A decay of 0.999 after 31,600 steps.
    public init() {}
  }

  /// The part of the average that stays from step to step, 0..<1.
  public var decay = 0.9999
  /// Smaller decays at first; `nil` for none.
  public var warmUp: WarmUp?

  /// A decay of 0.9999 from the second step on.
  public init() {}

  /// The decay of the step with that number, counted from 1.
  ///
  /// As `get_decay` of timm's `ModelEmaV3`: the first step's is 0, so that the average starts as the
  /// weights behind it; with a warm-up, step t takes 1 - (1 + (t - 1) / gamma)^-power until that
  /// reaches `decay`.
  public func decay(at step: Int) -> Double {
    guard step > 1 else { return 0 }
    guard let warmUp else { return decay }
    return min(decay, 1 - pow(1 + Double(step - 1) / warmUp.gamma, -warmUp.power))
  }
}

/// The exponential moving average of a network's weights, as timm's `ModelEmaV3`.
///
/// Averaged are all numbers with a fraction, running averages of batch norms among them; counts are
/// copied. A network of its own holds them, so that it can be judged at any time.
public final class WeightAverage<Task: TrainableTask> {
  /// The averaged network.
  public let session: Session<Task>
  private let settings: WeightAverageSettings
  private let averaged: (own: [Tensor], followed: [Tensor])
  private let copied: (own: [Tensor], followed: [Tensor])

  /// An average that follows `session`'s weights, from them or from `averages` of a checkpoint.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit` where `averages` are of another network.
  public init(
    _ settings: WeightAverageSettings, of session: Session<Task>,
    from averages: [String: Tensor]? = nil
  ) throws {
    self.settings = settings
    let source = ParameterStore.Source(
      name: averages == nil ? "the network" : "the checkpoint's averages",
      averages ?? session.weights)
    self.session = try Session<Task>(session.recipe, classes: session.classes, weights: source)
    let own = self.session.weights
    let pairs = try session.weights.sorted { $0.key < $1.key }.compactMap { name, followed in
      try own[name].map { (own: try $0.detach(), followed: try followed.detach()) }
    }
    let floating = try pairs.filter { try $0.own.dtype.isFloating }
    let whole = try pairs.filter { try !$0.own.dtype.isFloating }
    averaged = (floating.map(\.own), floating.map(\.followed))
    copied = (whole.map(\.own), whole.map(\.followed))
  }

  /// Moves the average towards the weights as step number `step` left them, counted from 1.
  public func follow(step: Int) throws {
    try Fused.lerp(
      averaged.own, to: averaged.followed, weight: 1 - settings.decay(at: step))
    for (own, followed) in zip(copied.own, copied.followed) { try own.copyInPlace(followed) }
  }

  /// The averages by the names of the weights.
  public var weights: [String: Tensor] { session.weights }
}
