/// Reads bytes one after another, numbers little-endian, and never past their end.
struct ByteReader {
  /// The file named in errors.
  let file: String
  /// What is read; the caller keeps it alive.
  let bytes: UnsafeRawBufferPointer
  /// What comes next.
  var position: Int

  /// A reader of `bytes` from `position`, 0 or more.
  init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0, file: String) {
    self.bytes = bytes
    self.position = position
    self.file = file
  }

  /// The next `count` bytes.
  ///
  /// - Throws: `PthError.damaged` where there are fewer.
  mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count >= 0, position >= 0, position <= bytes.count, count <= bytes.count - position else {
      throw PthError.damaged(
        file: file, place: "byte \(position)",
        problem: "\(count) bytes are wanted, \(max(0, bytes.count - position)) are left")
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<(position + count)])
  }

  /// The next number.
  mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
    let size = MemoryLayout<Number>.size
    return Number(littleEndian: try take(size).loadUnaligned(as: Number.self))
  }

  /// The next number, where it is one that Swift counts with.
  mutating func length<Number: FixedWidthInteger>(_: Number.Type) throws -> Int {
    let number = try number(Number.self)
    guard let length = Int(exactly: number) else {
      throw PthError.damaged(
        file: file, place: "byte \(position)", problem: "a length of \(number) bytes")
    }
    return length
  }

  /// The next `count` bytes as text.
  ///
  /// - Throws: `PthError.damaged` where they are not UTF-8.
  mutating func text(_ count: Int) throws -> String {
    let place = position
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw PthError.damaged(file: file, place: "byte \(place)", problem: "a text is not UTF-8")
    }
    return text
  }

  /// The bytes before the next line feed, as text; the line feed is passed.
  mutating func line() throws -> String {
    guard position <= bytes.count, let end = bytes[position...].firstIndex(of: 0x0a) else {
      throw PthError.damaged(file: file, place: "byte \(position)", problem: "a line has no end")
    }
    let text = try text(end - position)
    position += 1
    return text
  }
}
