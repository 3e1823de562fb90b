import Testing
import Torch

@Suite struct OperatorsTests {
  private let x: Tensor
  private let y: Tensor

  init() throws {
    x = try Tensor([1.0, -2, 4])
    y = try Tensor([0.5, 8, -4])
  }

  @Test func `operators on two tensors are arithmetic on matching elements`() throws {
    #expect(try (x + y).elements(Double.self) == [1.5, 6, 0])
    #expect(try (x - y).elements(Double.self) == [0.5, -10, 8])
    #expect(try (x * y).elements(Double.self) == [0.5, -16, -16])
    #expect(try (x / y).elements(Double.self) == [2, -0.25, -1])
    #expect(try (-x).elements(Double.self) == [-1, 2, -4])
  }

  @Test func `operators on a tensor and a number keep the order of the two`() throws {
    #expect(try (x + 0.5).elements(Double.self) == [1.5, -1.5, 4.5])
    #expect(try (0.5 + x).elements(Double.self) == [1.5, -1.5, 4.5])
    #expect(try (x - 3).elements(Double.self) == [-2, -5, 1])
    #expect(try (3 - x).elements(Double.self) == [2, 5, -1])
    #expect(try (x * 2.5).elements(Double.self) == [2.5, -5, 10])
    #expect(try (2.5 * x).elements(Double.self) == [2.5, -5, 10])
    #expect(try (x / 4).elements(Double.self) == [0.25, -0.5, 1])
  }

  @Test func `shapes are broadcast as NumPy does`() throws {
    let column = try Tensor([10.0, 20], shape: [2, 1])
    let sum = try column + x
    #expect(sum.shape == [2, 3])
    #expect(try sum.elements(Double.self) == [11, 8, 14, 21, 18, 24])
    #expect(try (x * Tensor(2, dtype: .float64)).shape == [3])
    #expect(try (Tensor.zeros([0, 3]) + x).shape == [0, 3])
  }

  @Test func `whole numbers stay whole beside whole numbers`() throws {
    let whole = try Tensor([1, -2, 4] as [Int32])
    for result in try [whole + 3, 3 - whole, whole * -2, whole - 1, -whole, whole + whole] {
      #expect(try result.dtype == .int32)
    }
    #expect(try (3 - whole).elements(Int32.self) == [2, 5, -1])
    #expect(try (whole + 0.5).elements(Float.self) == [1.5, -1.5, 4.5])
    #expect(try (whole / 2).elements(Float.self) == [0.5, -1, 2])
    #expect(try (Tensor([true, false]) * 3).elements(Int64.self) == [3, 0])
  }

  @Test func `a number does not widen a tensor, another tensor does`() throws {
    let short = try Tensor([1, 2] as [Float])
    #expect(try (short * 0.1).dtype == .float32)
    #expect(try (short.to(.bfloat16) * 0.1).dtype == .bfloat16)
    #expect(try (short + Tensor([1.0, 2])).dtype == .float64)
    #expect(try (short + Tensor(1, dtype: .float64)).dtype == .float32)
  }

  @Test(arguments: [-0.0, 0x1p53, 1e300, -.infinity, .nan, 0x1p-1074])
  func `a number reaches libtorch as it is`(number: Double) throws {
    let found = try (Tensor([1.0]) * number).elements(Double.self)[0]
    #expect(found.bitPattern == number.bitPattern || (found.isNaN && number.isNaN))
    #expect(try Tensor.full(number, [], dtype: .float64).item().sign == number.sign)
  }
}
