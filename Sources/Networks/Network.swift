import Torch

/// What flows through a network: the feature maps so far, and what the losses will need.
public protocol Flow {
  /// The same state with every tensor in it replaced, in an order that is always the same.
  func mapped(_ transform: (Tensor) throws -> Tensor) rethrows -> Self
}

extension Flow {
  /// The same values, outside the gradient graph.
  public func detached() throws -> Self { try mapped { try $0.detach() } }

  /// Every tensor, in the order in which they are mapped.
  public var tensors: [Tensor] {
    var tensors: [Tensor] = []
    _ = mapped { tensor in
      tensors.append(tensor)
      return tensor
    }
    return tensors
  }
}

/// Named stages run in order; part of a network is a network over the same weights.
public struct Network<State: Flow> {
  /// The stages, first to last.
  public private(set) var stages: [Stage<State>]
  /// The number formats of every pass.
  public let precision: Precision
  /// Where the parameters are.
  public let device: Device
  /// Whether stages keep no graph, and run once more on the way back; see `recomputing`.
  public internal(set) var recomputes = false

  /// A network of `stages`, whose parameters came from `scope`; nothing more is built in it.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit` where the store was given weights of another network.
  public init(stages: [Stage<State>], _ scope: Scope) throws {
    try scope.store.finish(head: stages.last?.parameters ?? [], below: scope.path)
    self.stages = stages
    precision = scope.store.precision
    device = scope.store.device
  }

  /// Runs `state` through every stage; `visit` sees, and may change, what each stage leaves.
  ///
  /// What the last stage leaves, and those called `kept`, is in the parameters' type; maps between
  /// other stages have that of the convolutions, which is shorter under bf16.
  ///
  /// - Throws: `NetworkError.stageFailed` with the stage's name and the cause.
  public func callAsFunction(
    _ state: State, _ pass: Pass, keeping kept: Set<String> = [],
    visit: (Stage<State>, inout State) throws -> Void = { _, _ in }
  ) throws -> State {
    let last = stages.last?.name
    return try withAutocast(to: precision.autocast, on: device) {
      try stages.reduce(state) { state, stage in
        do {
          var pass = pass
          pass.isKept = stage.name == last || kept.contains(stage.name)
          var next = try recomputes ? recomputed(stage, state, pass) : stage.run(state, pass)
          try visit(stage, &next)
          return next
        } catch {
          throw NetworkError.stageFailed(name: stage.name, cause: error)
        }
      }
    }
  }

  /// The stage called `name`, and the network of all stages behind it.
  ///
  /// - Throws: `NetworkError.noStage` where no stage is called `name`.
  public func cut(after name: String) throws -> (stage: Stage<State>, back: Self) {
    let index = try index(of: name)
    var back = self
    back.stages = Array(stages[(index + 1)...])
    return (stages[index], back)
  }

  /// The network of all stages up to and with the one called `name`.
  ///
  /// - Throws: `NetworkError.noStage` where no stage is called `name`.
  public func front(upTo name: String) throws -> Self {
    var front = self
    front.stages = Array(stages[...(try index(of: name))])
    return front
  }

  /// The same network with every stage replaced.
  func mappingStages(_ change: (Stage<State>) throws -> Stage<State>) rethrows -> Self {
    var changed = self
    changed.stages = try stages.map(change)
    return changed
  }

  private func index(of name: String) throws -> Int {
    guard let index = stages.firstIndex(where: { $0.name == name }) else {
      throw NetworkError.noStage(name, known: stages.map(\.name))
    }
    return index
  }
}

extension Network {
  /// The multiply-adds of one forward pass through these stages, as far as they were measured.
  public var multiplyAdds: Double { stages.reduce(0) { $0 + $1.multiplyAdds } }

  /// The same network, each stage knowing what a forward pass of `state` through it costs.
  public func measuringCost(of state: State) throws -> Self {
    var measured = self
    var state = state
    try withoutGradients {
      try withAutocast(to: precision.autocast, on: device) {
        for index in stages.indices {
          measured.stages[index].multiplyAdds = try Engine.multiplyAdds {
            state = try stages[index].run(state, .evaluation)
          }
        }
      }
    }
    return measured
  }
}
