import Testing
import Torch

@Suite struct AutocastTests {
  private let x: Tensor
  private let weight: Tensor

  init() throws {
    x = try Tensor([1 + 0x1p-10, 2, 3, 4] as [Float], shape: [2, 2])
    weight = try Tensor([1, 0, 0, 1] as [Float], shape: [2, 2]).requiringGradient()
  }

  private func product() throws -> Tensor { try x.linear(weight) }

  private func expectProduct(in dtype: DType) throws {
    #expect(try product().dtype == dtype)
  }

  @Test func `matrix products and convolutions are in the type, others are not`() throws {
    try withAutocast(to: .bfloat16, on: .cpu) {
      #expect(try product().dtype == .bfloat16)
      #expect(try product().to(.float32).elements(Float.self) == [1, 2, 3, 4])
      let maps = try x.reshape(shape: [1, 1, 2, 2])
      #expect(try maps.conv2d(.ones([1, 1, 1, 1])).dtype == .bfloat16)
      #expect(try (x + x).dtype == .float32)
    }
    #expect(try product().elements(Float.self) == [1 + 0x1p-10, 2, 3, 4])
  }

  @Test func `gradients come in the parameter's type`() throws {
    let loss = try withAutocast(to: .bfloat16, on: .cpu) { try product().sum() }
    try loss.backward()
    #expect(try weight.gradient().dtype == .float32)
    #expect(try weight.gradient().elements(Float.self) == [4, 6, 4, 6])
  }

  @Test func `no type changes nothing`() throws {
    try withAutocast(to: nil, on: .cpu) { try expectProduct(in: .float32) }
    try withAutocast(to: .bfloat16, on: .cpu) {
      try withAutocast(to: nil, on: .cpu) { try expectProduct(in: .bfloat16) }
    }
  }

  @Test func `what was before is there again, also after a throw`() throws {
    #expect(throws: CancellationError.self) {
      try withAutocast(to: .bfloat16, on: .cpu) { throw CancellationError() }
    }
    #expect(try product().dtype == .float32)
    try withAutocast(to: .bfloat16, on: .cpu) {
      try withAutocast(to: .bfloat16, on: .cpu) {}
      #expect(try product().dtype == .bfloat16)
      try withAutocast(to: .float16, on: .cpu) { try expectProduct(in: .float16) }
      #expect(try product().dtype == .bfloat16)
    }
    #expect(try product().dtype == .float32)
  }

  @Test func `a parameter that changed between two passes is rounded anew`() throws {
    func rounded() throws -> [Float] {
      try withAutocast(to: .bfloat16, on: .cpu) { try product().to(.float32).elements() }
    }
    #expect(try rounded() == [1, 2, 3, 4])
    _ = try withoutGradients { try weight.mulInPlace(2) }
    #expect(try rounded() == [2, 4, 6, 8])
  }
}
