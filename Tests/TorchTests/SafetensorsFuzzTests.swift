import Foundation
import Testing

@testable import Torch

@Suite struct SafetensorsFuzzTests {
  @Test(arguments: ["safetensors_plain", "safetensors_format"])
  func `no mutation of a file crashes, and what opens is consistent`(name: String) throws {
    let folder = try ScratchFiles()
    let path = folder.path("mutated")
    let original = try ScratchFiles.bytes(at: ScratchFiles.golden(name))
    var random = Mutations(state: 20_260_401)
    var opened = 0
    var refused = 0
    for _ in 0..<3_000 {
      try ScratchFiles.write(random.mutated(original), to: path)
      do {
        try checkConsistency(of: SafetensorsFile(path), byteCount: fileSize(path))
        opened += 1
      } catch is SafetensorsError {
        refused += 1
      }
    }
    #expect(opened > 30)
    #expect(refused > 300)
  }

  @Test func `every truncation of a file is refused`() throws {
    let folder = try ScratchFiles()
    let path = folder.path("cut")
    let original = try ScratchFiles.bytes(at: ScratchFiles.golden("safetensors_plain"))
    for count in original.indices {
      try ScratchFiles.write(Array(original.prefix(count)), to: path)
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(path) }
    }
    try ScratchFiles.write(original, to: path)
    #expect(throws: Never.self) { try SafetensorsFile(path) }
  }

  private func fileSize(_ path: String) throws -> Int {
    try ScratchFiles.bytes(at: path).count
  }

  private func checkConsistency(of file: SafetensorsFile, byteCount: Int) throws {
    #expect(Set(file.names).count == file.names.count)
    var end: Int?
    for name in file.names {
      let entry = try file.entry(name)
      let range = try file.byteRange(of: name)
      if let end { #expect(range.lowerBound == end) }
      end = range.upperBound
      let bits = entry.shape.reduce(entry.dtype.bitsPerElement, *)
      #expect(range.count * 8 == bits)
      #expect(try file.withBytes(of: name) { Array($0).count } == range.count)
    }
    if let end { #expect(end == byteCount) }
  }
}

/// Random damage to files, the same for the same state (SplitMix64).
private struct Mutations: RandomNumberGenerator {
  var state: UInt64

  private static let pieces = [
    "\"", "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", " ", "\n", "\\", "\\u0041",
    "\\ud800", "\\ude00", "null", "true", "\"a\"", "\"dtype\":\"U8\",", "\"__metadata__\":{},",
    "9223372036854775807", "18446744073709551616", "\u{e9}", "\0",
  ]

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  /// `content` with one to three changes; half the time its prefix still tells the header's length.
  mutating func mutated(_ content: [UInt8]) -> [UInt8] {
    var content = content
    let before = content.count
    for _ in 0..<Int.random(in: 1...3, using: &self) { change(&content) }
    guard Bool.random(using: &self), content.count >= 8 else { return content }
    let length = Int(content[0]) + Int(content[1]) << 8 + content.count - before
    content[0] = UInt8(truncatingIfNeeded: length)
    content[1] = UInt8(truncatingIfNeeded: length >> 8)
    return content
  }

  private mutating func change(_ content: inout [UInt8]) {
    guard !content.isEmpty else { return }
    let place = Int.random(in: content.indices, using: &self)
    switch Int.random(in: 0..<6, using: &self) {
    case 0: content[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
    case 1: content[place] = UInt8.random(in: 0...255, using: &self)
    case 2:
      content.insert(
        contentsOf: Self.pieces.randomElement(using: &self)?.utf8 ?? "".utf8, at: place)
    case 3: content.remove(at: place)
    case 4: content.insert(contentsOf: content[place...].prefix(40), at: place)
    default:
      if Int.random(in: 0..<4, using: &self) == 0 { content.removeLast(content.count - place) }
    }
  }
}
