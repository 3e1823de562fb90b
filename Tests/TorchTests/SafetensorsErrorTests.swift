import Foundation
import Testing

@testable import Torch

/// A file, and the error that opening it is to throw; `nil` where it is to open.
struct HeaderCase: Sendable, CustomTestStringConvertible {
  let header: String
  let data: Int
  let error: (@Sendable (String) -> SafetensorsError)?

  init(
    _ header: String, data: Int = 0, _ error: (@Sendable (String) -> SafetensorsError)? = nil
  ) {
    self.header = header
    self.data = data
    self.error = error
  }

  /// A file of the tensor `a` with these values in its entry.
  init(
    dtype: String = "\"U8\"", shape: String = "[2]", offsets: String = "[0,2]", data: Int = 2,
    _ error: (@Sendable (String) -> SafetensorsError)? = nil
  ) {
    let entry = "{\"dtype\":\(dtype),\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    self.init("{\"a\":\(entry)}", data: data, error)
  }

  var testDescription: String { header.debugDescription }

  func check() throws {
    let folder = try ScratchFiles()
    let path = folder.path("case")
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
    try ScratchFiles.write(
      length + header.utf8 + [UInt8](repeating: 7, count: data), to: path)
    guard let error else {
      _ = try SafetensorsFile(path)
      return
    }
    #expect(throws: error(path)) { try SafetensorsFile(path) }
  }
}

private let entry = "{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}"

@Suite struct SafetensorsErrorTests {
  @Test(arguments: [
    HeaderCase("{}"), HeaderCase("{} \t\r\n"), HeaderCase("{ \"__metadata__\" : { } }"),
    HeaderCase("{\"\":\(entry)}", data: 2), HeaderCase("{\"\\ud83d\\ude00\":\(entry)}", data: 2),
    HeaderCase("{\"\\u0041\\/\\b\":\(entry)}", data: 2), HeaderCase(dtype: "\"\\u0055\\u0038\""),
    HeaderCase(shape: "[1,2,1]"), HeaderCase(shape: "[ ]", offsets: "[0,1]", data: 1),
    HeaderCase(dtype: "\"F4\"", shape: "[2,3]", offsets: "[0,3]", data: 3),
    HeaderCase(shape: "[0,9223372036854775807]", offsets: "[0,0]", data: 0),
  ]) func `what the format allows is opened`(_ good: HeaderCase) throws {
    try good.check()
  }

  @Test(arguments: [
    HeaderCase("") { .notJSON(file: $0, byte: 8, expected: "an object", found: "the end") },
    HeaderCase("xyz") { .notJSON(file: $0, byte: 8, expected: "an object", found: "byte 0x78") },
    HeaderCase("[]") { .notAnObject(file: $0, found: "a list") },
    HeaderCase("null") { .notAnObject(file: $0, found: "null") },
    HeaderCase(" {}") { .notAnObject(file: $0, found: "white space") },
    HeaderCase("{}{}") {
      .notJSON(file: $0, byte: 10, expected: "the header's end", found: "an object")
    },
    HeaderCase("{\"a\" 1}") {
      .notJSON(file: $0, byte: 13, expected: "a colon", found: "a number")
    },
    HeaderCase("{\"a\":\(entry),}", data: 2) {
      .notJSON(file: $0, byte: 61, expected: "a string", found: "byte 0x7d")
    },
    HeaderCase("{\"a\n\":\(entry)}", data: 2) {
      .notJSON(
        file: $0, byte: 11, expected: "a character of the string, or its end", found: "byte 0xa")
    },
    HeaderCase("{\"\\x\":\(entry)}", data: 2) {
      .notJSON(file: $0, byte: 11, expected: "an escape", found: "byte 0x78")
    },
    HeaderCase("{\"\\u+041\":\(entry)}", data: 2) {
      .notJSON(file: $0, byte: 12, expected: "four hexadecimal digits", found: "byte 0x2b")
    },
    HeaderCase("{\"\\u-041\":\(entry)}", data: 2) {
      .notJSON(file: $0, byte: 12, expected: "four hexadecimal digits", found: "byte 0x2d")
    },
    HeaderCase("{\"\\ud800\":\(entry)}", data: 2) {
      .notJSON(file: $0, byte: 16, expected: "a pair of surrogates", found: "byte 0x22")
    },
    HeaderCase("{\"\\ud800\\u0041\":\(entry)}", data: 2) {
      .notJSON(file: $0, byte: 22, expected: "a pair of surrogates", found: "byte 0x22")
    },
    HeaderCase("{\"\\ude00\":\(entry)}", data: 2) {
      .notJSON(file: $0, byte: 16, expected: "a pair of surrogates", found: "byte 0x22")
    },
    HeaderCase(shape: "[[2]]") { .nestedTooDeep(file: $0, byte: 36) },
    HeaderCase("{\"a\":" + String(repeating: "[", count: 100_000)) {
      .wrongValue(
        file: $0, tensor: "a", key: "entry", expected: "an object", found: "a list")
    },
  ]) func `a header that is not the format's JSON is refused`(_ bad: HeaderCase) throws {
    try bad.check()
  }

