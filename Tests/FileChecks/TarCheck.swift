import Pictures

extension FileCheck {
  /// Tar archives: no name leads outside, and an archive made anew of the names found has the same
  /// pictures in the same classes.
  public static let tar = FileCheck(name: "tar", longest: 16_384) { bytes, workplace in
    let path = try workplace.write(bytes, to: "shard.tar")
    let copy = workplace.path("copy.tar")
    let kinds: [any Error.Type] = [ImageSetError.self, PicturesError.self]
    return try outcome(of: path, refusedBy: kinds) {
      let shards = try TarShards([path])
      let names = (0..<shards.count).map { String(shards.path(at: $0).dropFirst(path.count + 1)) }
      for (index, name) in names.enumerated() {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        try require(
          parts.count > 1 && !parts.contains { ["", ".", ".."].contains($0) },
          "the entry \(name) was taken")
        try require(
          shards.classes[shards.label(at: index)] == parts[parts.count - 2],
          "\(name) is in the class \(shards.classes[shards.label(at: index)])")
        try checkImage(shards, at: index, of: path)
      }
      let end = [UInt8](repeating: 0, count: 1_024)
      try workplace.write(names.flatMap(entry) + end, to: "copy.tar")
      let again = try TarShards([copy])
      try require(
        again.classes == shards.classes && again.count == shards.count
          && names.indices.allSatisfy { again.path(at: $0) == "\(copy):\(names[$0])" },
        "it was written, and reads otherwise: \(names)")
    }
  }
}

/// A picture in an archive is read, or refused by its name.
private func checkImage(_ shards: TarShards, at index: Int, of path: String) throws {
  _ = try outcome(of: path, refusedBy: [ImageError.self]) {
    let image = try shards.image(at: index)
    try require(image.name == shards.path(at: index), "\(image.name)")
  }
}

/// An empty file with its name in a pax record before it.
private func entry(_ name: String) -> [UInt8] {
  let text = " path=\(name)\n"
  var length = text.utf8.count
  while String(length).utf8.count + text.utf8.count != length {
    length = String(length).utf8.count + text.utf8.count
  }
  let record = Array("\(length)\(text)".utf8)
  let padding = [UInt8](repeating: 0, count: (512 - record.count % 512) % 512)
  return header(kind: "x", size: record.count) + record + padding + header(kind: "0", size: 0)
}

/// A ustar header (POSIX.1-2017, pax).
private func header(kind: String, size: Int) -> [UInt8] {
  var block = [UInt8](repeating: 0, count: 512)
  func put(_ text: String, at place: Int) {
    for (offset, byte) in text.utf8.enumerated() { block[place + offset] = byte }
  }
  put("entry", at: 0)
  put(String(size, radix: 8), at: 124)
  put(kind, at: 156)
  put("ustar\0" + "00", at: 257)
  put("        ", at: 148)
  put(String(block.reduce(0) { $0 + Int($1) }, radix: 8) + "\0", at: 148)
  return block
}
