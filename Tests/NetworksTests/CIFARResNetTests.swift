import Networks
import Randomness
import Testing
import Torch

@Suite struct CIFARResNetTests {
  private static let normalization = Normalization(
    mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25])

  @Test(arguments: GoldenNetwork.cifar)
  func `features, logits, loss and every gradient are the reference's`(
    network: GoldenNetwork
  ) throws {
    try network.expectTrainingParity()
  }

  @Test(arguments: GoldenNetwork.cifar)
  func `averages after three batches and evaluation by them are the reference's`(
    network: GoldenNetwork
  ) throws {
    try network.expectStatisticsParity()
  }

  @Test(arguments: [
    // He et al., 2016, table 6, in millions.
    (20, 0.27), (32, 0.46), (44, 0.66), (56, 0.85), (110, 1.7),
  ])
  func `it has as many parameters as the paper says`(depth: Int, millions: Double) throws {
    let store = ParameterStore(seed: Seed(1))
    _ = try Network.cifarResNet(
      depth: depth, classes: 10, normalization: Self.normalization, Scope(store))
    let count = store.parameters.reduce(0) { $0 + $1.tensor.count }
    #expect(abs(Double(count) / 1e6 - millions) < (depth == 110 ? 0.05 : 0.01))
  }

  @Test func `the cost of each stage is that of its filters`() throws {
    let store = ParameterStore(seed: Seed(1))
    let network = try Network.cifarResNet(
      depth: 20, classes: 10, normalization: Self.normalization, width: 4, Scope(store))
    let state = ClassifierState(maps: [try .zeros([2, 3, 8, 8])], targets: try Tensor([0, 1]))
    let costs = try network.measuringCost(of: state).stages.map(\.multiplyAdds)
    let expected = [
      0, 64 * 9 * 3 * 4, 64 * 9 * 4 * 4 * 6, 16 * 9 * (4 * 8 + 8 * 8 * 5),
      4 * 9 * (8 * 16 + 16 * 16 * 5), 16 * 10,
    ]
    #expect(costs == expected.map { Double(2 * $0) })
  }

  @Test(arguments: [2, 3])
  func `grey pictures, other classes and odd widths are taken`(width: Int) throws {
    let store = ParameterStore(seed: Seed(1))
    let network = try Network.cifarResNet(
      depth: 8, channels: 1, classes: 3, normalization: .init(mean: [0], deviation: [1]),
      width: width,
      Scope(store))
    let state = ClassifierState(maps: [try .zeros([2, 1, 4, 4])], targets: try Tensor([0, 1]))
    #expect(try network(state, .training(seed: Seed(1))).maps[0].shape == [2, 3])
    #expect(network.stages.map(\.name) == ["input", "stem", "layer1", "layer2", "layer3", "head"])
  }
}
