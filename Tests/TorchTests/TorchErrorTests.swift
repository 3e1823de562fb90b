import Testing
import Torch

@Suite struct TorchErrorTests {
  @Test func `a refused operation tells its name, tensors and libtorch's cause`() throws {
    let x = try Tensor.zeros([2, 3])
    let y = try Tensor.zeros([4], dtype: .float64)
    let error = try #require(throws: TorchError.self) { try x + y }
    guard case .operation(let name, let tensors, let cause) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(name == "add")
    #expect(tensors == ["float32 [2, 3]", "float64 [4]"])
    #expect(cause.contains("The size of tensor a (3) must match the size of tensor b (4)"))
    #expect(!cause.contains("frame #"))
    #expect(error.description == "add on float32 [2, 3], float64 [4] failed: \(cause)")
  }

  @Test func `optional tensors that were given are told, others are not`() throws {
    let x = try Tensor.zeros([1, 3, 4, 4])
    let weight = try Tensor.zeros([2, 3, 3, 3])
    let error = try #require(throws: TorchError.self) {
      try x.conv2d(weight, bias: .zeros([5]))
    }
    #expect(
      error.description.hasPrefix(
        "conv2d on float32 [1, 3, 4, 4], float32 [2, 3, 3, 3], float32 [5] failed: "))
    let other = try #require(throws: TorchError.self) { try x.conv2d(.zeros([2])) }
    #expect(other.description.hasPrefix("conv2d on float32 [1, 3, 4, 4], float32 [2] failed: "))
  }

  @Test func `operations with several results, lists or in place tell the same`() throws {
    let x = try Tensor([1, 2])
    func prefix(_ expected: String, _ work: () throws -> Void) throws {
      let error = try #require(throws: TorchError.self) { try work() }
      #expect(error.description.hasPrefix(expected), "\(error)")
    }
    try prefix("topk on int64 [2] failed: ") { _ = try x.topk(k: 3) }
    try prefix("cat on int64 [2], float32 [1, 1] failed: ") {
      _ = try Tensor.cat([x, .zeros([1, 1])])
    }
    try prefix("add_ on int64 [2], float32 [] failed: ") { try x.addInPlace(Tensor(0.5)) }
    #expect(try x.elements(Int.self) == [1, 2])
    try prefix("bernoulli [2] on no tensor failed: ") {
      _ = try Tensor.bernoulli([2], probability: 1.5, seed: .init(1))
    }
  }

  @Test func `each other case says what was found and what to do`() {
    let texts: [(TorchError, [String])] = [
      (.elementType(found: .float64, asked: .int8), ["float64", "int8", "to(_:)"]),
      (.elementCount(count: 5, shape: [2, 3]), ["5 elements", "[2, 3]", "takes 6"]),
      (.noGradient(shape: [4]), ["[4]", "before the forward pass"]),
      (.notOneElement(count: 0), ["0 elements"]),
      (.unknownDType(99), ["99"]),
    ]
    for (error, words) in texts {
      for word in words { #expect(error.description.contains(word)) }
    }
  }
}
