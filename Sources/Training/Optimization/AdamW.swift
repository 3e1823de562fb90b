import Networks
import Torch

/// What AdamW is told beside a learning rate and decays.
public struct AdamWSettings: Sendable, Hashable {
  /// The part of the gradients' average that stays from step to step, 0..<1.
  public var beta1 = 0.9
  /// The part of the squares' average that stays, 0..<1.
  public var beta2 = 0.999
  /// What is added to the root of the squares' average; above 0.
  public var epsilon = 1e-8

  /// PyTorch's settings.
  public init() {}
}

/// Adam with a decay of its own, as `torch.optim.AdamW` (Loshchilov and Hutter, 2019, algorithm 2).
///
/// A checkpoint has `<parameter>.exp_avg`, `.exp_avg_sq` and `.step`, PyTorch's names and numbers.
public final class AdamW: Optimizer {
  /// What is moved.
  public let groups: [ParameterGroup]
  private let settings: AdamWSettings
  private var memory = OptimizerMemory([
    OptimizerMemory.Slot(name: "exp_avg"), OptimizerMemory.Slot(name: "exp_avg_sq"),
    OptimizerMemory.Slot(name: "step", isNumber: true),
  ])

  /// An optimizer of `groups`.
  public init(_ settings: AdamWSettings = AdamWSettings(), _ groups: [ParameterGroup]) {
    self.settings = settings
    self.groups = groups
  }

  /// Moves every parameter that has a gradient; each counts its own steps.
  public func step(learningRate: Double) throws {
    for group in groups {
      let reached = try group.reached()
      let columns = try memory.columns(of: reached)
      try Fused.adamW(
        reached.map(\.tensor), means: columns[0], squares: columns[1], steps: columns[2],
        learningRate: group.rateFactor * learningRate, betas: (settings.beta1, settings.beta2),
        epsilon: settings.epsilon, weightDecay: group.weightDecay)
    }
  }

  /// The averages and the number of steps by parameter name.
  public var state: [String: Tensor] { memory.state }

  /// Goes on with the averages of a checkpoint.
  public func restore(_ state: [String: Tensor]) throws {
    try memory.restore(state, of: groups.flatMap(\.parameters))
  }
}
