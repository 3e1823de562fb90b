import Networks
import Torch

/// What stochastic gradient descent is told beside a learning rate and decays.
public struct SGDSettings: Sendable, Hashable {
  /// The part of the velocity that stays from step to step, 0..<1.
  public var momentum = 0.9
  /// Whether to look ahead along the velocity (Nesterov; Sutskever et al., 2013).
  public var nesterov = false

  /// A momentum of 0.9.
  public init() {}
}

/// Stochastic gradient descent with momentum, as `torch.optim.SGD`.
///
/// Velocities start with a parameter's first step; in a checkpoint they have the parameters' names.
public final class SGD: Optimizer {
  /// What is moved.
  public let groups: [ParameterGroup]
  private let settings: SGDSettings
  private var memory: OptimizerMemory

  /// An optimizer of `groups`.
  public init(_ settings: SGDSettings = SGDSettings(), _ groups: [ParameterGroup]) {
    self.settings = settings
    self.groups = groups
    memory = OptimizerMemory(settings.momentum > 0 ? [OptimizerMemory.Slot(name: "")] : [])
  }

  /// Moves every parameter that has a gradient.
  public func step(learningRate: Double) throws {
    for group in groups {
      let reached = try group.reached()
      let started = reached.filter { memory.has($0) }
      let fresh = reached.filter { !memory.has($0) }
      for (parameters, isFirst) in [(started, false), (fresh, true)] where !parameters.isEmpty {
        try Fused.sgd(
          parameters.map(\.tensor), momenta: memory.columns(of: parameters).first ?? [],
          learningRate: group.rateFactor * learningRate, momentum: settings.momentum,
          weightDecay: group.weightDecay, nesterov: settings.nesterov, isFirstStep: isFirst)
      }
    }
  }

  /// The velocities by parameter name.
  public var state: [String: Tensor] { memory.state }

  /// Goes on with the velocities of a checkpoint.
  public func restore(_ state: [String: Tensor]) throws {
    try memory.restore(state, of: groups.flatMap(\.parameters))
  }
}
