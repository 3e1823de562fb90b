import Foundation
import Testing

@testable import Torch

@Suite struct SafetensorsFileTests {
  @Test func `every type, shape and name of the reference's file is read`() throws {
    let file = try SafetensorsFile(ScratchFiles.golden("safetensors_format"))
    let table = try #require(file.metadata["tensors"]).split(separator: "\n")
    #expect(table.count == file.names.count)
    #expect(try Set(file.names.map { try file.entry($0).dtype }).count == 20)
    for (name, line) in zip(file.names, table) {
      let entry = try file.entry(name)
      let hash = try file.withBytes(of: name) { fnv1a($0) }
      let name = name.utf8.map { hexadecimal(UInt64($0), digits: 2) }.joined()
      let shape = entry.shape.map(String.init).joined(separator: "x")
      #expect(line == "\(name),\(entry.dtype.rawValue),\(shape),\(hexadecimal(hash, digits: 16))")
    }
  }

  @Test func `metadata keeps escapes, the empty key and text beyond the basic plane`() throws {
    let metadata = try SafetensorsFile(ScratchFiles.golden("safetensors_format")).metadata
    #expect(metadata["odd"] == "a \"b\" \\ / \u{8}\u{c}\n\r\t\u{1}\u{7f}\u{1f600}")
    #expect(metadata[""] == "empty key")
    #expect(try SafetensorsFile(ScratchFiles.golden("safetensors_plain")).metadata.isEmpty)
  }

  @Test func `names follow the bytes and ranges fill the file`() throws {
    let path = ScratchFiles.golden("safetensors_plain")
    let file = try SafetensorsFile(path)
    #expect(file.names == ["c", "a", "b"])
    #expect(try file.entry("b") == SafetensorsEntry(name: "b", dtype: .float32, shape: [1, 5]))
    let ranges = try file.names.map { try file.byteRange(of: $0) }
    #expect(ranges.map(\.count) == [24, 8, 20])
    #expect(ranges[0].upperBound == ranges[1].lowerBound)
    #expect(ranges[2].upperBound == (try ScratchFiles.bytes(at: path)).count)
    #expect(
      try file.withBytes(of: "a") { Array($0) }
        == Array(ScratchFiles.bytes(at: path)[ranges[1]]))
  }

  @Test func `packed elements are counted in the shape and halved in the bytes`() throws {
    let file = try SafetensorsFile(ScratchFiles.golden("safetensors_format"))
    #expect(try file.entry("all.float4_e2m1fn_x2").shape == [2, 6])
    #expect(try file.withBytes(of: "all.float4_e2m1fn_x2") { $0.count } == 6)
  }

  @Test func `a name that is not there is refused with those that are`() throws {
    let path = ScratchFiles.golden("safetensors_plain")
    let file = try SafetensorsFile(path)
    let error = SafetensorsError.noTensor(file: path, tensor: "d", known: ["c", "a", "b"])
    #expect(throws: error) { try file.entry("d") }
    #expect(throws: error) { try file.byteRange(of: "d") }
    #expect(throws: error) { try file.withBytes(of: "d") { _ in } }
  }

  @Test func `what the caller throws while reading comes through`() throws {
    let file = try SafetensorsFile(ScratchFiles.golden("safetensors_plain"))
    #expect(throws: CancellationError.self) {
      try file.withBytes(of: "a") { _ in throw CancellationError() }
    }
  }

  @Test func `several threads read one file`() async throws {
    let file = try SafetensorsFile(ScratchFiles.golden("safetensors_format"))
    let hashes = try await withThrowingTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<4 {
        group.addTask { try file.names.map { try file.withBytes(of: $0, fnv1a) } }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(hashes.count == 1)
  }

  @Test func `an open file keeps its bytes when its path is removed`() throws {
    let folder = try ScratchFiles()
    let path = folder.path("kept")
    let content = try ScratchFiles.bytes(at: ScratchFiles.golden("safetensors_plain"))
    try ScratchFiles.write(content, to: path)
    let file = try SafetensorsFile(path)
    try FileManager.default.removeItem(atPath: path)
    #expect(try file.withBytes(of: "b") { Array($0) } == content.suffix(20))
  }

  @Test func `a closed file leaves no mapping behind`() throws {
    let folder = try ScratchFiles()
    let path = folder.path("unmapped")
    try ScratchFiles.write(
      ScratchFiles.bytes(at: ScratchFiles.golden("safetensors_plain")), to: path)
    func isMapped() throws -> Bool {
      let maps = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
      return try String(decoding: maps.readToEnd() ?? Data(), as: UTF8.self).contains(path)
    }
    do {
      let file = try SafetensorsFile(path)
      #expect(try isMapped())
      withExtendedLifetime(file) {}
    }
    #expect(try !isMapped())
    try ScratchFiles.write([1, 2, 3, 4, 5, 6, 7, 0, 123], to: path)
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(path) }
    #expect(try !isMapped())
  }
}

/// A folder for one test's files, removed with its last reference.
final class ScratchFiles {
  private let url = FileManager.default.temporaryDirectory
    .appending(path: "safetensors-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Where a file called `name` is, or would be.
  func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

  /// The names of the files in the folder.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false))
  }

  /// How many of the folder's files, removed ones included, this process has open.
  func openCount() throws -> Int {
    let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").map {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    return links.count { $0?.contains(url.lastPathComponent) ?? false }
  }

  /// The path of the golden file called `name`.
  static func golden(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden/\(name).safetensors")
      .path(percentEncoded: false)
  }

  /// All bytes of the file at `path`.
  static func bytes(at path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: path)))
  }

  /// Makes `content` the file at `path`.
  static func write(_ content: [UInt8], to path: String) throws {
    try Data(content).write(to: URL(filePath: path))
  }
}

private func fnv1a(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}

private func hexadecimal(_ value: UInt64, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: digits - text.count) + text
}
