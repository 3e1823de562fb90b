import Foundation
import Networks
import Support
import Testing
import Torch

@testable import Training

/// A case of `Golden/optimizers.py`.
private struct Case: CustomTestStringConvertible, Sendable {
  let name: String
  let kind: OptimizerSettings.Kind
  var weightDecay = 0.0
  var undecayed: Set<String> = []
  var factors: [String: Double] = [:]

  var testDescription: String { name }

  static func adamW(
    _ name: String, _ weightDecay: Double, undecayed: Set<String> = [],
    factors: [String: Double] = [:], _ change: (inout AdamWSettings) -> Void = { _ in }
  ) -> Case {
    var settings = AdamWSettings()
    change(&settings)
    return Case(
      name: name, kind: .adamW(settings), weightDecay: weightDecay, undecayed: undecayed,
      factors: factors)
  }

  static func rmsProp(
    _ name: String, _ weightDecay: Double, undecayed: Set<String> = [],
    factors: [String: Double] = [:], _ change: (inout RMSPropSettings) -> Void = { _ in }
  ) -> Case {
    var settings = RMSPropSettings()
    change(&settings)
    return Case(
      name: name, kind: .rmsProp(settings), weightDecay: weightDecay, undecayed: undecayed,
      factors: factors)
  }

  static let all: [Case] = [
    .adamW("adamw", 0), .adamW("adamw_decayed", 0.1),
    .adamW("adamw_settings", 0.05, undecayed: ["bn.weight", "fc.bias"]) {
      $0.beta1 = 0.8
      $0.beta2 = 0.95
      $0.epsilon = 1e-3
    },
    .adamW("adamw_factors", 0.1, factors: ["conv.weight": 0.1, "fc.bias": 2.5]),
    .rmsProp("rmsprop", 0), .rmsProp("rmsprop_decayed", 0.1),
    .rmsProp("rmsprop_decoupled", 0.1, undecayed: ["bn.weight", "fc.bias"]) {
      $0.decouplesDecay = true
    },
    .rmsProp("rmsprop_settings", 1e-2) {
      $0.alpha = 0.8
      $0.epsilon = 1e-3
      $0.momentum = 0.5
    },
    .rmsProp("rmsprop_still", 1e-2) { $0.momentum = 0 },
    .rmsProp("rmsprop_factors", 0.1, factors: ["conv.weight": 0.1]),
  ]

  func optimizer(of parameters: [ParameterStore.Named]) -> any Optimizer {
    let groups = parameters.map {
      ParameterGroup(
        [$0], rateFactor: factors[$0.path] ?? 1,
        weightDecay: undecayed.contains($0.path) ? 0 : weightDecay)
    }
    return switch kind {
    case .sgd(let settings): SGD(settings, groups)
    case .adamW(let settings): AdamW(settings, groups)
    case .rmsProp(let settings): RMSProp(settings, groups)
    }
  }
}

/// The parameters and gradients of the fixture, in one type.
private struct Given {
  let golden: Golden
  let parameters: [ParameterStore.Named]
  let dtype: DType
  let notes: Notes

  struct Notes: Decodable {
    let rates: [Double]
    let missing: [String: [Int]]
  }

