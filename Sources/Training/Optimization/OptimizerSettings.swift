import Networks

/// How parameters are moved.
public struct OptimizerSettings: Sendable, Hashable {
  /// The kinds of optimizers.
  public enum Kind: Sendable, Hashable {
    /// Stochastic gradient descent with momentum.
    case sgd(SGDSettings)
    /// Adam with a decay of its own.
    case adamW(AdamWSettings)
    /// RMSProp as TensorFlow has it.
    case rmsProp(RMSPropSettings)
  }

  /// What the learning rate of one stage's parameters is multiplied by.
  public struct StageFactor: Sendable, Hashable {
    /// The stage's name.
    public var stage: String
    /// The factor; above 0.
    public var factor: Double

    /// The parameters of `stage` take `factor` times the learning rate.
    public init(stage: String, factor: Double) {
      self.stage = stage
      self.factor = factor
    }
  }

  /// The highest learning rate of the schedule.
  public var learningRate = 0.1
  /// What each parameter is pulled towards 0 by.
  public var weightDecay = 5e-4
  /// Whether parameters of one dimension (norms, biases) are pulled towards 0 too.
  public var decaysNormsAndBiases = true
  /// The stages whose parameters take a part or a multiple of the learning rate.
  public var stageFactors: [StageFactor] = []
  /// The rule by which parameters are moved.
  public var kind = Kind.sgd(SGDSettings())

  /// SGD with momentum 0.9, a rate of 0.1 and a weight decay of 5e-4.
  public init() {}

  /// An optimizer of those parameters in `store` that require a gradient.
  ///
  /// `network` tells the stages; the parameters were made for it.
  public func optimizer<State>(
    of network: Network<State>, _ store: ParameterStore
  ) -> any Optimizer {
    let groups = groups(of: network, store)
    return switch kind {
    case .sgd(let settings): SGD(settings, groups)
    case .adamW(let settings): AdamW(settings, groups)
    case .rmsProp(let settings): RMSProp(settings, groups)
    }
  }

  /// The parameters that are moved, in groups of one factor and one decay, in the store's order.
  func groups<State>(of network: Network<State>, _ store: ParameterStore) -> [ParameterGroup] {
    var factors: [String: Double] = [:]
    for entry in stageFactors {
      for stage in network.stages where stage.name == entry.stage {
        for path in stage.parameters { factors[path] = entry.factor }
      }
    }
    var kinds: [[Double]] = []
    var members: [[Double]: [ParameterStore.Named]] = [:]
    for parameter in store.parameters where parameter.tensor.requiresGradient {
      let isDecayed = decaysNormsAndBiases || parameter.tensor.shape.count > 1
      let kind = [factors[parameter.path] ?? 1, isDecayed ? weightDecay : 0]
      if members[kind] == nil { kinds.append(kind) }
      members[kind, default: []].append(parameter)
    }
    return kinds.map {
      ParameterGroup(members[$0] ?? [], rateFactor: $0[0], weightDecay: $0[1])
    }
  }
}
