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

  @Test func `pictures of other channels are an error`() throws {
    let normalize = try normalization.layer(Scope(ParameterStore(seed: Seed(1))))
    #expect(throws: TorchError.self) { try normalize(.zeros([1, 3, 2, 2])) }
  }
}
