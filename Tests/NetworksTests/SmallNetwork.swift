import Networks
import Randomness
import Testing
import Torch

/// A narrow network of each family, for properties that hold for all of them.
struct SmallNetwork: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The stages that have no parameters.
  let bare: [String]
  /// A stage in the middle.
  let middle: String
  private let pictures: [Int]
  private let build: @Sendable (Scope) throws -> Network<ClassifierState>

  private static let normalization = Normalization(
    mean: [0.5, 0.4, 0.3], deviation: [0.25, 0.3, 0.35])

  /// Every family at its smallest, and ResNets of several depths and both stems.
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
    } + bottlenecks + efficientNets + [
      SmallNetwork("MobileNetV2", [4, 3, 33, 26], middle: "stage2") {
        try .mobileNetV2(classes: 5, normalization: normalization, width: 0.25, $0)
      }
    ]

  /// Bottlenecks and swish, whose slopes central differences find too.
  ///
  /// relu6 has two kinks, and over maps of a few pixels one of them is always near.
  static let smooth = bottlenecks + efficientNets.prefix(1)

  private static let bottlenecks = [
    SmallNetwork("ResNet-50", [3, 3, 40, 33]) {
      try .resNet(depth: 50, classes: 5, normalization: normalization, width: 2, $0)
    },
    SmallNetwork("ResNeXt-50 2x2d", [3, 3, 10, 9]) {
      try .resNet(
        depth: 50, classes: 5, normalization: normalization, stem: .small, width: 2, groups: 2,
        groupWidth: 64, $0)
    },
  ]

  /// Narrow ones, which leave out blocks and features in training.
  private static let efficientNets = [false, true].map { isLite in
    SmallNetwork(
      isLite ? "EfficientNet-lite" : "EfficientNet", [4, 3, 33, 26],
      bare: ["input", "stem", "top"], middle: "stage2"
    ) {
      let size = EfficientNetSize(
        width: 0.1, depth: 0.5, resolution: 32, dropout: 0.2, isLite: isLite)
      return try .efficientNet(
        size, classes: 5, normalization: normalization, dropPath: 0.5, momentum: 0.1, $0)
    }
  }

  private init(
    _ name: String, _ pictures: [Int], bare: [String] = ["input"], middle: String = "layer1",
    _ build: @escaping @Sendable (Scope) throws -> Network<ClassifierState>
  ) {
    testDescription = name
    self.pictures = pictures
    self.bare = bare
    self.middle = middle
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
