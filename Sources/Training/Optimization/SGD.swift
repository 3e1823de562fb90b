import Networks
import Torch

/// How stochastic gradient descent steps.
public struct SGDSettings: Sendable, Hashable {
  /// The highest learning rate of the schedule.
  public var learningRate = 0.1
  /// The part of the velocity that stays from step to step, 0..<1.
  public var momentum = 0.9
  /// Whether to look ahead along the velocity (Nesterov; Sutskever et al., 2013).
  public var nesterov = false
  /// What each parameter is pulled towards 0 by.
  public var weightDecay = 5e-4
  /// Whether parameters of one dimension (norms, biases) are pulled towards 0 too.
  public var decaysNormsAndBiases = true

  /// PyTorch's SGD with momentum 0.9 and a weight decay of 5e-4.
  public init() {}
}

/// Stochastic gradient descent with momentum, as `torch.optim.SGD`.
///
/// A parameter without a gradient is left as it is. Velocities start with a parameter's first step.
public final class SGD {
  private let settings: SGDSettings
  private let parameters: [ParameterStore.Named]
  private var velocities: [String: Tensor] = [:]

  /// An optimizer of `parameters`, which are leaves.
  public init(_ settings: SGDSettings, _ parameters: [ParameterStore.Named]) {
    self.settings = settings
    self.parameters = parameters
  }

  /// Forgets all gradients.
  public func zeroGradients() throws {
    for parameter in parameters { try parameter.tensor.setGradient(nil) }
  }

  /// Scales all gradients so that together they are at most `norm` long; returns how long they
  /// were.
  ///
  /// As `torch.nn.utils.clip_grad_norm_`.
  @discardableResult
  public func clipGradients(to norm: Double) throws -> Double {
    let reached = try reached().map(\.tensor)
    let length = try Fused.gradientNorm(reached)
    let factor = norm / (length + 1e-6)
    if factor < 1 { try Fused.scaleGradients(reached, by: factor) }
    return length
  }

  /// Moves every parameter that has a gradient.
  public func step(learningRate: Double) throws {
    let reached = try reached()
    for decayed in [true, false] {
      let group = reached.filter { isDecayed($0.tensor) == decayed }
      let started = group.filter { velocities[$0.path] != nil }
      let fresh = group.filter { velocities[$0.path] == nil }
      if settings.momentum > 0 {
        for parameter in fresh { velocities[parameter.path] = try .zeros(like: parameter.tensor) }
      }
      for (group, isFirst) in [(started, false), (fresh, true)] where !group.isEmpty {
        try Fused.sgd(
          group.map(\.tensor), momenta: group.compactMap { velocities[$0.path] },
          learningRate: learningRate, momentum: settings.momentum,
          weightDecay: decayed ? settings.weightDecay : 0, nesterov: settings.nesterov,
          isFirstStep: isFirst)
      }
    }
  }

  /// The velocities by parameter name, for a checkpoint.
  public var state: [String: Tensor] { velocities }

  /// Continues with the velocities of a checkpoint.
  ///
  /// - Throws: `TrainingError.optimizerDoesNotFit` where a name or shape is not a parameter's.
  public func restore(_ state: [String: Tensor]) throws {
    let known = Dictionary(uniqueKeysWithValues: parameters.map { ($0.path, $0.tensor) })
    for (path, velocity) in state {
      guard let parameter = known[path], parameter.shape == velocity.shape else {
        throw TrainingError.optimizerDoesNotFit(path, shape: velocity.shape)
      }
      let own = try Tensor.zeros(like: parameter)
      try own.copyInPlace(velocity.to(dtype: parameter.dtype, device: parameter.device))
      velocities[path] = own
    }
  }

  private func reached() throws -> [ParameterStore.Named] {
    try parameters.filter { try $0.tensor.gradientIfAny() != nil }
  }

  private func isDecayed(_ parameter: Tensor) -> Bool {
    settings.decaysNormsAndBiases || parameter.shape.count > 1
  }
}
