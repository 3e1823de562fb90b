import Networks
import Testing
import Torch

@Suite struct PoolingTests {
  @Test(arguments: ["max_pool", "max_pool_odd"])
  func `a max pool and its gradient are PyTorch's`(name: String) throws {
    let layer = try LayerCase(name)
    try layer.expectParity {
      try $0.maxPooled(
        layer.settings.kernelSize ?? 0, stride: layer.settings.stride ?? 0,
        padding: layer.settings.padding ?? 0)
    }
  }

  @Test(arguments: ["avg_pool", "avg_pool_padded"])
  func `an average pool and its gradient are PyTorch's`(name: String) throws {
    let layer = try LayerCase(name)
    try layer.expectParity {
      try $0.averagePooled(
        layer.settings.kernelSize ?? 0, stride: layer.settings.stride ?? 0,
        padding: layer.settings.padding ?? 0)
    }
  }

  @Test func `the mean of each map and its gradient are those of PyTorch's adaptive pool`() throws {
    let layer = try LayerCase("adaptive_pool")
    try layer.expectParity {
      let means = try $0.globalAveraged()
      #expect(means.shape == [2, 3])
      return try means.reshape(shape: [2, 3, 1, 1])
    }
  }

  @Test func `padding of a max pool counts as less than any value`() throws {
    let maps = try Tensor.full(-5, [1, 1, 2, 2])
    #expect(try maps.maxPooled(3, stride: 2, padding: 1).item() == -5)
  }
}
