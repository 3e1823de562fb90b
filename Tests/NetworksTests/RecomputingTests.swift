import Randomness
import Support
import Testing
import Torch

@testable import Networks

@Suite struct RecomputingTests {
  /// All that a pass and its way back leave behind, by name.
  private func trained(
    _ model: SmallNetwork, _ precision: Precision, _ pass: Pass, recomputing: Bool
  ) throws -> [String: Tensor] {
    let (made, store) = try model.made(precision)
    let network = made.recomputing(recomputing)
    let state = try model.state(precision)
    let images = try state.maps[0].requiringGradient()
    var left: [String: Tensor] = [:]
    let end = try network(
      ClassifierState(maps: [images], targets: state.targets), pass, keeping: [model.middle]
    ) { stage, state in
      if stage.name == model.middle { state.maps[0] = try state.maps[0].keepingGradient() }
      left["maps.\(stage.name)"] = state.maps[0]
    }
    let loss = try Classification(network, classes: 5).losses(end).total()
    try loss.backward()
    left["loss"] = loss
    left["gradient.input"] = try images.gradient()
    left["gradient.\(model.middle)"] = try left["maps.\(model.middle)"]?.gradient()
    for (path, tensor) in store.parameters {
      if let gradient = try tensor.gradientIfAny() { left["gradient.\(path)"] = gradient }
    }
    for (path, tensor) in store.buffers { left["buffer.\(path)"] = tensor }
    return try left.mapValues { try $0.detach().clone() }
  }

  @Test(arguments: SmallNetwork.all, Precision.allCases)
  func `maps, gradients and averages are those of a pass with a graph, bit for bit`(
    model: SmallNetwork, precision: Precision
  ) throws {
    try ThreadCount.holding {
      for pass in allPasses {
        let plain = try trained(model, precision, pass, recomputing: false)
        let found = try trained(model, precision, pass, recomputing: true)
        #expect(plain.keys.contains("gradient.input") && plain.count > 20)
        #expect(Set(found.keys) == Set(plain.keys))
        let differing = try plain.keys.sorted().filter { name in
          try !identical(#require(found[name]), #require(plain[name]))
        }
        #expect(differing == [])
      }
    }
  }

  /// A network of one stage that counts its runs, and throws from the run `failing` on.
  private struct Counted {
    final class Counter { var runs = 0 }
    let counter: Counter
    let network: Network<ClassifierState>

    init(failing: Int = .max) throws {
      let scope = Scope(ParameterStore(seed: Seed(1), precision: .fp64))
      let counter = Counter()
      let stage = try Stage<ClassifierState>("only", scope) { scope in
        let linear = try Linear(3, 2, scope)
        return { x, _ in
          counter.runs += 1
          if counter.runs >= failing { throw NetworkError.noStage("lost", known: []) }
          return try linear(x)
        }
      }
      self.counter = counter
      network = try Network(stages: [stage], scope).recomputing()
    }
  }

  private let state: ClassifierState

  init() throws {
    state = ClassifierState(
      maps: [try .uniform([4, 3], seed: Seed(2), dtype: .float64)],
      targets: try Tensor([0, 1, 1, 0])
    )
  }

  @Test func `a stage runs once more on the way back, and never without one`() throws {
    let counted = try Counted()
    let end = try counted.network(state, .training(seed: Seed(1)))
    #expect(counted.counter.runs == 1)
    #expect(end.targets === state.targets)
    try end.maps[0].sum().backward()
    #expect(counted.counter.runs == 2)
    try withoutGradients { _ = try counted.network(state, .evaluation) }
    #expect(counted.counter.runs == 3)
  }

  @Test func `an error on the way back is told`() throws {
    let counted = try Counted(failing: 2)
    let end = try counted.network(state, .training(seed: Seed(1)))
    let error = #expect(throws: TorchError.self) { try end.maps[0].sum().backward() }
    #expect(error?.description.contains("no stage is called 'lost'") == true, "\(error as Any)")
  }
}
