/// A zip archive whose entries are stored as they are: by name, where their bytes lie.
///
/// Read from the directory at its end (PKWARE's APPNOTE 6.3.10, with the 64-bit records of 4.3.14
/// and 4.5.3), which every entry's own header must agree with.
struct StoredArchive {
  /// The bytes of the entries, counted from the file's start.
  private(set) var entries: [String: Range<Int>] = [:]
  private let file: String
  private let bytes: UnsafeRawBufferPointer

  /// Reads the directory of `bytes`; the caller keeps them alive meanwhile.
  ///
  /// - Throws: `PthError.damaged`, `.notRead` for compressed or encrypted entries.
  init(_ bytes: UnsafeRawBufferPointer, file: String) throws {
    self.file = file
    self.bytes = bytes
    let directory = try directory()
    var reader = ByteReader(
      UnsafeRawBufferPointer(rebasing: bytes[..<directory.range.upperBound]),
      at: directory.range.lowerBound, file: file)
    for _ in 0..<directory.count { try readEntry(&reader) }
    guard reader.position == directory.range.upperBound else {
      throw damaged("has more in it than the \(directory.count) entries it tells of")
    }
  }

  private func damaged(_ problem: String, at place: String = "the archive's directory") -> PthError
  {
    .damaged(file: file, place: place, problem: problem)
  }

  /// Where the directory lies, and of how many entries.
  private func directory() throws -> (range: Range<Int>, count: Int) {
    let size = 22
    let earliest = max(0, bytes.count - size - 0xffff)
    var place = bytes.count - size
    while place >= earliest, !isEnd(at: place) { place -= 1 }
    guard place >= earliest, place >= 0 else {
      throw damaged("is not there: the archive has no end record")
    }
    var reader = ByteReader(bytes, at: place + 10, file: file)
    var count = try Int(reader.number(UInt16.self))
    var length = try Int(reader.number(UInt32.self))
    var start = try Int(reader.number(UInt32.self))
    var end = place
    if let wide = try wideEnd(before: place) { (count, length, start, end) = wide }
    guard start <= end, length <= end - start else {
      throw damaged("is to lie at \(start) with \(length) bytes, \(end) are before its end record")
    }
    return (start..<(start + length), count)
  }

  /// Whether an end record is at `place` whose comment ends where the file does.
  private func isEnd(at place: Int) -> Bool {
    var reader = ByteReader(bytes, at: place, file: file)
    guard let mark = try? reader.number(UInt32.self), mark == 0x0605_4b50 else { return false }
    reader.position = place + 20
    guard let comment = try? reader.number(UInt16.self) else { return false }
    return place + 22 + Int(comment) == bytes.count
  }

  /// What the 64-bit end record tells, where the end record at `place` has one before it.
  private func wideEnd(before place: Int) throws -> (Int, Int, Int, Int)? {
    guard place >= 20 else { return nil }
    var reader = ByteReader(bytes, at: place - 20, file: file)
    guard try reader.number(UInt32.self) == 0x0706_4b50 else { return nil }
    reader.position += 4
    let record = try reader.length(UInt64.self)
    reader.position = record
    guard record <= place - 76, try reader.number(UInt32.self) == 0x0606_4b50 else {
      throw damaged("has no 64-bit end record where one is to be")
    }
    reader.position = record + 32
    let count = try reader.length(UInt64.self)
    return (count, try reader.length(UInt64.self), try reader.length(UInt64.self), record)
  }

  /// Reads the directory's next entry, and checks it with the header before its bytes.
  private mutating func readEntry(_ reader: inout ByteReader) throws {
    guard try reader.number(UInt32.self) == 0x0201_4b50 else {
      throw damaged("has no entry at byte \(reader.position - 4)")
    }
    reader.position += 4
    let flags = try reader.number(UInt16.self)
    let method = try reader.number(UInt16.self)
    reader.position += 8
    var sizes = try [reader.number(UInt32.self), reader.number(UInt32.self)].map(Int.init)
    let lengths = try (0..<3).map { _ in try Int(reader.number(UInt16.self)) }
    reader.position += 8
    sizes.append(try Int(reader.number(UInt32.self)))
    let name = try reader.text(lengths[0])
    try widen(&sizes, by: ByteReader(try reader.take(lengths[1]), file: file))
    _ = try reader.take(lengths[2])
    try requireStored(name, flags: flags, method: method, sizes)
    guard entries.updateValue(try place(of: name, sizes), forKey: name) == nil else {
      throw damaged("has two entries of this name", at: "entry '\(name)'")
    }
  }

  /// Takes the 64-bit sizes for those that have no room in the entry: length, stored length, place.
  private func widen(_ sizes: inout [Int], by extra: ByteReader) throws {
    var extra = extra
    while extra.bytes.count - extra.position >= 4 {
      let kind = try extra.number(UInt16.self)
      var field = ByteReader(try extra.take(Int(extra.number(UInt16.self))), file: file)
      guard kind == 1 else { continue }
      for index in [1, 0, 2] where sizes[index] == 0xffff_ffff {
        sizes[index] = try field.length(UInt64.self)
      }
    }
  }

  private func requireStored(
    _ name: String, flags: UInt16, method: UInt16, _ sizes: [Int]
  ) throws {
    guard flags & 1 == 0 else {
      throw PthError.notRead(file: file, what: "entry '\(name)' of the archive is encrypted")
    }
    guard method == 0 else {
      throw PthError.notRead(
        file: file, what: "entry '\(name)' of the archive is compressed, torch.save stores them")
    }
    guard sizes[0] == sizes[1] else {
      throw damaged("is stored in \(sizes[0]) bytes but has \(sizes[1])", at: "entry '\(name)'")
    }
  }

  /// The bytes behind the entry's own header.
  private func place(of name: String, _ sizes: [Int]) throws -> Range<Int> {
    let (size, header) = (sizes[0], sizes[2])
    var reader = ByteReader(bytes, at: header, file: file)
    guard let mark = try? reader.number(UInt32.self), mark == 0x0403_4b50 else {
      throw damaged("has no header at byte \(header)", at: "entry '\(name)'")
    }
    reader.position = header + 26
    let lengths = try (0..<2).map { _ in try Int(reader.number(UInt16.self)) }
    guard try reader.take(lengths[0]).elementsEqual(name.utf8) else {
      throw damaged("has another name in its header", at: "entry '\(name)'")
    }
    _ = try reader.take(lengths[1])
    guard size <= bytes.count - reader.position else {
      throw damaged(
        "has \(size) bytes from \(reader.position), the file \(bytes.count)", at: "entry '\(name)'")
    }
    return reader.position..<(reader.position + size)
  }
}
