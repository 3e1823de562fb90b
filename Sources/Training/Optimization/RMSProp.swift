import Networks
import Torch

/// What RMSProp is told beside a learning rate and decays.
public struct RMSPropSettings: Sendable, Hashable {
  /// The part of the squares' average that stays from step to step, 0..<1 (TensorFlow's `rho`).
  public var alpha = 0.9
  /// What is added to the squares' average before its root is taken; above 0.
  public var epsilon = 1e-10
  /// The part of the velocity that stays from step to step, 0..<1.
  public var momentum = 0.9
  /// Whether parameters shrink by the rate times the decay, rather than that their gradients grow
  /// by the decay (Loshchilov and Hutter, 2019).
  public var decouplesDecay = false

  /// A momentum of 0.9; EfficientNet's have an epsilon of 1e-3.
  public init() {}
}

/// RMSProp as TensorFlow has it, in the form of timm's `RMSpropTF`.
///
/// Other than `torch.optim.RMSprop`: averages of squares start at 1, the epsilon is inside the root,
/// and the learning rate is part of the velocity. A checkpoint has `<parameter>.square_avg` and
/// `.momentum_buffer`, timm's names.
public final class RMSProp: Optimizer {
  /// What is moved.
  public let groups: [ParameterGroup]
  private let settings: RMSPropSettings
  private var memory: OptimizerMemory

  /// An optimizer of `groups`.
  public init(_ settings: RMSPropSettings = RMSPropSettings(), _ groups: [ParameterGroup]) {
    self.settings = settings
    self.groups = groups
    let squares = OptimizerMemory.Slot(name: "square_avg", start: 1)
    let velocities = OptimizerMemory.Slot(name: "momentum_buffer")
    memory = OptimizerMemory(settings.momentum > 0 ? [squares, velocities] : [squares])
  }

  /// Moves every parameter that has a gradient.
  public func step(learningRate: Double) throws {
    for group in groups {
      let reached = try group.reached()
      let columns = try memory.columns(of: reached)
      try Fused.rmsProp(
        reached.map(\.tensor), squares: columns[0],
        velocities: columns.count > 1 ? columns[1] : [],
        learningRate: group.rateFactor * learningRate, alpha: settings.alpha,
        epsilon: settings.epsilon, momentum: settings.momentum, weightDecay: group.weightDecay,
        decouplesDecay: settings.decouplesDecay)
    }
  }

  /// The averages and velocities by parameter name.
  public var state: [String: Tensor] { memory.state }

  /// Goes on with the averages and velocities of a checkpoint.
  public func restore(_ state: [String: Tensor]) throws {
    try memory.restore(state, of: groups.flatMap(\.parameters))
  }
}
