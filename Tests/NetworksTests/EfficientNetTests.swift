import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct EfficientNetTests {
  private static let normalization = Normalization(
    mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25])

  @Test(arguments: GoldenNetwork.efficientNets)
  func `features, logits, loss and every gradient are timm's`(network: GoldenNetwork) throws {
    try network.expectTrainingParity()
  }

  @Test(arguments: GoldenNetwork.efficientNets)
  func `averages after three batches and evaluation by them are timm's`(
    network: GoldenNetwork
  ) throws {
    try network.expectStatisticsParity()
  }

  @Test(arguments: [
    // As timm counts them.
    (EfficientNetSize.b0, 5_288_548), (.b1, 7_794_184), (.b2, 9_109_994), (.b3, 12_233_232),
    (.b4, 19_341_616), (.b5, 30_389_784), (.b6, 43_040_704), (.b7, 66_347_960),
    (.b8, 87_413_142), (.lite0, 4_652_008),
  ])
  func `it has as many parameters as timm's`(size: EfficientNetSize, count: Int) throws {
    let store = ParameterStore(seed: Seed(1))
    _ = try Network.efficientNet(
      size, classes: 1000, normalization: Self.normalization, Scope(store))
    #expect(store.parameters.reduce(0) { $0 + $1.tensor.count } == count)
  }
}
