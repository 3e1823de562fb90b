import Foundation
import Networks
import Support
import Testing
import Torch

@testable import Training

/// A case of `Golden/sgd.py`.
private struct Case: CustomTestStringConvertible, Sendable {
  let name: String
  var settings = SGDSettings()
  let weightDecay: Double
  let decaysNormsAndBiases: Bool
  var clipNorm: Double?

  init(
    _ name: String, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0,
    decaysNormsAndBiases: Bool = true, clipNorm: Double? = nil
  ) {
    self.name = name
    settings.momentum = momentum
    settings.nesterov = nesterov
    self.weightDecay = weightDecay
    self.decaysNormsAndBiases = decaysNormsAndBiases
    self.clipNorm = clipNorm
  }

  var testDescription: String { name }

  /// The optimizer, of parameters with and without a decay.
  func optimizer(of parameters: [ParameterStore.Named]) -> SGD {
    let isDecayed = { (tensor: Tensor) in decaysNormsAndBiases || tensor.shape.count > 1 }
    return SGD(
      settings,
      [
        ParameterGroup(parameters.filter { isDecayed($0.tensor) }, weightDecay: weightDecay),
        ParameterGroup(parameters.filter { !isDecayed($0.tensor) }),
      ])
  }

  static let all = [
    Case("plain"),
    Case("plain_decayed", weightDecay: 0.01),
    Case("momentum", momentum: 0.9),
    Case("momentum_decayed", momentum: 0.9, weightDecay: 5e-4),
    Case("nesterov", momentum: 0.9, nesterov: true),
    Case("nesterov_decayed", momentum: 0.9, nesterov: true, weightDecay: 5e-4),
    Case(
      "two_groups", momentum: 0.9, nesterov: true, weightDecay: 0.01, decaysNormsAndBiases: false),
    Case("multistep", momentum: 0.9, weightDecay: 5e-4),
    Case("multistep_from_zero", momentum: 0.9, weightDecay: 5e-4),
    Case("cosine", momentum: 0.9, nesterov: true, weightDecay: 5e-4),
    Case("clip_plain", clipNorm: 0.7),
    Case("clip_nesterov", momentum: 0.9, nesterov: true, weightDecay: 5e-4, clipNorm: 0.7),
  ]
}

/// The parameters that every case starts from.
private func parameters(_ golden: Golden) throws -> [ParameterStore.Named] {
  try golden.tensors(below: "shared.initial").sorted { $0.key < $1.key }.map {
    (path: $0.key, tensor: try $0.value.requiringGradient())
  }
}

/// Momentum 0.9 and a decay of 5e-4.
private func usual(_ parameters: [ParameterStore.Named]) -> SGD {
  SGD(SGDSettings(), [ParameterGroup(parameters, weightDecay: 5e-4)])
}

struct SGDTests {
  @Test(arguments: Case.all)
  private func `twenty steps leave the parameters and momenta of PyTorch`(_ test: Case) throws {
    let golden = try Golden("sgd")
    let parameters = try parameters(golden)
    let optimizer = test.optimizer(of: parameters)
    let rates = try golden["\(test.name).learning_rate"].elements(Double.self)
    #expect(rates.count == 20)
    for (step, rate) in rates.enumerated() {
      for (path, parameter) in parameters {
        let all = try golden["shared.gradient.\(path)"]
        try parameter.setGradient(all.select(dim: 0, index: step).clone())
      }
      if let norm = test.clipNorm {
        let length = try optimizer.clipGradients(to: norm)
        let right = try golden["\(test.name).norm"].elements(Double.self)[step]
        #expect(abs(length - right) <= Tolerance.elementwise64 * right)
      }
      try optimizer.step(learningRate: rate)
      guard [1, 2, 5, 20].contains(step + 1) else { continue }
      try check("\(test.name).step\(step + 1)", golden, parameters, optimizer)
    }
  }

  private func check(
    _ place: String, _ golden: Golden, _ parameters: [ParameterStore.Named], _ optimizer: SGD
  ) throws {
    let momenta = try golden.tensors(below: "\(place).momentum")
    #expect(Set(optimizer.state.keys) == Set(momenta.keys))
    let clipped = try golden.tensors(below: "\(place).clipped")
    for (path, parameter) in parameters {
      let right = try golden["\(place).parameter.\(path)"]
      #expect(try distance(parameter, right) < Tolerance.elementwise64, "\(place) \(path)")
      if let right = momenta[path], let momentum = optimizer.state[path] {
        #expect(try distance(momentum, right) < Tolerance.elementwise64, "\(place) \(path)")
      }
      if let right = clipped[path] {
        #expect(try distance(parameter.gradient(), right) < Tolerance.elementwise64)
      }
    }
  }

  @Test func `a parameter without a gradient stays, and its velocity starts with its first step`()
    throws
  {
    let golden = try Golden("sgd")
    let parameters = try parameters(golden)
    let before = try parameters[0].tensor.detach().clone()
    let optimizer = usual(parameters)
    for (_, parameter) in parameters.dropFirst() {
      try parameter.setGradient(.ones(parameter.shape, dtype: .float64))
    }
    try optimizer.step(learningRate: 0.1)
    #expect(try identical(parameters[0].tensor.detach(), before))
    #expect(optimizer.state[parameters[0].path] == nil)
    try parameters[0].tensor.setGradient(.ones(before.shape, dtype: .float64))
    try optimizer.step(learningRate: 0.1)
    let velocity = try #require(optimizer.state[parameters[0].path])
    let right = try 5e-4 * before + 1
    #expect(try distance(velocity, right) < Tolerance.elementwise64)
  }

  @Test func `forgotten gradients move nothing`() throws {
    let parameters = try parameters(Golden("sgd"))
    let optimizer = usual(parameters)
    let before = try parameters.map { try $0.tensor.detach().clone() }
    for (_, parameter) in parameters {
      try parameter.setGradient(.ones(parameter.shape, dtype: .float64))
    }
    try optimizer.zeroGradients()
    try optimizer.step(learningRate: 0.1)
    for (parameter, before) in zip(parameters, before) {
      #expect(try identical(parameter.tensor.detach(), before))
    }
  }

  @Test func `a restored optimizer goes on bit for bit`() throws {
    let golden = try Golden("sgd")
    func steps(_ range: Range<Int>, _ optimizer: SGD, _ parameters: [ParameterStore.Named]) throws {
      for step in range {
        for (path, parameter) in parameters {
          let all = try golden["shared.gradient.\(path)"]
          try parameter.setGradient(all.select(dim: 0, index: step).clone())
        }
        try optimizer.step(learningRate: 0.1)
      }
    }
    let whole = try parameters(golden)
    try steps(0..<10, usual(whole), whole)
    let broken = try parameters(golden)
    let first = usual(broken)
    try steps(0..<5, first, broken)
    let second = usual(broken)
    try second.restore(first.state)
    try steps(5..<10, second, broken)
    for (whole, broken) in zip(whole, broken) {
      #expect(try identical(whole.tensor.detach(), broken.tensor.detach()))
    }
  }

  @Test(arguments: [("fc.weight", [4, 4]), ("fc.weights", [4, 3])])
  func `a velocity of another name or shape is refused`(name: String, shape: [Int]) throws {
    let optimizer = usual(try parameters(Golden("sgd")))
    let error = #expect(throws: TrainingError.self) {
      try optimizer.restore([name: .zeros(shape)])
    }
    let text = try #require(error?.description)
    #expect(text.contains("'\(name)' \(shape)"))
    #expect(text.contains("no parameter of this network"))
  }
}
