import Randomness
import Support
import Testing
import Torch

@testable import Networks

extension GoldenNetwork {
  static let bottlenecks = [
    GoldenNetwork(drawn: "resnet50", 40, 33) {
      try .resNet(depth: 50, classes: 10, normalization: normalization, width: 2, $0)
    },
    GoldenNetwork(drawn: "resnext50", 40, 33) {
      try .resNet(
        depth: 50, classes: 10, normalization: normalization, width: 2, groups: 2, groupWidth: 64,
        $0)
    },
  ]

  static let efficientNets =
    [("efficientnet", 40, 48), ("efficientnet_odd", 41, 34)].map { name, height, width in
      GoldenNetwork(drawn: name, height, width, isBrief: name.hasSuffix("odd")) {
        try efficientNet(width: 0.1, depth: 0.5, $0)
      }
    } + [
      GoldenNetwork(drawn: "lite", 40, 33, isBrief: true) {
        try efficientNet(width: 0.1, depth: 0.25, isLite: true, $0)
      }
    ]

  static let mobileNet = GoldenNetwork(drawn: "mobilenet", 41, 34, isBrief: true) {
    try .mobileNetV2(
      classes: 10, normalization: normalization, width: 0.25, dropout: 0, $0)
  }

  /// A scaled network that draws nothing in training.
  private static func efficientNet(
    width: Double, depth: Double, isLite: Bool = false, _ scope: Scope
  ) throws -> Network<ClassifierState> {
    let size = EfficientNetSize(
      width: width, depth: depth, resolution: 40, dropout: 0, isLite: isLite)
    return try .efficientNet(
      size, classes: 10, normalization: normalization, dropPath: 0, scope)
  }

  /// The network in float64 with drawn weights, the fixture's tensors, and the drawn batches.
  func drawn() throws -> (
    network: Network<ClassifierState>, store: ParameterStore, expected: [String: Tensor]
  ) {
    var expected = try Golden("networks").tensors(below: testDescription)
    let store = ParameterStore(seed: Seed(0), precision: .fp64)
    let network = try build(Scope(store))
    try store.redraw(2_000)
    for (index, name) in ["input", "input2", "input3"].enumerated() {
      expected[name] = try Tensor.drawn([3, 3] + sides, UInt64(1_000 + index))
    }
    expected["labels"] = try Tensor([0, 1, 2])
    return (network, store, expected)
  }
}

extension ParameterStore {
  /// Gives every parameter and running average the numbers that `redraw` in `Golden/models.py` gives.
  func redraw(_ seed: UInt64) throws {
    let all = try (parameters + buffers).filter { try $0.tensor.dtype.isFloating }
    try withoutGradients {
      for (index, (path, tensor)) in all.sorted(by: { $0.path < $1.path }).enumerated() {
        let shape = tensor.shape
        var numbers = try Tensor.drawn(shape, seed + UInt64(index))
        if shape.count > 1 {
          let fan = Double(shape.dropFirst().reduce(1, *))
          numbers = try (2 * numbers - 1) * (6 / fan).squareRoot()
        } else if path.hasSuffix("running_var") || path.hasSuffix("weight") {
          numbers = try numbers + 0.5
        } else {
          numbers = try (numbers - 0.5) * 0.4
        }
        try tensor.copyInPlace(numbers)
      }
    }
  }
}

extension Tensor {
  /// What `drawn` in `Golden/models.py` draws.
  fileprivate static func drawn(_ shape: [Int], _ seed: UInt64) throws -> Tensor {
    try uniform(shape, seed: Seed(seed)).to(.float64)
  }
}
