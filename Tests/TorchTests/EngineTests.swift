import Support
import Testing
import Torch

@Suite struct EngineTests {
  @Test func `the version is that of the headers, and there are threads`() {
    #expect(Engine.version.split(separator: ".").count >= 3)
    #expect(Engine.threads >= 1)
    #expect(!Engine.processorCapability.isEmpty)
    #expect(Engine.cudaDevices >= 0)
  }

  @Test func `a thread count is what was set, and none is an error`() throws {
    try ThreadCount.set(to: 3) { #expect(Engine.threads == 3) }
    let error = try #require(throws: TorchError.self) { try Engine.setThreads(0) }
    #expect(error.description.hasPrefix("set 0 threads on no tensor failed: "))
  }

  @Test(arguments: [
    // [N, C, H, W], [channels, C / groups, kH, kW], stride, padding, groups, H' and W'
    ([2, 3, 8, 10], [4, 3, 3, 3], 1, 1, 1, [8, 10]),
    ([2, 3, 8, 9], [4, 3, 3, 3], 2, 1, 1, [4, 5]),
    ([1, 4, 7, 7], [6, 2, 3, 3], 1, 0, 2, [5, 5]), ([3, 4, 9, 7], [4, 1, 5, 5], 2, 2, 4, [5, 4]),
    ([2, 5, 3, 7], [4, 5, 1, 1], 1, 0, 1, [3, 7]),
  ])
  func `a convolution takes a filter's elements for each output`(
    input: [Int], weight: [Int], stride: Int, padding: Int, groups: Int, size: [Int]
  ) throws {
    let x = try Tensor.zeros(input)
    let filters = try Tensor.zeros(weight)
    let outputs = input[0] * weight[0] * size[0] * size[1]
    let expected = Double(outputs * weight[1] * weight[2] * weight[3])
    let counted = try Engine.multiplyAdds {
      let y = try x.conv2d(filters, stride: [stride], padding: [padding], groups: groups)
      #expect(Array(y.shape[2...]) == size)
    }
    #expect(counted == expected)
  }

  @Test(arguments: [true, false], [DType?.none, .bfloat16])
  func `a linear layer takes its weight's elements for each row`(
    biased: Bool, autocast: DType?
  ) throws {
    let weight = try Tensor.zeros([3, 7]).requiringGradient()
    let bias = try biased ? Tensor.zeros([3]) : nil
    let counted = try Engine.multiplyAdds {
      try withAutocast(to: autocast, on: .cpu) {
        _ = try Tensor.zeros([5, 7]).linear(weight, bias: bias)
        _ = try Tensor.zeros([2, 5, 7]).linear(weight, bias: bias)
      }
    }
    #expect(counted == Double((5 + 10) * 3 * 7))
  }

  @Test func `matrix products count, with and without a leading dimension`() throws {
    let x = try Tensor.zeros([4, 5])
    let y = try Tensor.zeros([5, 6])
    #expect(try Engine.multiplyAdds { _ = try x.matmul(y) } == 4 * 5 * 6)
    let batches = try Tensor.zeros([3, 4, 5])
    let others = try Tensor.zeros([3, 5, 6])
    #expect(try Engine.multiplyAdds { _ = try batches.matmul(others) } == 3 * 4 * 5 * 6)
  }

  @Test func `the products of a backward pass do not count`() throws {
    let weight = try Tensor.ones([3, 7]).requiringGradient()
    let filters = try Tensor.ones([4, 3, 3, 3]).requiringGradient()
    let counted = try Engine.multiplyAdds {
      try Tensor.ones([5, 7]).linear(weight).sum().backward()
      _ = try gradients(of: Tensor.ones([1, 3, 5, 5]).conv2d(filters).sum(), at: [filters])
    }
    #expect(try weight.gradient().amax().item() == 5)
    #expect(counted == Double(5 * 3 * 7 + 9 * 4 * 27))
  }

  @Test func `work adds up, starts at 0 each time, and only the heavy part counts`() throws {
    let x = try Tensor.zeros([4, 4])
    let once = try Engine.multiplyAdds { _ = try x.matmul(x) }
    let twice = try Engine.multiplyAdds { _ = try x.matmul(x).matmul(x) }
    #expect(once == 64)
    #expect(twice == 128)
    #expect(try Engine.multiplyAdds { _ = try (x * x).relu().sum() } == 0)
    #expect(try Engine.multiplyAdds {} == 0)
  }

  @Test func `a throw ends the count, and a count inside a count is an error`() throws {
    #expect(throws: CancellationError.self) {
      _ = try Engine.multiplyAdds { throw CancellationError() }
    }
    let x = try Tensor.zeros([2, 2])
    var inner: TorchError?
    let counted = try Engine.multiplyAdds {
      inner = #expect(throws: TorchError.self) { _ = try Engine.multiplyAdds {} }
      _ = try x.matmul(x)
    }
    #expect(counted == 8)
    #expect(inner?.description.contains("counts already") == true)
  }
}