  @Test(arguments: [
    HeaderCase(dtype: "8") {
      .wrongValue(
        file: $0, tensor: "a", key: "dtype", expected: "a string", found: "a number")
    },
    HeaderCase(shape: "[\"2\"]") {
      .wrongValue(
        file: $0, tensor: "a", key: "shape", expected: "whole numbers alone", found: "a string")
    },
    HeaderCase(offsets: "[0,2,2]") {
      .wrongValue(
        file: $0, tensor: "a", key: "data_offsets", expected: "two numbers", found: "a list of 3")
    },
    HeaderCase(shape: "[2.0]") {
      .notWhole(file: $0, tensor: "a", key: "shape", found: "2.0")
    },
    HeaderCase(shape: "[-2]") { .notWhole(file: $0, tensor: "a", key: "shape", found: "-2") },
    HeaderCase(shape: "[2e0]") { .notWhole(file: $0, tensor: "a", key: "shape", found: "2e0") },
    HeaderCase(shape: "[02]") { .notWhole(file: $0, tensor: "a", key: "shape", found: "02") },
    HeaderCase(offsets: "[0,9223372036854775808]") {
      .numberTooLarge(
        file: $0, tensor: "a", key: "data_offsets", found: "9223372036854775808")
    },
    HeaderCase(dtype: "\"u8\"") { .unknownDType(file: $0, tensor: "a", found: "u8") },
    HeaderCase(dtype: "\"F6_E2M3\"", shape: "[4]", offsets: "[0,3]", data: 3) {
      .unknownDType(file: $0, tensor: "a", found: "F6_E2M3")
    },
    HeaderCase("{\"a\":\(entry),\"a\":\(entry)}", data: 2) {
      .duplicateTensor(file: $0, tensor: "a")
    },
    HeaderCase("{\"\u{e9}\":\(entry),\"e\u{301}\":\(entry)}", data: 4) {
      .duplicateTensor(file: $0, tensor: "e\u{301}")
    },
    HeaderCase("{\"__metadata__\":{},\"__metadata__\":{}}") {
      .duplicateTensor(file: $0, tensor: "__metadata__")
    },
    HeaderCase("{\"__metadata__\":{\"k\":\"1\",\"k\":\"1\"}}") {
      .duplicateKey(file: $0, tensor: "__metadata__", key: "k")
    },
    HeaderCase("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}") {
      .duplicateKey(file: $0, tensor: "a", key: "dtype")
    },
    HeaderCase("{\"a\":{\"dtype\":\"U8\",\"shape\":[2]}}") {
      .missingKey(file: $0, tensor: "a", key: "data_offsets")
    },
    HeaderCase("{\"a\":{\"type\":\"U8\"}}") { .unknownKey(file: $0, tensor: "a", key: "type") },
    HeaderCase("{\"__metadata__\":null}") { .metadataNotText(file: $0, key: nil, found: "null") },
    HeaderCase("{\"__metadata__\":{\"k\":1}}") {
      .metadataNotText(file: $0, key: "k", found: "a number")
    },
  ]) func `an entry that says anything else is refused`(_ bad: HeaderCase) throws {
    try bad.check()
  }
}
