import Foundation
import Support
import Testing
import Torch

@Suite struct SafetensorsTensorsTests {
  private let folder: ScratchFiles

  init() throws { folder = try ScratchFiles() }

  /// A tensor whose bytes are all different.
  private func counting(_ dtype: DType, _ shape: [Int]) throws -> Tensor {
    let size = shape.reduce(dtype.size, *)
    // A byte of a truth value is 0 or 1.
    let bytes = (0..<size).map { UInt8(dtype == .bool ? $0 % 2 : 3 * $0 % 251) }
    return try bytes.withUnsafeBytes { try Tensor(bytes: $0, shape: shape, dtype: dtype) }
  }

  @Test(arguments: [false, true])
  func `tensors of all types come back bit for bit`(flushed: Bool) throws {
    var tensors: [String: Tensor] = [:]
    for dtype in DType.allCases where dtype != .complex128 {
      for shape in [[], [3, 2], [0, 3]] {
        tensors["\(dtype).\(shape.count).\(shape.first ?? 1)"] = try counting(dtype, shape)
      }
    }
    let path = folder.path("all")
    try save(tensors, metadata: ["seed": "3"], to: path, flushed: flushed)
    let loaded = try loadTensors(from: path)
    #expect(loaded.keys.sorted() == tensors.keys.sorted())
    for (name, tensor) in tensors {
      let again = try #require(loaded[name])
      #expect(try identical(again, tensor), "\(name)")
    }
    #expect(try SafetensorsFile(path).metadata == ["seed": "3"])
    #expect(try folder.names() == ["all"])
  }

  @Test func `a mapped tensor is the file's own memory until it is written to`() throws {
    let path = folder.path("mapped")
    try save(["a": counting(.float32, [2, 3]), "b": counting(.int64, [2])], to: path)
    let file = try SafetensorsFile(path)
    let tensor = try file.mappedTensor("a")
    let handle = try #require(FileHandle(forUpdatingAtPath: path))
    try handle.seek(toOffset: UInt64(file.byteRange(of: "a").lowerBound))
    try handle.write(contentsOf: Data([0, 0, 0x80, 0x3f]))
    #expect(try tensor.elements(Float.self).first == 1)
    try tensor.addInPlace(1)
    #expect(try file.mappedTensor("a").elements(Float.self).first == 2)
    #expect(try SafetensorsFile(path).tensor("a").elements(Float.self).first == 1)
  }

  @Test func `a tensor of 100 MB is there in less than 50 ms`() throws {
    let path = folder.path("large")
    try save(["a": .zeros([25_000_000])], to: path)
    let seconds = try (0..<5).map { _ in
      try ContinuousClock().measure { _ = try SafetensorsFile(path).mappedTensor("a") }
    }
    print("100 MB of safetensors to the first tensor: \(seconds)")
    #expect(try #require(seconds.min()) < .milliseconds(50))
  }

  @Test func `a tensor that lies otherwise in memory is saved in its order`() throws {
    let maps = try counting(.float32, [2, 3, 2, 4])
    let parameter = try maps.channelsLast().requiringGradient()
    let turned = try maps.transpose(dim0: 1, dim1: 3)
    try save(["p": parameter, "t": turned], to: folder.path("laid"))
    let loaded = try loadTensors(from: folder.path("laid"))
    #expect(try identical(#require(loaded["p"]), maps))
    #expect(try identical(#require(loaded["t"]), turned))
    #expect(loaded["p"]?.requiresGradient == false)
  }

  @Test func `a tensor whose type a file cannot hold is refused before anything is there`() throws {
    let path = folder.path("complex")
    let error = SafetensorsError.noCounterpart(file: path, tensor: "z", dtype: "complex128")
    #expect(throws: error) {
      try save(["a": .zeros([1]), "z": counting(.complex128, [2])], to: path)
    }
    #expect(try folder.names().isEmpty)
  }

  @Test func `a file's type that no tensor has is refused, the file's others are not`() throws {
    let path = folder.path("packed")
    let entries = [
      SafetensorsEntry(name: "half", dtype: .float4E2M1, shape: [4]),
      SafetensorsEntry(name: "whole", dtype: .uint8, shape: [2]),
    ]
    try writeSafetensors(to: path, entries: entries) { _, write in
      try [UInt8(1), 2].withUnsafeBytes { try write($0) }
    }
    let error = SafetensorsError.noCounterpart(file: path, tensor: "half", dtype: "F4")
    #expect(throws: error) { try loadTensors(from: path) }
    #expect(try SafetensorsFile(path).tensor("whole").elements(UInt8.self) == [1, 2])
  }

  @Test func `a tensor that the file does not have is an error with its name`() throws {
    let path = folder.path("one")
    try save(["a": .zeros([1])], to: path)
    let file = try SafetensorsFile(path)
    let error = try #require(throws: SafetensorsError.self) { try file.tensor("b") }
    #expect(error.description.contains("b"))
  }

  @Test func `types of files and of tensors are each other's counterparts`() {
    for dtype in DType.allCases {
      #expect(SafetensorsDType(dtype).flatMap { DType($0) } == (dtype == .complex128 ? nil : dtype))
      if let stored = SafetensorsDType(dtype) { #expect(stored.bitsPerElement == 8 * dtype.size) }
    }
    #expect(DType(SafetensorsDType.float4E2M1) == nil)
  }

  @Test(arguments: [
    (DType.bool, "BOOL"), (.uint8, "U8"), (.int8, "I8"), (.uint16, "U16"), (.int16, "I16"),
    (.float16, "F16"), (.bfloat16, "BF16"), (.uint32, "U32"), (.int32, "I32"), (.float32, "F32"),
    (.uint64, "U64"), (.int64, "I64"), (.float64, "F64"), (.complex64, "C64"),
    (.float8e5m2, "F8_E5M2"), (.float8e4m3fn, "F8_E4M3"), (.float8e8m0fnu, "F8_E8M0"),
    (.float8e5m2fnuz, "F8_E5M2FNUZ"), (.float8e4m3fnuz, "F8_E4M3FNUZ"),
  ])
  func `a type has the format's word in a file`(dtype: DType, word: String) {
    #expect(SafetensorsDType(dtype)?.rawValue == word)
  }
}
