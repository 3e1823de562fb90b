import Randomness
import Support
import Testing
import Torch

@testable import Networks

@Suite struct NormalizationTests {
  private let normalization = Normalization(mean: [0.5, 0.25], deviation: [0.25, 0.5])

  @Test(arguments: Precision.allCases)
  func `each channel loses its mean and is divided by its deviation`(precision: Precision) throws {
    let store = ParameterStore(seed: Seed(1), precision: precision)
    let normalize = try normalization.layer(Scope(store))
    let pictures = try Tensor([0, 1, 0.5, 0.25, 1, 0, 0.5, 0.25], shape: [2, 2, 1, 2])
      .to(precision.storage)
    let normalized = try normalize(pictures)
    #expect(try normalized.dtype == precision.storage)
    #expect(
      try normalized.to(.float64).elements(Double.self) == [-2, 2, 0.5, 0, 2, -2, 0.5, 0])
    #expect(store.parameters.isEmpty && store.buffers.isEmpty)
  }

  @Test(arguments: [[2, 3, 5, 7], [1, 3, 1, 1], [0, 3, 4, 4], [3, 1, 4, 2]])
  func `whatever the layout, numbers are those of arithmetic channel by channel`(shape: [Int])
    throws
  {
    let deviations = [0.229, 0.224, 0.225].prefix(shape[1])
    let means = [0.485, 0.456, 0.406].prefix(shape[1])
    let layer = try Normalization(mean: Array(means), deviation: Array(deviations))
      .layer(Scope(ParameterStore(seed: Seed(1))))
    func channels(_ values: some Sequence<Double>) throws -> Tensor {
      try Tensor(Array(values), shape: [1, shape[1], 1, 1]).to(.float32)
    }
    let pictures = try Tensor.uniform(shape, seed: Seed(2))
    let expected = try ((pictures - channels(means)) / channels(deviations)).elements(Float.self)
    #expect(try layer(pictures).shape == shape)
    #expect(try layer(pictures).elements(Float.self) == expected)
    #expect(try layer(pictures.channelsLast()).elements(Float.self) == expected)
  }

  @Test func `pictures of other channels are an error`() throws {
    let normalize = try normalization.layer(Scope(ParameterStore(seed: Seed(1))))
    #expect(throws: TorchError.self) { try normalize(.zeros([1, 3, 2, 2])) }
  }
}
