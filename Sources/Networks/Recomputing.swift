import Torch

extension Network {
  /// The same network, whose stages keep no graph: the way back runs each once more, with the same
  /// draws and statistics, just before it needs it (Chen et al., 2016, arXiv 1604.06174).
  ///
  /// Only the maps between stages and one stage's graph are in memory at a time; it costs a forward
  /// pass more. Gradients are the same, bit for bit on the CPU, and running averages move once.
  public func recomputing(_ recomputes: Bool = true) -> Network {
    var network = self
    network.recomputes = recomputes
    return network
  }

  /// What `stage` leaves, in a graph that runs it again.
  func recomputed(_ stage: Stage<State>, _ state: State, _ pass: Pass) throws -> State {
    let inputs = Self.tensors(of: state)
    let parameters = stage.tensors.filter(\.requiresGradient)
    // Stages without parameters are activations, whose input is kept anyway.
    guard isRecordingGradients, !stage.tensors.isEmpty,
      !parameters.isEmpty || inputs.contains(where: \.requiresGradient)
    else { return try stage.run(state, pass) }
    let next = try withoutGradients { try stage.run(state, pass) }
    // What passes a stage untouched, such as targets, is not its work.
    let isMade = Self.tensors(of: next).map { left in !inputs.contains { $0 === left } }
    func made(in state: State) -> [Tensor] {
      zip(Self.tensors(of: state), isMade).filter(\.1).map(\.0)
    }
    let attached = try Tensor.recomputing(made(in: next), from: inputs, parameters) {
      [precision, device] leaves in
      var leaves = leaves[...]
      let begun = state.mapped { leaves.popFirst() ?? $0 }
      return try withAutocast(to: precision.autocast, on: device) {
        made(in: try stage.run(begun, pass.again))
      }
    }
    var places = isMade[...]
    var results = attached[...]
    return next.mapped { places.popFirst() == true ? results.popFirst() ?? $0 : $0 }
  }

  /// All tensors of a state, in the order in which it maps them.
  private static func tensors(of state: State) -> [Tensor] {
    var tensors: [Tensor] = []
    _ = state.mapped { tensor in
      tensors.append(tensor)
      return tensor
    }
    return tensors
  }
}
