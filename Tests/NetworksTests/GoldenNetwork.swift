import Randomness
import Support
import Testing
import Torch

@testable import Networks

/// A case of the fixture of residual networks: a network, its weights, and what it makes of three
/// batches.
struct GoldenNetwork: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The cases whose initial tensors these weights are, a later one going before; none where weights
  /// and pictures are drawn.
  let initial: [String]
  /// Whether the fixture has a part of the gradients.
  var isBrief = false
  /// The size of drawn pictures.
  let sides: [Int]
  let build: @Sendable (Scope) throws -> Network<ClassifierState>

  init(
    _ name: String, initial: [String]? = nil,
    _ build: @escaping @Sendable (Scope) throws -> Network<ClassifierState>
  ) {
    testDescription = name
    self.initial = initial ?? [name]
    sides = []
    self.build = build
  }

  /// A case whose numbers are drawn, as `Golden/networks.py` draws them.
  init(
    drawn name: String, _ height: Int, _ width: Int, isBrief: Bool = false,
    _ build: @escaping @Sendable (Scope) throws -> Network<ClassifierState>
  ) {
    testDescription = name
    initial = []
    sides = [height, width]
    self.isBrief = isBrief
    self.build = build
  }

  static let cifar = ["cifar20", "cifar20_odd"].map { name in
    GoldenNetwork(name, initial: ["cifar20"]) {
      try .cifarResNet(
        depth: 20, classes: 10,
        normalization: Normalization(
          mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616]),
        width: 4, $0)
    }
  }

  static let normalization = Normalization(
    mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])

  static let resNet18 = [
    GoldenNetwork("resnet18") {
      try .resNet(depth: 18, classes: 10, normalization: normalization, width: 4, $0)
    },
    GoldenNetwork("resnet18_3x3", initial: ["resnet18", "resnet18_3x3"]) {
      try .resNet(
        depth: 18, classes: 10, normalization: normalization, stem: .small, width: 4, $0)
    },
  ]

  static let resNet34 = GoldenNetwork("resnet34") {
    try .resNet(depth: 34, classes: 10, normalization: normalization, width: 2, $0)
  }

  /// The network in float64 with the fixture's weights, and the fixture's tensors.
  func made() throws -> (
    network: Network<ClassifierState>, store: ParameterStore, expected: [String: Tensor]
  ) {
    if initial.isEmpty { return try drawn() }
    let golden = try Golden("resnets")
    let weights = try initial.reduce(into: [String: Tensor]()) { weights, name in
      weights.merge(try golden.tensors(below: "\(name).initial")) { $1 }
    }
    let store = ParameterStore(
      seed: Seed(0), precision: .fp64, from: .init(name: testDescription, weights))
    let network = try build(Scope(store))
    #expect(Set((store.parameters + store.buffers).map(\.path)) == Set(weights.keys))
    return (network, store, try golden.tensors(below: testDescription))
  }

  /// Runs a training pass and its backward pass; compares the features of every stage, logits, loss
  /// and every gradient.
  func expectTrainingParity() throws {
    let (network, store, expected) = try made()
    let task = Classification(network, classes: 10)
    let images = try #require(expected["input"]).requiringGradient()
    let targets = try #require(expected["labels"])
    var found: [String: Tensor] = [:]
    let end = try network(
      ClassifierState(maps: [images], targets: targets), .training(seed: Seed(0))
    ) { stage, state in found["features.\(stage.name)"] = state[keyPath: stage.features][0] }
    found["features.input"] = nil
    found["logits"] = found.removeValue(forKey: "features.head")
    let loss = try task.losses(end).total()
    try loss.backward()
    found["loss"] = loss
    found["gradient.input"] = try images.gradient()
    for (path, tensor) in store.parameters { found["gradient.\(path)"] = try tensor.gradient() }
    for part in ["features.", "gradient."] {
      let known = expected.keys.filter { $0.hasPrefix(part) }
      // All of them are there, or the script says which.
      if known.isEmpty || isBrief {
        found = found.filter { !$0.key.hasPrefix(part) || known.contains($0.key) }
      }
    }
    let other = ["input", "labels", "evaluation", "initial.", "statistics."]
    let kept = expected.filter { item in !other.contains { item.key.hasPrefix($0) } }
    #expect(try differences(found, from: kept, beyond: Tolerance.network64) == [])
  }

  /// Runs three training passes and one of evaluation; compares the averages and the logits.
  func expectStatisticsParity() throws {
    let (network, store, expected) = try made()
    let targets = try #require(expected["labels"])
    func logits(_ name: String, _ pass: Pass) throws -> Tensor {
      let images = try #require(expected[name])
      return try network(ClassifierState(maps: [images], targets: targets), pass).maps[0]
    }
    for name in ["input", "input2", "input3"] { _ = try logits(name, .training(seed: Seed(0))) }
    var found = try copied(store.buffers.map { ("statistics.\($0.path)", $0.tensor) })
    found["evaluation"] = try logits("input", .evaluation)
    let kept = expected.filter { $0.key.hasPrefix("statistics.") || $0.key == "evaluation" }
    #expect(try differences(found, from: kept, beyond: Tolerance.network64) == [])
  }
}
