import Randomness
import Support
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

  @Test(arguments: [1, 2, 3], [1, 3, 5])
  func `TensorFlow's padding starts windows where it does, whatever the size`(
    stride: Int, kernel: Int
  ) throws {
    let store = ParameterStore(seed: Seed(1), precision: .fp64)
    let conv = try Conv2D(
      2, 3, kernel: kernel, stride: stride, padding: .tensorFlow, Scope(store))
    let bare = try store.parameters[0].tensor.detach()
    for side in 4...9 {
      let x = try Tensor.uniform([1, 2, side, 7], seed: Seed(2), dtype: .float64)
      // TensorFlow's documentation: rows that are needed for ceil(H / stride) windows, less H.
      let sides = [side, 7].map { side -> [Int] in
        let count = Int((Double(side) / Double(stride)).rounded(.up))
        let missing = max(0, (count - 1) * stride + kernel - side)
        return [missing / 2, missing - missing / 2]
      }
      let padded = try x.constantPadNd(pad: sides[1] + sides[0])
      let expected = try padded.conv2d(bare, stride: [stride, stride])
      let found = try conv(x)
      let windows: [Int] = [side, 7].map { Int((Double($0) / Double(stride)).rounded(.up)) }
      #expect(Array(found.shape.suffix(2)) == windows)
      #expect(try distance(found, expected) < Tolerance.layer64)
    }
  }

  @Test(arguments: [1, 4, 8, 15, 16], [2, 3])
  func `strided windows of one pixel are right in float32, however few channels they see`(
    channels: Int, stride: Int
  ) throws {
    func gradients(_ precision: Precision) throws -> [Tensor] {
      let store = ParameterStore(seed: Seed(1), precision: precision)
      let conv = try Conv2D(channels, 24, kernel: 1, stride: stride, Scope(store))
      let x = try Tensor.uniform([4, channels, 9, 7], seed: Seed(2)).to(precision.storage)
        .requiringGradient()
      let y = try conv(x)
      try (y * y).sum().backward()
      return try [y.detach(), x.gradient(), store.parameters[0].tensor.gradient()]
    }
    for (found, expected) in try zip(gradients(.fp32), gradients(.fp64)) {
      #expect(found.shape == expected.shape)
      #expect(try distance(found.to(.float64), expected) < Tolerance.layer32)
    }
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
