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

  @Test func `a head drawn anew over weights is as large as PyTorch draws it`() throws {
    let size = EfficientNetSize(width: 0.1, depth: 0.25, resolution: 40, dropout: 0, isLite: true)
    func store(classes: Int, from old: ParameterStore? = nil) throws -> ParameterStore {
      let weights = try old.map { try copied($0.parameters + $0.buffers) }
      let store = ParameterStore(
        seed: Seed(1), from: weights.map { .init(name: "old", $0, adapts: true) })
      _ = try Network.efficientNet(
        size, classes: classes, normalization: Self.normalization, Scope(store))
      return store
    }
    func largest(_ store: ParameterStore) throws -> Double {
      let head = try #require(store.parameters.first { $0.path == "classifier.weight" }).tensor
      return try head.abs().amax().item()
    }
    let old = try store(classes: 100)
    let (fresh, adapted) = (try store(classes: 4), try store(classes: 4, from: old))
    #expect(try 0.49...0.5 ~= largest(fresh))
    #expect(try (0.99 / 1280.0.squareRoot())...(1 / 1280.0.squareRoot()) ~= largest(adapted))
    #expect(try largest(store(classes: 100, from: old)) == largest(old))
  }
}
