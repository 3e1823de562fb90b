import Networks
import Randomness
import Testing
import Torch

@Suite struct ResNetTests {
  private static let normalization = Normalization(
    mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25])

  @Test(arguments: GoldenNetwork.resNet18 + [.resNet34] + GoldenNetwork.bottlenecks)
  func `features, logits, loss and every gradient are torchvision's`(
    network: GoldenNetwork
  ) throws {
    try network.expectTrainingParity()
  }

  @Test(arguments: GoldenNetwork.resNet18 + GoldenNetwork.bottlenecks)
  func `averages after three batches and evaluation by them are torchvision's`(
    network: GoldenNetwork
  ) throws {
    try network.expectStatisticsParity()
  }

  @Test(arguments: [
    // Parameters and 10^9 multiply-adds at 224 pixels, as torchvision's weights list them.
    (18, 1, 64, 11_689_512, 1.814), (34, 1, 64, 21_797_672, 3.664), (50, 1, 64, 25_557_032, 4.089),
    (101, 1, 64, 44_549_160, 7.801), (152, 1, 64, 60_192_808, 11.514),
    (50, 32, 4, 25_028_904, 4.230), (101, 32, 8, 88_791_336, 16.414),
  ])
  func `parameters and cost are torchvision's`(
    depth: Int, groups: Int, groupWidth: Int, count: Int, billions: Double
  ) throws {
    let store = ParameterStore(seed: Seed(1))
    let network = try Network.resNet(
      depth: depth, classes: 1000, normalization: Self.normalization, groups: groups,
      groupWidth: groupWidth, Scope(store))
    #expect(store.parameters.reduce(0) { $0 + $1.tensor.count } == count)
    let state = ClassifierState(maps: [try .zeros([1, 3, 224, 224])], targets: try Tensor([0]))
    let cost = try network.measuringCost(of: state).multiplyAdds
    #expect((cost / 1e6).rounded() / 1e3 == billions)
  }

  @Test(arguments: [(ResNetStem.large, 8), (.small, 32)])
  func `the large stem brings pictures down by four, the small one does not`(
    stem: ResNetStem, side: Int
  ) throws {
    let store = ParameterStore(seed: Seed(1))
    let network = try Network.resNet(
      depth: 18, channels: 1, classes: 3, normalization: .init(mean: [0], deviation: [1]),
      stem: stem, width: 2, Scope(store))
    let state = ClassifierState(maps: [try .zeros([2, 1, 32, 32])], targets: try Tensor([0, 1]))
    var shapes: [[Int]] = []
    _ = try network(state, .evaluation) { shapes.append($1.maps[0].shape) }
    let sides = [side, side, side / 2, side / 4, side / 8]
    let channels = [2, 2, 4, 8, 16]
    let expected = zip(channels, sides).map { [2, $0, $1, $1] }
    #expect(shapes == [[2, 1, 32, 32]] + expected + [[2, 3]])
    #expect(
      network.stages.map(\.name)
        == ["input", "stem", "layer1", "layer2", "layer3", "layer4", "head"])
  }
}
