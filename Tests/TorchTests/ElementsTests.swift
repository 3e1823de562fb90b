import Support
import Testing
import Torch

/// Values of one element type that must survive the way into a tensor and back.
struct ElementCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let checkRoundTrip: @Sendable ([Int]) throws -> Void

  init<Element: TensorElement & Equatable>(_ dtype: DType, _ values: [Element]) {
    testDescription = "\(Element.self)"
    checkRoundTrip = { shape in
      let count = shape.reduce(1, *)
      let elements = (0..<count).map { values[$0 % values.count] }
      let tensor = try Tensor(elements, shape: shape)
      #expect(tensor.shape == shape)
      #expect(try tensor.dtype == dtype)
      #expect(try tensor.elements(Element.self) == elements)
      let bytes = elements.withUnsafeBytes(Array.init)
      #expect(try tensor.bytes() == bytes)
      let again = try bytes.withUnsafeBytes {
        try Tensor(bytes: $0, shape: shape, dtype: dtype)
      }
      #expect(try again.elements(Element.self) == elements)
    }
  }

  static let all = [
    ElementCase(.uint8, [0, 7, UInt8.max]), ElementCase(.int8, [Int8.min, -1, .max]),
    ElementCase(.int16, [Int16.min, -2, .max]), ElementCase(.int32, [Int32.min, 3, .max]),
    ElementCase(.int64, [Int64.min, 4, .max]), ElementCase(.int64, [Int.min, 5, .max]),
    ElementCase(.uint16, [UInt16(0), 6, .max]), ElementCase(.uint32, [UInt32(0), 7, .max]),
    ElementCase(.uint64, [UInt64(0), 8, .max]), ElementCase(.float32, [Float.pi, -0.5, .infinity]),
    ElementCase(.float64, [Double.pi, .leastNonzeroMagnitude, -.infinity]),
    ElementCase(.bool, [true, false, true]),
  ]
}

@Suite struct ElementsTests {
  @Test(arguments: ElementCase.all, [[], [1], [5], [2, 3], [3, 1, 2], [0, 3], [0]])
  func `elements survive the way into a tensor and back`(
    elements: ElementCase, shape: [Int]
  ) throws {
    try elements.checkRoundTrip(shape)
  }

  @Test func `elements without a shape make one dimension`() throws {
    #expect(try Tensor([1.0, 2, 3]).shape == [3])
    #expect(try Tensor([Float]()).shape == [0])
  }

  @Test(arguments: [[3], [2, 1], [], [0], [2, 3]])
  func `elements that do not fill the shape are refused`(shape: [Int]) throws {
    #expect(throws: TorchError.elementCount(count: 5, shape: shape)) {
      try Tensor([1, 2, 3, 4, 5], shape: shape)
    }
    let bytes = [UInt8](repeating: 0, count: 20)
    #expect(throws: TorchError.elementCount(count: 5, shape: shape)) {
      try bytes.withUnsafeBytes { try Tensor(bytes: $0, shape: shape, dtype: .float32) }
    }
  }

  @Test func `bytes that are no whole number of elements are refused`() throws {
    let bytes = [UInt8](repeating: 0, count: 7)
    #expect(throws: TorchError.elementCount(count: 1, shape: [1])) {
      try bytes.withUnsafeBytes { try Tensor(bytes: $0, shape: [1], dtype: .float32) }
    }
  }

  @Test func `elements asked for as another type are refused`() throws {
    let tensor = try Tensor([1.5, 2.5])
    #expect(throws: TorchError.elementType(found: .float64, asked: .float32)) {
      try tensor.elements(Float.self)
    }
    #expect(throws: TorchError.elementType(found: .float64, asked: .int64)) {
      try tensor.elements(Int.self)
    }
    #expect(try tensor.to(.float32).elements(Float.self) == [1.5, 2.5])
  }

  @Test func `elements come in the order of the last dimension first however they lie`() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(try tensor.transpose(dim0: 0, dim1: 1).elements(Int.self) == [1, 4, 2, 5, 3, 6])
    #expect(try tensor.slice(dim: 1, start: 1).elements(Int.self) == [2, 3, 5, 6])
    #expect(try tensor.slice(dim: 1, step: 2).elements(Int.self) == [1, 3, 4, 6])
    #expect(try Tensor([7]).expand(size: [2, 2]).elements(Int.self) == [7, 7, 7, 7])
  }

  @Test func `one value is asked of one element only`() throws {
    #expect(try Tensor([Int64(-3)], shape: [1, 1]).item() == -3)
    #expect(try Tensor(0.25, dtype: .bfloat16).item() == 0.25)
    #expect(throws: TorchError.notOneElement(count: 2)) { try Tensor([1, 2]).item() }
    #expect(throws: TorchError.notOneElement(count: 0)) { try Tensor.zeros([0]).item() }
  }

  @Test func `filled tensors have the value, the shape and the type asked for`() throws {
    #expect(try Tensor.zeros([2]).elements(Float.self) == [0, 0])
    #expect(try Tensor.ones([], dtype: .int64).elements(Int.self) == [1])
    let filled = try Tensor.full(2.5, [2, 1], dtype: .float64)
    #expect(filled.shape == [2, 1])
    #expect(try filled.elements(Double.self) == [2.5, 2.5])
    #expect(try Tensor(3).summary == "float32 []")
  }

  @Test func `a negative extent is refused with libtorch's word`() throws {
    let error = try #require(throws: TorchError.self) { try Tensor.zeros([2, -1]) }
    #expect(error.description.contains("full [2, -1] on no tensor failed"))
    #expect(error.description.contains("negative"))
  }

  @Test func `zeros like a tensor take its shape, type and layout, not its graph`() throws {
    let model = try Tensor.ones([2, 3, 4, 5], dtype: .float64).channelsLast().requiringGradient()
    let zeros = try Tensor.zeros(like: model)
    #expect(try identical(zeros, .zeros([2, 3, 4, 5], dtype: .float64)))
    #expect(!zeros.requiresGradient)
    #expect(throws: (any Error).self) { try zeros.view(size: [-1]) }
    #expect(try Tensor.zeros(like: Tensor([1, 2])).dtype == .int64)
  }

  @Test func `channels side by side are the same maps`() throws {
    let maps = try Tensor((0..<24).map(Double.init), shape: [2, 3, 2, 2])
    let laid = try maps.channelsLast()
    #expect(try identical(laid, maps))
    // A flat view exists only where the last dimension comes first.
    #expect(throws: (any Error).self) { try laid.view(size: [-1]) }
    #expect(
      try identical(
        laid.permute(dims: [0, 2, 3, 1]).view(size: [-1]).reshape(shape: [2, 2, 2, 3]),
        maps.permute(dims: [0, 2, 3, 1])))
    let error = try #require(throws: TorchError.self) { try Tensor([1.0]).channelsLast() }
    #expect(error.description.hasPrefix("channels last on float64 [1] failed:"))
  }

  @Test func `conversion rounds to the nearest and truncates to whole numbers`() throws {
    let tensor = try Tensor([1.0, 1 + 0x1p-9, -1.75, 2.5])
    #expect(try tensor.to(.bfloat16).to(.float64).elements(Double.self) == [1, 1, -1.75, 2.5])
    #expect(try tensor.to(.int32).elements(Int32.self) == [1, 1, -1, 2])
    #expect(try tensor.to(.float64) === tensor)
    #expect(try tensor.to(dtype: .float64, device: .cpu) === tensor)
    #expect(try tensor.to(.cpu) === tensor)
  }
}
