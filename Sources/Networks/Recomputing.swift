import Torch

extension Network {
  /// The same network, whose stages keep no graph: the way back runs each once more, with the same
  /// draws and statistics, just before it needs it (Chen et al., 2016, arXiv 1604.06174).
  ///
  /// Only the maps between stages and one stage's graph are in memory at a time; it costs a forward
  /// pass more. Gradients are the same, bit for bit on the CPU, and running averages move once; those
  /// of a stage that keeps a skip are summed in another order.
  public func recomputing(_ recomputes: Bool = true) -> Network {
    var network = self
    network.recomputes = recomputes
    return network
  }

  /// What `stage` leaves, in a graph that runs it again.
  func recomputed(_ stage: Stage<State>, _ state: State, _ pass: Pass) throws -> State {
    let inputs = state.tensors
    let parameters = stage.tensors.filter(\.requiresGradient)
    // Stages without parameters are activations, whose input is kept anyway.
    guard isRecordingGradients, !stage.tensors.isEmpty,
      !parameters.isEmpty || inputs.contains(where: \.requiresGradient)
    else { return try stage.run(state, pass) }
    let next = try withoutGradients { try stage.run(state, pass) }
    // What passes a stage untouched, such as targets, is not its work.
    let isMade = next.tensors.map { left in !inputs.contains { $0 === left } }
    func made(in state: State) -> [Tensor] {
      zip(state.tensors, isMade).filter(\.1).map(\.0)
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
}
