import Testing
import Torch

@Suite struct DTypeTests {
  @Test(arguments: DType.allCases)
  func `a tensor of each type has that type and its elements that size`(dtype: DType) throws {
    let tensor = try [UInt8](repeating: 0, count: 6 * dtype.size).withUnsafeBytes {
      try Tensor(bytes: $0, shape: [2, 3], dtype: dtype)
    }
    #expect(try tensor.dtype == dtype)
    #expect(try tensor.bytes().count == 6 * dtype.size)
    #expect(tensor.summary == "\(dtype) [2, 3]")
  }

  @Test(arguments: [
    (DType.bool, 1), (.uint8, 1), (.float8e5m2, 1), (.bfloat16, 2), (.float16, 2), (.uint16, 2),
    (.int32, 4), (.float32, 4), (.int64, 8), (.float64, 8), (.complex64, 8), (.complex128, 16),
  ])
  func `an element takes as many bytes as its name says`(dtype: DType, size: Int) {
    #expect(dtype.size == size)
  }

  @Test func `gradients are allowed exactly at the types that float`() throws {
    // Complex numbers may have gradients in libtorch; Spar has no use for them.
    for dtype in DType.allCases where ![.complex64, .complex128].contains(dtype) {
      let tensor = try [UInt8](repeating: 0, count: dtype.size).withUnsafeBytes {
        try Tensor(bytes: $0, shape: [], dtype: dtype)
      }
      let leaf = try? tensor.requiringGradient()
      #expect((leaf != nil) == dtype.isFloating, "\(dtype)")
    }
    #expect(!DType.complex64.isFloating)
  }

  @Test func `names are PyTorch's and differ`() {
    #expect(DType.float8e4m3fnuz.description == "float8_e4m3fnuz")
    #expect(DType.bfloat16.description == "bfloat16")
    #expect(Set(DType.allCases.map(\.description)).count == DType.allCases.count)
  }
}
