import Networks

/// The cost of a step, in passes through the whole network.
///
/// A pass through a part counts as the part's share of the network's multiply-adds. Computing the
/// gradient of inputs and that of weights each takes about as many as a forward pass.
public struct Passes: Codable, Sendable, Hashable {
  /// Forward passes.
  public var forward = 0.0
  /// Passes of the gradient back to a part's input.
  public var inputGradient = 0.0
  /// Passes that make the gradients of a part's weights.
  public var weightGradient = 0.0

  /// No passes.
  public init() {}

  /// The passes of all kinds as a multiple of a plain training step, which has one of each.
  public var plainSteps: Double { (forward + inputGradient + weightGradient) / 3 }

  /// Adds those of another step.
  public static func += (sum: inout Passes, step: Passes) {
    sum.forward += step.forward
    sum.inputGradient += step.inputGradient
    sum.weightGradient += step.weightGradient
  }

  /// Learning from a batch through `part`, a share of the network.
  ///
  /// `kept` are the stages whose maps keep their gradient, which goes back there even where all
  /// stages before are frozen; with `wholly` it goes back to the part's input.
  mutating func addLearning<State>(
    _ share: Double, through part: Network<State>, keeping kept: Set<String> = [],
    wholly: Bool = false
  ) {
    forward += share
    inputGradient += share * (wholly ? 1 : part.shareReached(keeping: kept))
    weightGradient += share * part.shareLearning
  }

  /// One explicit step of an attack through a share of the network.
  mutating func addAttack(_ share: Double) {
    forward += share
    inputGradient += share
  }
}

extension Network {
  /// The part of `whole`'s multiply-adds that this network makes, 0...1; 0 where none were counted.
  func share(of whole: Network) -> Double {
    whole.multiplyAdds > 0 ? multiplyAdds / whole.multiplyAdds : 0
  }
}