  init(_ dtype: DType) throws {
    golden = try Golden("optimizers")
    self.dtype = dtype
    parameters = try golden.tensors(below: "shared.initial").sorted { $0.key < $1.key }.map {
      let tensor = $0.value.shape.count == 4 ? try $0.value.channelsLast() : $0.value
      return (path: $0.key, tensor: try tensor.to(dtype).requiringGradient())
    }
    notes = try JSONDecoder().decode(
      Notes.self, from: Data(try #require(golden.note("shared")).utf8))
  }

  /// Takes the steps of `range`, and calls `body` after each.
  func take(
    _ range: Range<Int>, _ optimizer: any Optimizer, _ body: (Int) throws -> Void = { _ in }
  ) throws {
    for step in range {
      for (path, parameter) in parameters {
        let isMissing = notes.missing[path]?.contains(step) ?? false
        let all = try golden["shared.gradient.\(path)"]
        try parameter.setGradient(isMissing ? nil : all.select(dim: 0, index: step).to(dtype))
      }
      try optimizer.step(learningRate: notes.rates[step])
      try body(step + 1)
    }
  }
}

struct OptimizerTests {
  @Test(
    arguments: Case.all,
    [(DType.float64, Tolerance.elementwise64), (.float32, Tolerance.elementwise32)])
  private func `twenty steps leave the parameters and the memory of the reference`(
    _ test: Case, _ precision: (dtype: DType, tolerance: Double)
  ) throws {
    let given = try Given(precision.dtype)
    let optimizer = test.optimizer(of: given.parameters)
    try given.take(0..<20, optimizer) { step in
      guard [1, 2, 5, 20].contains(step) else { return }
      let place = "\(test.name).\(precision.dtype).step\(step)"
      let parameters = try Dictionary(
        uniqueKeysWithValues: given.parameters.map { ($0.path, try $0.tensor.detach()) })
      let right = try given.golden.tensors(below: "\(place).parameter")
      #expect(try differences(parameters, from: right, beyond: precision.tolerance) == [])
      var state = try given.golden.tensors(below: "\(place).state")
      // timm counts steps of RMSProp too, and reads the count nowhere.
      if case .rmsProp = test.kind { state = state.filter { !$0.key.hasSuffix(".step") } }
      #expect(try differences(optimizer.state, from: state, beyond: precision.tolerance) == [])
    }
  }

  @Test(arguments: Case.all)
  private func `a restored optimizer goes on bit for bit`(_ test: Case) throws {
    let whole = try Given(.float32)
    try whole.take(0..<10, test.optimizer(of: whole.parameters))
    let broken = try Given(.float32)
    let first = test.optimizer(of: broken.parameters)
    // fc.bias has no gradient in the steps around the break.
    try broken.take(0..<5, first)
    let second = test.optimizer(of: broken.parameters)
    try second.restore(first.state)
    #expect(try differences(second.state, from: first.state, beyond: 0) == [])
    try broken.take(5..<10, second)
    for (whole, broken) in zip(whole.parameters, broken.parameters) {
      #expect(try identical(whole.tensor.detach(), broken.tensor.detach()), "\(whole.path)")
    }
  }

  @Test(arguments: Case.all)
  private func `a state of another network or kind, or torn, is refused`(_ test: Case) throws {
    let given = try Given(.float32)
    let optimizer = test.optimizer(of: given.parameters)
    try given.take(0..<3, optimizer)
    let name = try #require(optimizer.state.keys.sorted().first)
    var renamed = optimizer.state
    renamed["x.\(name)"] = renamed[name]
    var reshaped = optimizer.state
    reshaped[name] = try .zeros([7, 7])
    let velocities = try ["fc.weight": Tensor.zeros([4, 3])]
    for (state, text) in [
      (renamed, "'x.\(name)'"), (reshaped, "'\(name)' [7, 7]"), (velocities, "'fc.weight' [4, 3]"),
    ] {
      let error = try #require(throws: TrainingError.self) { try optimizer.restore(state) }
      #expect(error.description.contains("\(text)"), "\(error)")
      #expect(error.description.contains("which belongs to no parameter of this network"))
    }
    guard optimizer.state.keys.count(where: { $0.hasPrefix("fc.weight.") }) > 1 else { return }
    var torn = optimizer.state
    let lost = try #require(torn.keys.filter { $0.hasPrefix("fc.weight.") }.min())
    torn[lost] = nil
    let error = try #require(throws: TrainingError.self) { try optimizer.restore(torn) }
    #expect(error.description.contains("lacks '\(lost)'"))
  }
}
