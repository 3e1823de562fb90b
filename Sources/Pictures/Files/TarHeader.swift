/// The 512 bytes before each entry of a tar archive.
struct TarHeader {
  /// The bytes.
  let block: [UInt8]

  /// What the entry is: `0` or a zero byte for a file, `5` for a folder, and so on.
  var kind: Character { Character(UnicodeScalar(block[156])) }

  /// The name, with the prefix that POSIX archives may have before it.
  var name: String {
    let name = text(0..<100)
    let isPOSIX = block[257..<263].elementsEqual("ustar\0".utf8)
    let prefix = isPOSIX ? text(345..<500) : ""
    return prefix.isEmpty ? name : "\(prefix)/\(name)"
  }

  /// How many bytes the entry has.
  ///
  /// - Throws: `ImageSetError.badHeader`.
  func size(at place: Int, of file: ArchiveFile) throws -> Int {
    guard let size = number(124..<136) else {
      throw ImageSetError.badHeader(
        archive: file.path, offset: place, cause: "its size is no number")
    }
    return size
  }

  /// Refuses a header whose check sum is not that of its bytes.
  ///
  /// - Throws: `ImageSetError.badHeader`.
  func check(at place: Int, of file: ArchiveFile) throws {
    let others = block.indices.reduce(0) { sum, index in
      sum + ((148..<156).contains(index) ? 32 : Int(block[index]))
    }
    guard number(148..<156) == others else {
      throw ImageSetError.badHeader(
        archive: file.path, offset: place, cause: "its check sum is wrong")
    }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: block[range].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Octal digits, or GNU's form for more than 8 GiB: bit 7 of the first byte, then binary.
  private func number(_ range: Range<Int>) -> Int? {
    let field = block[range]
    if field.first == 0x80 {
      guard field.dropLast(7).dropFirst().allSatisfy({ $0 == 0 }) else { return nil }
      return field.suffix(7).reduce(0) { $0 << 8 | Int($1) }
    }
    let digits = field.drop { $0 == 32 }.prefix { $0 != 32 && $0 != 0 }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 < 0 ? nil : $0 }
  }
}
