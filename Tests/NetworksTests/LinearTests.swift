import Randomness
import Testing
import Torch

@testable import Networks

@Suite struct LinearTests {
  @Test func `a linear layer and its gradients are PyTorch's`() throws {
    let layer = try LayerCase("linear")
    let store = layer.store()
    let linear = try Linear(7, 3, Scope(store))
    try store.finish()
    try layer.expectParity(store) { try linear($0) }
  }

  @Test func `leading dimensions stay, and the parameters have PyTorch's names`() throws {
    let store = ParameterStore(seed: Seed(1))
    let linear = try Linear(4, 2, Scope(store) / "fc")
    #expect(try linear(.zeros([2, 3, 4])).shape == [2, 3, 2])
    #expect(store.parameters.map(\.path) == ["fc.weight", "fc.bias"])
    #expect(store.parameters.map(\.tensor.shape) == [[2, 4], [2]])
    #expect(throws: TorchError.self) { try linear(.zeros([2, 3])) }
  }
}
