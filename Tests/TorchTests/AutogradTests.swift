import Randomness
import Support
import Testing
import Torch

@Suite struct AutogradTests {
  private let x: Tensor
  private let w: Tensor

  init() throws {
    x = try Tensor([1.0, 2, 3])
    w = try Tensor([4.0, 5, 6]).requiringGradient()
  }

  @Test func `gradients are those of the sum of the objective's elements`() throws {
    let leaf = try x.requiringGradient()
    let found = try gradients(of: leaf.square() * w, at: [leaf, w])
    #expect(try found[0].elements(Double.self) == [8, 20, 36])
    #expect(try found[1].elements(Double.self) == [1, 4, 9])
    let single = try gradients(of: (leaf * 3).sum(), at: [leaf])
    #expect(try single[0].elements(Double.self) == [3, 3, 3])
  }

  @Test func `gradients leave no gradient behind and free the graph`() throws {
    let leaf = try x.requiringGradient()
    let objective = try (leaf.square() * w).sum()
    _ = try gradients(of: objective, at: [leaf])
    #expect(try w.gradientIfAny() == nil)
    #expect(try leaf.gradientIfAny() == nil)
    #expect(throws: TorchError.self) { try gradients(of: objective, at: [leaf]) }
  }

  @Test func `a way back from several tensors adds what each of their slopes makes`() throws {
    let (left, right) = (try w.square(), try w * 3)
    try Tensor.backward(from: [(left, x), (right, try x * 2)])
    // 2 w x + 3 (2 x)
    #expect(try w.gradient().elements(Double.self) == [14, 32, 54])
    try Tensor.backward(from: [])
    #expect(try w.gradient().elements(Double.self) == [14, 32, 54])
    #expect(throws: TorchError.self) { try Tensor.backward(from: [(w * 2, Tensor([1.0, 2]))]) }
  }

  @Test func `gradients reach a tensor inside the graph`() throws {
    let inside = try w.square()
    let slope = try gradients(of: (inside * 2).sum(), at: [inside])[0]
    #expect(try slope.elements(Double.self) == [2, 2, 2])
  }

  @Test func `gradients laid channels last are the same numbers`() throws {
    let maps = try Tensor.normal([2, 8, 4, 5], seed: Seed(1)).channelsLast()
    let beside = try Tensor.normal([2, 3, 7, 9], seed: Seed(2)).channelsLast()
    let weights = try Tensor.normal([2, 11, 7, 9], seed: Seed(3))
    func slopes(_ lay: (Tensor) throws -> Tensor) throws -> (of: [Float], between: Tensor) {
      let leaf = try maps.requiringGradient()
      let larger = try lay(leaf.upsampleBilinear2d(outputSize: [7, 9], alignCorners: false))
      func slope(at place: Tensor) throws -> Tensor {
        try gradients(of: .cat([beside, larger], dim: 1) * weights, at: [place])[0]
      }
      // In this order: the second way back goes through the resampling, and frees it.
      let between = try slope(at: larger)
      return (try slope(at: leaf).elements(Float.self), between)
    }
    let (plain, between) = try slopes { $0 }
    let (laid, laidBetween) = try slopes { try $0.gradientsChannelsLast() }
    #expect(!between.isChannelsLast)
    #expect(laidBetween.isChannelsLast)
    #expect(zip(plain, laid).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(plain.contains { abs($0) > 0.1 })
    #expect(try maps.gradientsChannelsLast() === maps)
  }

