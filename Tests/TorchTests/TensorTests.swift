import Testing
import Torch

@Suite struct TensorTests {
  @Test func `a tensor tells its shape, type, place and count`() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 6] as [Int32], shape: [2, 3])
    #expect(tensor.shape == [2, 3])
    #expect(tensor.count == 6)
    #expect(try tensor.dtype == .int32)
    #expect(tensor.device == .cpu)
    #expect(tensor.summary == "int32 [2, 3]")
    let single = try Tensor(1)
    #expect(single.shape.isEmpty)
    #expect(single.count == 1)
    #expect(try Tensor.zeros([0, 3]).count == 0)
  }

  @Test func `the version grows with each change in place and with no other operation`() throws {
    let tensor = try Tensor([1.0, 2])
    let before = tensor.version
    _ = try (tensor + 1).exp()
    #expect(tensor.version == before)
    try tensor.addInPlace(tensor)
    #expect(tensor.version == before + 1)
    try tensor.mulInPlace(2)
    #expect(tensor.version == before + 2)
  }

  @Test func `a change in place through a view counts and shows in the whole`() throws {
    let tensor = try Tensor([1.0, 2, 3])
    let before = tensor.version
    try tensor.narrow(dim: 0, start: 1, length: 1).fillInPlace(9)
    #expect(tensor.version > before)
    #expect(try tensor.elements(Double.self) == [1, 9, 3])
  }

  @Test func `an operation in place gives back the tensor it changed`() throws {
    let tensor = try Tensor([-1.0, 2])
    let changed = try tensor.reluInPlace()
    #expect(changed === tensor)
    #expect(try tensor.elements(Double.self) == [0, 2])
  }

  @Test func `elements live as long as a tensor that shares them`() throws {
    var view: Tensor?
    do {
      let whole = try Tensor((0..<1000).map(Double.init), shape: [10, 100])
      view = try whole.select(dim: 0, index: 9)
    }
    _ = try Tensor.zeros([10, 100], dtype: .float64)
    #expect(try view?.elements(Double.self) == (900..<1000).map(Double.init))
  }
}
