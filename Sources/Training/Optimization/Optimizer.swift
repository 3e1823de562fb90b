import Adversary
import Networks
import Torch

/// What moves parameters along their gradients.
///
/// A parameter without a gradient is left as it is, and so is what is remembered of it.
public protocol Optimizer: AnyObject {
  /// What is moved.
  var groups: [ParameterGroup] { get }

  /// Moves every parameter that has a gradient; each group's own factor multiplies the rate.
  func step(learningRate: Double) throws

  /// What is remembered from step to step, by parameter name, for a checkpoint.
  var state: [String: Tensor] { get }

  /// Goes on with the state of a checkpoint.
  ///
  /// - Throws: `TrainingError.optimizerDoesNotFit` where a name or shape is not a parameter's,
  ///   `.optimizerLacks` where only a part of what is remembered of a parameter is there.
  func restore(_ state: [String: Tensor]) throws
}

extension Optimizer {
  /// Forgets all gradients.
  public func zeroGradients() throws {
    for parameter in groups.flatMap(\.parameters) { try parameter.tensor.setGradient(nil) }
  }

  /// Multiplies all gradients by `factor`.
  public func scaleGradients(by factor: Double) throws {
    try Fused.scaleGradients(groups.flatMap { try $0.reached().map(\.tensor) }, by: factor)
  }

  /// Multiplies the gradients of batch norms that have more than one branch by those of `factors`.
  public func scaleGradients(by factors: BranchFactors, in store: ParameterStore) throws {
    let branches =
      [(Pass.Branch.main, factors.main)]
      + (0..<store.auxiliaryBranches).map { (.auxiliary($0), factors.auxiliary) }
    for (branch, factor) in branches {
      let group = ParameterGroup(store.normParameters(of: branch))
      try Fused.scaleGradients(group.reached().map(\.tensor), by: factor)
    }
  }

  /// Scales all gradients so that together they are at most `norm` long; returns how long they
  /// were.
  ///
  /// As `torch.nn.utils.clip_grad_norm_`.
  @discardableResult
  public func clipGradients(to norm: Double) throws -> Double {
    let reached = try groups.flatMap { try $0.reached().map(\.tensor) }
    let length = try Fused.gradientNorm(reached)
    let factor = norm / (length + 1e-6)
    if factor < 1 { try Fused.scaleGradients(reached, by: factor) }
    return length
  }
}

/// Parameters that an optimizer moves alike.
public struct ParameterGroup {
  /// The parameters, which are leaves.
  public let parameters: [ParameterStore.Named]
  /// What the learning rate is multiplied by; above 0.
  public let rateFactor: Double
  /// What each parameter is pulled towards 0 by; 0 or more.
  public let weightDecay: Double

  /// `parameters`, at the optimizer's own rate and without a decay where nothing else is said.
  public init(
    _ parameters: [ParameterStore.Named], rateFactor: Double = 1, weightDecay: Double = 0
  ) {
    self.parameters = parameters
    self.rateFactor = rateFactor
    self.weightDecay = weightDecay
  }

  /// The parameters that have a gradient.
  func reached() throws -> [ParameterStore.Named] {
    try parameters.filter { try $0.tensor.gradientIfAny() != nil }
  }
}