  @Test func `a leaf that the objective does not depend on is an error with its shape`() throws {
    let other = try Tensor.zeros([2, 2]).requiringGradient()
    #expect(throws: TorchError.noGradient(shape: [2, 2])) {
      try gradients(of: w.sum(), at: [w, other])
    }
  }

  @Test func `a leaf whose gradient is not wanted is an error with libtorch's cause`() throws {
    let error = try #require(throws: TorchError.self) { try gradients(of: w.sum(), at: [x]) }
    #expect(error.description.hasPrefix("gradients on float64 [], float64 [3] failed: "))
  }

  @Test func `backward passes add to the gradients that are there`() throws {
    let loss = try (w.square() * x).sum()
    try loss.backward(keepingGraph: true)
    #expect(try w.gradient().elements(Double.self) == [8, 20, 36])
    try loss.backward()
    #expect(try w.gradient().elements(Double.self) == [16, 40, 72])
    let error = try #require(throws: TorchError.self) { try loss.backward() }
    #expect(error.description.contains("backward on float64 [] failed"))
    #expect(error.description.contains("second time"))
  }

  @Test func `a backward pass of several elements or of no graph is an error`() throws {
    #expect(throws: TorchError.self) { try w.square().backward() }
    #expect(throws: TorchError.self) { try x.sum().backward() }
  }

  @Test func `a tensor inside the graph keeps its gradient where it was asked to`() throws {
    let inside = try w.square()
    let kept = try inside.keepingGradient()
    #expect(kept === inside)
    try (inside * x).sum().backward()
    #expect(try kept.gradient().elements(Double.self) == [1, 2, 3])
    #expect(try w.gradient().elements(Double.self) == [8, 20, 36])
  }

  @Test func `a tensor without a graph becomes a new leaf with the same elements`() throws {
    let leaf = try x.keepingGradient()
    #expect(leaf !== x)
    #expect(leaf.isLeaf && leaf.requiresGradient)
    #expect(!x.requiresGradient)
    try leaf.square().sum().backward()
    #expect(try leaf.gradient().elements(Double.self) == [2, 4, 6])
    #expect(try x.gradientIfAny() == nil)
  }

  @Test func `no gradient is an error with the shape, and none where none may be`() throws {
    #expect(throws: TorchError.noGradient(shape: [3])) { try w.gradient() }
    #expect(throws: TorchError.noGradient(shape: [3])) { try x.gradient() }
    #expect(try w.gradientIfAny() == nil)
  }

  @Test func `whole numbers have no gradient`() throws {
    let error = try #require(throws: TorchError.self) { try Tensor([1, 2]).requiringGradient() }
    #expect(error.description.hasPrefix("require gradient on int64 [2] failed: "))
  }

  @Test func `a gradient can be replaced and forgotten`() throws {
    try w.sum().backward()
    try w.setGradient(x)
    #expect(try w.gradient().elements(Double.self) == [1, 2, 3])
    try w.setGradient(nil)
    #expect(try w.gradientIfAny() == nil)
  }

  @Test func `a gradient is a copy in the tensor's layout and type, of its shape`() throws {
    let maps = try Tensor.zeros([1, 2, 2, 2]).channelsLast().requiringGradient()
    let given = try Tensor((0..<8).map(Double.init), shape: [1, 2, 2, 2])
    try maps.setGradient(given)
    try given.zeroInPlace()
    let kept = try maps.gradient()
    #expect(try kept.elements(Float.self) == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(
      try kept.permute(dims: [0, 2, 3, 1]).view(size: [-1]).elements(Float.self)
        == [0, 4, 1, 5, 2, 6, 3, 7])
    let error = try #require(throws: TorchError.self) { try maps.setGradient(x) }
    #expect(error.description.hasPrefix("set gradient on float32 [1, 2, 2, 2] failed: "))
    #expect(try maps.gradient().amax().item() == 7)
  }

  @Test func `leaves and the graph behind them are told apart`() throws {
    let inside = try w * 2
    #expect(w.isLeaf && w.requiresGradient)
    #expect(!inside.isLeaf && inside.requiresGradient)
    let outside = try inside.detach()
    #expect(outside.isLeaf && !outside.requiresGradient)
  }

  private func expectRecording(_ isRecording: Bool) throws {
    #expect(try (w * 2).requiresGradient == isRecording)
  }

  @Test func `no graph is recorded inside and one is again after, also after a throw`() throws {
    try withoutGradients {
      try expectRecording(false)
      try withoutGradients { try expectRecording(false) }
      try expectRecording(false)
    }
    try expectRecording(true)
    #expect(throws: CancellationError.self) { try withoutGradients { throw CancellationError() } }
    try expectRecording(true)
  }
}
