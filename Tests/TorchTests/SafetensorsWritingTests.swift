import Foundation
import Testing

@testable import Torch

@Suite struct SafetensorsWritingTests {
  private let folder: ScratchFiles

  init() throws { folder = try ScratchFiles() }

  @Test(arguments: ["safetensors_format", "safetensors_plain"], [false, true])
  func `the reference's file is written again byte for byte`(name: String, flushed: Bool) throws {
    let source = try SafetensorsFile(ScratchFiles.golden(name))
    let entries = try source.names.map { try source.entry($0) }
    let path = folder.path("again")
    try writeSafetensors(
      to: path, entries: entries.sorted { $0.name.count < $1.name.count },
      metadata: source.metadata.isEmpty ? nil : source.metadata, flushed: flushed
    ) { name, write in
      // In uneven pieces, which must not show.
      try source.withBytes(of: name) { bytes in
        try write(UnsafeRawBufferPointer(rebasing: bytes.prefix(5)))
        try write(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(5)))
      }
    }
    #expect(
      try ScratchFiles.bytes(at: path)
        == ScratchFiles.bytes(at: ScratchFiles.golden(name)))
    #expect(try folder.names() == ["again"])
  }

  @Test func `a file without tensors is the shortest that the reference writes`() throws {
    let path = folder.path("empty")
    try writeSafetensors(to: path, entries: []) { _, _ in }
    #expect(try ScratchFiles.bytes(at: path) == [8, 0, 0, 0, 0, 0, 0, 0] + "{}      ".utf8)
    try writeSafetensors(to: path, entries: [], metadata: [:]) { _, _ in }
    #expect(
      try ScratchFiles.bytes(at: path).dropFirst(8)
        == Array("{\"__metadata__\":{}}     ".utf8)[...])
    #expect(try SafetensorsFile(path).names.isEmpty)
  }

  @Test func `types sort from the last to the first and names by their bytes`() throws {
    let names = ["\u{1f600}", "\u{ffff}", "z", "e\u{301}b", "\u{e9}", "a"]
    let entries =
      SafetensorsDType.allCases.map {
        SafetensorsEntry(name: "t.\($0.rawValue)", dtype: $0, shape: [2])
      } + names.map { SafetensorsEntry(name: $0, dtype: .bool, shape: [0]) }
    var order: [String] = []
    try writeSafetensors(to: folder.path("order"), entries: entries) { name, write in
      order.append(name)
      let isEmpty = !name.hasPrefix("t.")
      let bits = SafetensorsDType(rawValue: String(name.dropFirst(2)))?.bitsPerElement ?? 0
      try Data(count: isEmpty ? 0 : bits * 2 / 8).withUnsafeBytes(write)
    }
    let types =
      "U64 I64 F64 C64 F32 U32 I32 BF16 F16 U16 I16 F8_E5M2FNUZ F8_E4M3FNUZ F8_E8M0 F8_E4M3 "
      + "F8_E5M2 I8 U8 F4"
    #expect(
      order == types.split(separator: " ").map { "t.\($0)" }
        + ["a", "e\u{301}b", "t.BOOL", "z", "\u{e9}", "\u{ffff}", "\u{1f600}"])
    #expect(try SafetensorsFile(folder.path("order")).names == order)
  }

  @Test func `entries that no file can have are refused before anything is created`() throws {
    let path = folder.path("refused")
    func expect(_ error: SafetensorsError, _ entries: [(String, [Int])]) throws {
      let entries = entries.map { SafetensorsEntry(name: $0.0, dtype: .uint64, shape: $0.1) }
      #expect(throws: error) { try writeSafetensors(to: path, entries: entries) { _, _ in } }
    }
    try expect(.reservedName(file: path), [("__metadata__", [1])])
    try expect(.duplicateTensor(file: path, tensor: "a"), [("a", [1]), ("a", [2])])
    try expect(.negativeLength(file: path, tensor: "a", shape: [2, -1]), [("a", [2, -1])])
    let half = Int.max / 64
    let error = SafetensorsError.sizeOverflows(
      file: path, tensor: "a", dtype: .uint64, shape: [half + 1])
    try expect(error, [("a", [half + 1])])
    try expect(
      .sizeOverflows(file: path, tensor: "i", dtype: .uint64, shape: [half]),
      "abcdefghi".map { (String($0), [half]) })
    #expect(
      throws: SafetensorsError.partialByte(
        file: path, tensor: "p", dtype: .float4E2M1, shape: [3])
    ) {
      let packed = SafetensorsEntry(name: "p", dtype: .float4E2M1, shape: [3])
      try writeSafetensors(to: path, entries: [packed]) { _, _ in }
    }
    #expect(try folder.names().isEmpty)
  }

  @Test(arguments: [0, 3, 5])
  func `a wrong number of bytes is refused, and the file that was there stays`(
    _ count: Int
  ) throws {
    let path = folder.path("stays")
    let entries = [SafetensorsEntry(name: "a", dtype: .uint8, shape: [4])]
    try writeSafetensors(to: path, entries: entries) { _, write in
      try Data(count: 4).withUnsafeBytes(write)
    }
    let before = try ScratchFiles.bytes(at: path)
    #expect(
      throws: SafetensorsError.wrongByteCount(file: path, tensor: "a", found: count, expected: 4)
    ) {
      try writeSafetensors(to: path, entries: entries) { _, write in
        try Data(count: count).withUnsafeBytes(write)
      }
    }
    #expect(throws: CancellationError.self) {
      try writeSafetensors(to: path, entries: entries) { _, _ in throw CancellationError() }
    }
    #expect(try ScratchFiles.bytes(at: path) == before)
    #expect(try folder.names() == ["stays"])
    #expect(try folder.openCount() == 0)
  }

  @Test func `an open file keeps its bytes when its path is written again`() throws {
    let path = folder.path("mapped")
    func write(_ value: UInt8, count: Int) throws {
      let entry = SafetensorsEntry(name: "a", dtype: .uint8, shape: [count])
      try writeSafetensors(to: path, entries: [entry]) { _, write in
        try Data(repeating: value, count: count).withUnsafeBytes(write)
      }
    }
    try write(1, count: 100_000)
    let file = try SafetensorsFile(path)
    try write(2, count: 1)
    #expect(try file.withBytes(of: "a") { $0.allSatisfy { $0 == 1 } && $0.count == 100_000 })
    #expect(try SafetensorsFile(path).withBytes(of: "a") { Array($0) } == [2])
  }

  @Test func `a full disk is an error that counts the bytes`() throws {
    let entry = SafetensorsEntry(name: "a", dtype: .uint8, shape: [4])
    #expect(
      throws: SafetensorsError.cannotWrite(
        file: "/dev/full", written: 0, wanted: 68, cause: "No space left on device")
    ) {
      try writeSafetensors(to: "/dev/full", entries: [entry]) { _, write in
        try Data(count: 4).withUnsafeBytes(write)
      }
    }
  }

  @Test func `a folder that is not there is an error with the system's word`() throws {
    let path = folder.path("missing/file")
    #expect(
      throws: SafetensorsError.cannotCreate(file: path, cause: "No such file or directory")
    ) { try writeSafetensors(to: path, entries: []) { _, _ in } }
  }
}
