import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct NetworkTests {
  private let store = ParameterStore(seed: Seed(1))
  private let network: Network<ClassifierState>
  private let state: ClassifierState

  init() throws {
    let scope = Scope(store)
    let stages = try ["one", "two", "three"].enumerated().map { index, name in
      try Stage<ClassifierState>(name, scope / name) { (scope: Scope) in
        let shift = try scope.parameter("shift", [], .constant(Double(index + 1)))
        return { x, _ in try x * 10 + shift }
      }
    }
    network = try Network(stages: stages, scope)
    state = ClassifierState(maps: [try .zeros([2])], targets: try Tensor([0]))
  }

  /// What `network` makes of zeros.
  private func value(_ network: Network<ClassifierState>) throws -> Float {
    try network(state, .evaluation).maps[0].elements(Float.self)[1]
  }

  @Test func `stages run in their order`() throws {
    #expect(try value(network) == 123)
  }

  @Test func `a visit sees what each stage leaves, and may change it`() throws {
    var seen: [String: Double] = [:]
    let end = try network(state, .evaluation) { stage, state in
      seen[stage.name] = try state.maps[0].amax().item()
      if stage.name == "two" { state.maps[0] = try Tensor.full(5, [2]) }
    }
    #expect(seen == ["one": 1, "two": 12, "three": 53])
    #expect(try end.maps[0].amax().item() == 53)
    #expect(try state.maps[0].amax().item() == 0)
  }

  @Test func `parts are networks over the same weights`() throws {
    let (stage, back) = try network.cut(after: "one")
    let front = try network.front(upTo: "two")
    #expect(stage.name == "one")
    #expect(back.stages.map(\.name) == ["two", "three"])
    #expect(front.stages.map(\.name) == ["one", "two"])
    #expect(try value(back) == 23)
    #expect(try value(front) == 12)
    try withoutGradients { _ = try store.parameters[1].tensor.fillInPlace(9) }
    #expect(try value(back) == 93)
    #expect(try value(front) == 19)
    #expect(try value(network) == 193)
  }

  @Test func `a part is cut again`() throws {
    let middle = try network.cut(after: "one").back.front(upTo: "two")
    #expect(middle.stages.map(\.name) == ["two"])
    #expect(try value(middle) == 2)
    let nothing = try network.cut(after: "three").back
    #expect(nothing.stages.isEmpty)
    #expect(try value(nothing) == 0)
  }

  @Test func `a stage that there is not is an error that lists those there are`() throws {
    let back = try network.cut(after: "one").back
    for work in [{ _ = try back.cut(after: "one") }, { _ = try back.front(upTo: "one") }] {
      let error = try #require(throws: NetworkError.self) { try work() }
      guard case .noStage("one", known: ["two", "three"]) = error else {
        Issue.record("another error: \(error)")
        return
      }
      #expect(error.description == "no stage is called 'one'; the network has two, three")
    }
  }

  @Test func `a network of other weights than the store was given is refused`() throws {
    let store = ParameterStore(seed: Seed(1), from: .init(name: "it", ["other": try .zeros([1])]))
    let error = try #require(throws: NetworkError.self) {
      try Network(stages: Array(network.stages), Scope(store))
    }
    guard case .weightsDoNotFit("it", let problems) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(problems == ["'other' is in the weights but not in the network"])
  }

  @Test func `what a stage throws carries the stage's name`() throws {
    let bad = ClassifierState(maps: [try Tensor([true])], targets: state.targets)
    let broken = Stage<ClassifierState>("broken", Scope(store)) { _ in
      { x, _ in try x.matmul(.zeros([2, 2])) }
    }
    let network = try Network(stages: Array(network.stages) + [broken], Scope(store))
    let error = try #require(throws: NetworkError.self) {
      try network(bad.mapped { try $0.reshape(shape: [1, 1]) }, .evaluation)
    }
    guard case .stageFailed("broken", let cause) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(cause is TorchError)
    #expect(error.description.hasPrefix("stage 'broken': matmul on float32 [1, 1], float32 [2, 2]"))
  }

  @Test func `what a visit throws carries the stage's name, and autocast is off after`() throws {
    let scope = Scope(ParameterStore(seed: Seed(1), precision: .bf16))
    let network = try Network(stages: Array(network.stages), scope)
    let error = try #require(throws: NetworkError.self) {
      try network(state, .evaluation) { stage, _ in
        if stage.name == "two" { throw CancellationError() }
      }
    }
    #expect(error.description.hasPrefix("stage 'two': CancellationError"))
    let x = try Tensor.ones([2, 2])
    #expect(try x.matmul(x).dtype == .float32)
  }

  @Test(arguments: Precision.allCases)
  func `matrix products run in the precision's type`(precision: Precision) throws {
    let scope = Scope(ParameterStore(seed: Seed(1), precision: precision))
    let stage = Stage<ClassifierState>("head", scope) { _ in { x, _ in try x.matmul(x) } }
    let x = try Tensor.ones([2, 2], dtype: precision.storage)
    let end = try Network(stages: [stage], scope)(
      ClassifierState(maps: [x], targets: x), .evaluation)
    #expect(try end.maps[0].dtype == precision.autocast ?? precision.storage)
  }

  @Test func `every map of a state passes through a stage`() throws {
    let two = ClassifierState(maps: [try .zeros([1]), try .ones([3])], targets: state.targets)
    let end = try network(two, .evaluation)
    #expect(try end.maps.map { try $0.amax().item() } == [123, 1123])
    #expect(end.targets === state.targets)
  }
}
