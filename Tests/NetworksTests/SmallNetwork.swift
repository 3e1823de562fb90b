import Networks
import Randomness
import Testing
import Torch

/// A narrow network of each family, for properties that hold for all of them.
struct SmallNetwork: Sendable, CustomTestStringConvertible {
  let testDescription: String
  private let pictures: [Int]
  private let build: @Sendable (Scope) throws -> Network<ClassifierState>

  private static let normalization = Normalization(
    mean: [0.5, 0.4, 0.3], deviation: [0.25, 0.3, 0.35])

  /// Every family at its smallest, and ResNets of both depths and stems.
  static let all =
    [
      SmallNetwork("ResNet-20 for CIFAR", [4, 3, 9, 8]) {
        try .cifarResNet(depth: 20, classes: 5, normalization: normalization, width: 4, $0)
      }
    ]
    + [18, 34].flatMap { depth in
      ResNetStem.allCases.map { stem in
        SmallNetwork(
          "ResNet-\(depth), \(stem) stem", stem == .large ? [3, 3, 40, 33] : [3, 3, 10, 9]
        ) {
          try .resNet(
            depth: depth, classes: 5, normalization: normalization, stem: stem, width: 4, $0)
        }
      }
    }

  private init(
    _ name: String, _ pictures: [Int],
    _ build: @escaping @Sendable (Scope) throws -> Network<ClassifierState>
  ) {
    testDescription = name
    self.pictures = pictures
    self.build = build
  }

  /// The network with fresh parameters and running averages of no trivial value.
  func made(
    _ precision: Precision, seed: UInt64 = 3
  ) throws -> (network: Network<ClassifierState>, store: ParameterStore) {
    let store = ParameterStore(seed: Seed(seed), precision: precision, auxiliaryBranches: 1)
    let network = try build(Scope(store))
    for (path, tensor) in store.buffers where try tensor.dtype.isFloating {
      try tensor.copyInPlace(.uniform(tensor.shape, in: 0.5...1.5, seed: Seed(1) / path))
    }
    return (network, store)
  }

  /// A batch of noise.
  func state(_ precision: Precision) throws -> ClassifierState {
    let images = try Tensor.uniform(pictures, seed: Seed(5), dtype: .float32)
    let targets = try Tensor((0..<pictures[0]).map { $0 % 5 })
    return ClassifierState(maps: [try images.to(precision.storage)], targets: targets)
  }
}

/// The passes that training, attacks and evaluation make.
let allPasses: [Pass] = [
  .evaluation, .training(seed: Seed(1)), .attacking(.auxiliary(0), seed: Seed(1)),
]
