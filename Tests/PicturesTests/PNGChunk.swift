import Testing

/// One chunk of a PNG file.
struct PNGChunk {
  /// Where it begins in the file.
  let start: Int
  let kind: String
  let data: [UInt8]
  /// Length, kind, data and check sum.
  let whole: [UInt8]

  /// The signature, as a chunk without a kind, and all chunks of a file.
  static func all(of file: [UInt8]) throws -> [PNGChunk] {
    var chunks = [PNGChunk(start: 0, kind: "", data: [], whole: Array(file[..<8]))]
    var place = 8
    while place + 12 <= file.count {
      let length = file[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      let end = place + 12 + length
      try #require(end <= file.count)
      let kind = String(decoding: file[(place + 4)..<(place + 8)], as: UTF8.self)
      chunks.append(
        PNGChunk(
          start: place, kind: kind, data: Array(file[(place + 8)..<(end - 4)]),
          whole: Array(file[place..<end])))
      place = end
    }
    return chunks
  }

  /// A chunk with its length and check sum (ISO 15948, annex D).
  static func encoded(_ kind: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(kind.utf8) + data
    let sum = body.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1
      }
    }
    return bytes(of: UInt32(data.count)) + body + bytes(of: ~sum)
  }

  private static func bytes(of number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
