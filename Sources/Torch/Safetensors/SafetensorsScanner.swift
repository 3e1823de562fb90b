/// Reads the JSON of a safetensors header, piece by piece, and refuses all else (RFC 8259).
///
/// It never calls itself, so no header can exhaust the stack. White space may precede a piece.
struct SafetensorsScanner {
  /// What a value can be, and the words for it, which its first byte tells.
  enum Kind: String {
    case object = "an object"
    case list = "a list"
    case string = "a string"
    case number = "a number"
    case truth = "a truth value"
    case null = "null"
    case other = "no JSON value"
    case end = "the end"
  }

  /// The file named in errors.
  let file: String
  /// The header, known to be UTF-8.
  private let bytes: [UInt8]
  private var position = 0

  /// A scanner at the start of `header`.
  ///
  /// - Throws: `SafetensorsError.notUTF8`.
  init(_ header: [UInt8], file: String) throws {
    do {
      _ = try UTF8Span(validating: header.span)
    } catch {
      let byte = error.byteOffsets.lowerBound + SafetensorsFormat.prefixLength
      throw SafetensorsError.notUTF8(file: file, byte: byte)
    }
    self.file = file
    bytes = header
  }

  /// How far it has read, in bytes from the file's start.
  var byte: Int { position + SafetensorsFormat.prefixLength }

  /// The next byte that is not white space; `nil` at the end.
  mutating func peek() -> UInt8? {
    skipSpace()
    return position < bytes.count ? bytes[position] : nil
  }

  /// What kind of value is next.
  mutating func kind() -> Kind {
    guard let byte = peek() else { return .end }
    return switch byte {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .list
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .truth
    case UInt8(ascii: "n"): .null
    default: .other
    }
  }

  /// Calls `read` behind every key of the object that is next; it must read the key's value.
  mutating func members(_ read: (inout Self, String) throws -> Void) throws {
    try expect("{", "an object")
    if take("}") { return }
    repeat {
      let key = try string()
      try expect(":", "a colon")
      try read(&self, key)
    } while take(",")
    try expect("}", "a comma or the object's end")
  }

  /// Calls `read` at every element of the list that is next; it must read the element.
  mutating func elements(_ read: (inout Self) throws -> Void) throws {
    try expect("[", "a list")
    if take("]") { return }
    repeat { try read(&self) } while take(",")
    try expect("]", "a comma or the list's end")
  }

  /// The digits, signs, points and letters of the number that is next, not checked.
  mutating func numberText() -> String {
    skipSpace()
    let text = bytes[position...].prefix { "0123456789+-.eE".utf8.contains($0) }
    position += text.count
    return String(decoding: text, as: UTF8.self)
  }

  /// The string that is next, its escapes undone.
  mutating func string() throws -> String {
    try expect("\"", "a string")
    var text: [UInt8] = []
    while true {
      let run = bytes[position...].prefix { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }
      text += run
      position += run.count
      guard position < bytes.count, bytes[position] >= 0x20 else {
        throw problemHere("a character of the string, or its end")
      }
      position += 1
      if bytes[position - 1] == 0x22 { return String(decoding: text, as: UTF8.self) }
      text += try escaped().utf8
    }
  }

  /// Fails unless nothing but white space is left.
  mutating func end() throws {
    guard peek() == nil else { throw problem("the header's end") }
  }

  /// The error that something else than `expected` is next.
  mutating func problem(_ expected: String) -> SafetensorsError {
    let kind = kind()
    guard kind != .other else { return problemHere(expected) }
    return .notJSON(file: file, byte: byte, expected: expected, found: kind.rawValue)
  }

  /// The same where white space counts, as inside a string.
  private func problemHere(_ expected: String) -> SafetensorsError {
    let isEnd = position >= bytes.count
    let found = isEnd ? Kind.end.rawValue : "byte 0x" + String(bytes[position], radix: 16)
    return .notJSON(file: file, byte: byte, expected: expected, found: found)
  }

  /// The character behind a backslash.
  private mutating func escaped() throws -> Unicode.Scalar {
    guard position < bytes.count else { throw problemHere("an escape") }
    position += 1
    switch bytes[position - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar()
    default:
      position -= 1
      throw problemHere("an escape")
    }
  }

  /// The scalar that one `\u`, or two for a pair of surrogates, stand for; the first is read.
  private mutating func scalar() throws -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), bytes[position...].starts(with: "\\u".utf8) else {
      throw problemHere("a pair of surrogates")
    }
    position += 2
    let second = try codeUnit()
    guard UTF16.isTrailSurrogate(second) else { throw problemHere("a pair of surrogates") }
    let high = UInt32(first & 0x3ff) << 10
    guard let scalar = Unicode.Scalar(0x10000 + high + UInt32(second & 0x3ff)) else {
      throw problemHere("a pair of surrogates")
    }
    return scalar
  }

  /// Four hexadecimal digits.
  private mutating func codeUnit() throws -> UInt16 {
    let digits = bytes[position...].prefix(4)
    let text = String(decoding: digits, as: UTF8.self)
    guard text.count == 4, text.allSatisfy(\.isHexDigit), let unit = UInt16(text, radix: 16) else {
      throw problemHere("four hexadecimal digits")
    }
    position += 4
    return unit
  }

  private mutating func skipSpace() {
    while position < bytes.count, " \t\n\r".utf8.contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: Unicode.Scalar, _ expected: String) throws {
    guard take(symbol) else { throw problem(expected) }
  }
}
