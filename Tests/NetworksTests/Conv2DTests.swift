import Randomness
import Testing
import Torch

@testable import Networks

@Suite struct Conv2DTests {
  @Test(arguments: [
    "conv_3x3", "conv_3x3_unpadded", "conv_3x3_stride2", "conv_groups", "conv_depthwise",
    "conv_dilated", "conv_1x1", "conv_1x1_stride2", "conv_7x7",
  ])
  func `a convolution and its gradients are PyTorch's`(name: String) throws {
    let layer = try LayerCase(name)
    let store = layer.store()
    let weight = try layer["weight"].shape
    let settings = layer.settings
    let conv = try Conv2D(
      weight[1] * (settings.groups ?? 1), weight[0], kernel: weight[2],
      stride: settings.stride ?? 1, padding: .sides(settings.padding ?? 0),
      dilation: settings.dilation ?? 1, groups: settings.groups ?? 1, bias: layer.has("bias"),
      Scope(store))
    try store.finish()
    try layer.expectParity(store) { try conv($0) }
  }

  @Test(arguments: [(1, 1), (3, 1), (5, 1), (7, 1), (3, 2), (5, 3)])
  func `without a padding, maps of stride 1 keep their size`(kernel: Int, dilation: Int) throws {
    let store = ParameterStore(seed: Seed(1))
    let conv = try Conv2D(2, 3, kernel: kernel, dilation: dilation, Scope(store))
    #expect(try conv(.zeros([1, 2, 8, 5])).shape == [1, 3, 8, 5])
  }

  @Test func `it has a bias only where asked, drawn within 1 over the root of the fan in`() throws {
    let store = ParameterStore(seed: Seed(1))
    _ = try Conv2D(4, 100, kernel: 3, groups: 2, Scope(store) / "plain")
    _ = try Conv2D(4, 100, kernel: 3, groups: 2, bias: true, Scope(store) / "biased")
    #expect(store.parameters.map(\.path) == ["plain.weight", "biased.weight", "biased.bias"])
    #expect(store.parameters.map(\.tensor.shape) == [[100, 2, 3, 3], [100, 2, 3, 3], [100]])
    let largest = try store.parameters[2].tensor.abs().amax().item()
    let bound = 1 / 18.0.squareRoot()
    // Of 100 even draws the largest is under 0.9 of the bound once in 40,000 seeds.
    #expect(largest <= bound && largest > 0.9 * bound)
  }

  @Test func `maps of other channels are an error with the shapes`() throws {
    let store = ParameterStore(seed: Seed(1))
    let conv = try Conv2D(2, 3, kernel: 1, Scope(store))
    let error = try #require(throws: TorchError.self) { try conv(.zeros([1, 5, 2, 2])) }
    #expect(error.description.hasPrefix("conv2d on float32 [1, 5, 2, 2], float32 [3, 2, 1, 1]"))
  }
}
