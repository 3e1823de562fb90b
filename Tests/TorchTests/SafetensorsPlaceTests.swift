import Foundation
import Testing

@testable import Torch

private func entry(_ begin: Int, _ end: Int) -> String {
  "{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[\(begin),\(end)]}"
}

@Suite struct SafetensorsPlaceTests {
  @Test func `tensors in any order of the header come in the order of their bytes`() throws {
    try HeaderCase("{\"b\":\(entry(2, 4)),\"a\":\(entry(0, 2))}", data: 4).check()
  }

  @Test(arguments: [
    HeaderCase(offsets: "[2,0]") {
      .offsetsBackwards(file: $0, tensor: "a", begin: 2, end: 0)
    },
    HeaderCase("{\"a\":\(entry(0, 2)),\"b\":\(entry(1, 3))}", data: 3) {
      .overlapping(file: $0, tensor: "b", begin: 1, expected: 2)
    },
    HeaderCase("{\"a\":\(entry(0, 2)),\"b\":\(entry(0, 2))}", data: 2) {
      .overlapping(file: $0, tensor: "b", begin: 0, expected: 2)
    },
    HeaderCase("{\"a\":\(entry(0, 2)),\"b\":\(entry(3, 5))}", data: 5) {
      .hole(file: $0, tensor: "b", begin: 3, expected: 2)
    },
    HeaderCase(offsets: "[1,3]", data: 3) { .hole(file: $0, tensor: "a", begin: 1, expected: 0) },
    HeaderCase(data: 1) { .dataPastEnd(file: $0, tensor: "a", end: 2, available: 1) },
    HeaderCase(data: 3) { .trailingBytes(file: $0, found: 3, expected: 2) },
    HeaderCase("{}", data: 1) { .trailingBytes(file: $0, found: 1, expected: 0) },
    HeaderCase(dtype: "\"F4\"", shape: "[3]") {
      .partialByte(file: $0, tensor: "a", dtype: .float4E2M1, shape: [3])
    },
    HeaderCase(shape: "[4294967296,4294967296,0]", offsets: "[0,0]", data: 0) {
      .sizeOverflows(
        file: $0, tensor: "a", dtype: .uint8, shape: [4_294_967_296, 4_294_967_296, 0])
    },
    HeaderCase(dtype: "\"U64\"", shape: "[288230376151711744]", offsets: "[0,0]", data: 0) {
      .sizeOverflows(file: $0, tensor: "a", dtype: .uint64, shape: [288_230_376_151_711_744])
    },
    HeaderCase(shape: "[3]") {
      .sizeMismatch(
        file: $0, entry: SafetensorsEntry(name: "a", dtype: .uint8, shape: [3]), found: 2,
        expected: 3)
    },
  ]) func `bytes that are not where the shapes want them are refused`(_ bad: HeaderCase) throws {
    try bad.check()
  }

  @Test func `a file that cannot be opened is refused with the system's word`() throws {
    let folder = try ScratchFiles()
    let missing = folder.path("missing")
    #expect(
      throws: SafetensorsError.cannotOpen(file: missing, cause: "No such file or directory")
    ) { try SafetensorsFile(missing) }
    let inside = folder.path("")
    #expect(
      throws: SafetensorsError.cannotOpen(file: inside, cause: "it is not a regular file")
    ) { try SafetensorsFile(inside) }
    #expect(throws: SafetensorsError.self) { try SafetensorsFile("/dev/zero") }
  }

  @Test func `a prefix that is short, or promises too much, is refused`() throws {
    let folder = try ScratchFiles()
    let path = folder.path("prefix")
    func expect(_ content: [UInt8], _ error: SafetensorsError) throws {
      try ScratchFiles.write(content, to: path)
      #expect(throws: error) { try SafetensorsFile(path) }
    }
    try expect([], .tooSmall(file: path, found: 0))
    try expect([2, 0, 0, 0, 0, 0, 0], .tooSmall(file: path, found: 7))
    try expect(
      [3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d], .headerPastEnd(file: path, found: 3, available: 2))
    try expect(
      [0x00, 0xe1, 0xf5, 0x05, 0, 0, 0, 0, 0x7b, 0x7d],
      .headerPastEnd(file: path, found: 100_000_000, available: 2))
    try expect(
      [0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0, 0x7b, 0x7d],
      .headerTooLong(file: path, found: 100_000_001, limit: 100_000_000))
    try expect(
      [UInt8](repeating: 255, count: 9),
      .headerTooLong(file: path, found: .max, limit: 100_000_000))
    try expect(
      [4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xc0, 0x80, 0x7d], .notUTF8(file: path, byte: 9))
  }
}

@Suite struct SafetensorsErrorTextTests {
  @Test(arguments: [
    SafetensorsError.cannotOpen(file: "f", cause: "why"), .tooSmall(file: "f", found: 7),
    .headerTooLong(file: "f", found: 9, limit: 8),
    .headerPastEnd(file: "f", found: 9, available: 8),
    .notUTF8(file: "f", byte: 9), .notJSON(file: "f", byte: 9, expected: "x", found: "y"),
    .notAnObject(file: "f", found: "x"), .nestedTooDeep(file: "f", byte: 9),
    .wrongValue(file: "f", tensor: "t", key: "k", expected: "x", found: "y"),
    .notWhole(file: "f", tensor: "t", key: "k", found: "y"),
    .numberTooLarge(file: "f", tensor: "t", key: "k", found: "y"),
    .unknownDType(file: "f", tensor: "t", found: "y"), .duplicateTensor(file: "f", tensor: "t"),
    .duplicateKey(file: "f", tensor: "t", key: "k"), .missingKey(file: "f", tensor: "t", key: "k"),
    .unknownKey(file: "f", tensor: "t", key: "k"),
    .metadataNotText(file: "f", key: nil, found: "x"),
    .metadataNotText(file: "f", key: "k", found: "x"),
    .sizeOverflows(file: "f", tensor: "t", dtype: .bool, shape: [1]),
    .partialByte(file: "f", tensor: "t", dtype: .bool, shape: [1]),
    .sizeMismatch(
      file: "f", entry: SafetensorsEntry(name: "t", dtype: .bool, shape: []), found: 1,
      expected: 2),
    .offsetsBackwards(file: "f", tensor: "t", begin: 1, end: 0),
    .overlapping(file: "f", tensor: "t", begin: 1, expected: 2),
    .hole(file: "f", tensor: "t", begin: 1, expected: 0),
    .dataPastEnd(file: "f", tensor: "t", end: 1, available: 0),
    .trailingBytes(file: "f", found: 1, expected: 0),
    .noCounterpart(file: "f", tensor: "t", dtype: "x"),
    .noTensor(file: "f", tensor: "t", known: ["u"]), .cannotCreate(file: "f", cause: "why"),
    .cannotWrite(file: "f", written: 1, wanted: 2, cause: "why"), .reservedName(file: "f"),
    .negativeLength(file: "f", tensor: "t", shape: [-1]),
    .wrongByteCount(file: "f", tensor: "t", found: 1, expected: 2),
  ]) func `every error names the file and says more`(_ error: SafetensorsError) {
    #expect(error.description.hasPrefix("f: "))
    #expect(error.description.hasSuffix("."))
    #expect(!error.description.contains("unknown error"))
  }

  @Test func `an unknown type is named beside those that are known`() {
    let text = SafetensorsError.unknownDType(file: "f", tensor: "a\n", found: "F7").description
    #expect(text.hasPrefix("f: tensor \"a\\n\": unknown dtype \"F7\". Convert it to one of BOOL, "))
    #expect(text.hasSuffix(", I64, U64."))
  }
}
