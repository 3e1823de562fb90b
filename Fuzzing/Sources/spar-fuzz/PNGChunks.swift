import CFuzzer

/// Changes of PNG files that leave the check sums right (ISO 15948, 5.3).
enum PNGChunks {
  /// A file that is changed anywhere.
  static func mutated(_ bytes: [UInt8], _ most: Int) -> [UInt8] {
    let bytes = changed(bytes, most)
    return join(split(bytes)) ?? bytes
  }

  /// A file whose rows are changed, before they are deflated into one chunk.
  static func mutatedPixels(_ bytes: [UInt8], _ most: Int) -> [UInt8]? {
    var chunks = split(bytes)
    guard let first = chunks.firstIndex(where: { $0.kind == "IDAT" }) else { return nil }
    let data = chunks.filter { $0.kind == "IDAT" }.flatMap(\.data)
    let rows = changed(inflated(data), 1 << 15)
    chunks[first].data = deflated(rows, asGzip: false)
    let rest = chunks[(first + 1)...].filter { $0.kind != "IDAT" }
    return join(Array(chunks[...first]) + rest)
  }

  private struct Chunk {
    var kind: String
    var kindBytes: [UInt8]
    var data: [UInt8]
  }

  /// The chunks of a file, as far as their lengths make sense.
  private static func split(_ bytes: [UInt8]) -> [Chunk] {
    var chunks: [Chunk] = []
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - place - 12 else { break }
      let kind = Array(bytes[(place + 4)..<(place + 8)])
      let data = Array(bytes[(place + 8)..<(place + 8 + length)])
      chunks.append(Chunk(kind: String(decoding: kind, as: UTF8.self), kindBytes: kind, data: data))
      place += 12 + length
    }
    return chunks
  }

  /// A file of `chunks`; `nil` where there are none.
  private static func join(_ chunks: [Chunk]) -> [UInt8]? {
    guard !chunks.isEmpty else { return nil }
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    return chunks.reduce(into: signature) { bytes, chunk in
      let body = chunk.kindBytes + chunk.data
      bytes += number(UInt32(chunk.data.count)) + body
      bytes += number(fuzzer_checksum(body, body.count))
    }
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 255) }
  }
}
