/// Data elements of a MATLAB 5 file, one after another (MathWorks, "MAT-File Format", 1-5 to 1-19).
///
/// Numbers are little-endian. Nothing is taken but what is asked for, and nothing beyond the end.
struct MATData {
  /// What an element holds, by the number that its tag has.
  enum Kind: Int {
    case int8 = 1
    case uint8 = 2
    case int32 = 5
    case uint32 = 6
    case matrix = 14
    case compressed = 15
  }

  /// What a matrix is of, by the number that its flags have.
  enum Contents: Int {
    case structure = 2
    case uint8 = 9
  }

  /// The file, for messages.
  let file: String
  /// The bytes that the elements lie in.
  let bytes: [UInt8]
  /// Where the next element begins.
  private(set) var place: Int
  /// Where the last one ends.
  private let end: Int

  /// The elements in `range` of `bytes`.
  init(_ bytes: [UInt8], in range: Range<Int>, of file: String) {
    self.file = file
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
  }

  /// Whether there is no further element.
  var isAtEnd: Bool { place == end }

  /// The place of the next element's data; the element is `kind`, and is called `name` in messages.
  mutating func next(_ kind: Kind, _ name: String) throws -> Range<Int> {
    let start = place
    let (found, data) = try next()
    guard found == kind.rawValue else {
      throw bad("\(name) is of type \(found), expected \(kind.rawValue)", start)
    }
    return data
  }

  /// The elements that a matrix, the next element, consists of.
  mutating func nextMatrix(_ name: String) throws -> MATData {
    MATData(bytes, in: try next(.matrix, name), of: file)
  }

  /// The sides and the name of a matrix of `contents`, whose elements these are, its flags first.
  mutating func header(
    of contents: Contents, _ name: String
  ) throws -> (height: Int, width: Int, name: String) {
    let start = place
    let flags = try next(.uint32, "the flags of \(name)")
    let (kind, isComplex) = (flags.isEmpty ? 0 : Int(bytes[flags.lowerBound]), 8 as UInt8)
    guard flags.count == 8, kind == contents.rawValue, bytes[flags.lowerBound + 1] & isComplex == 0
    else { throw bad("\(name) is of class \(kind), expected \(contents.rawValue)", start) }
    let sides = try next(.int32, "the sides of \(name)")
    guard sides.count == 8 else {
      throw bad("\(name) has \(sides.count / 4) dimensions, expected 2", start)
    }
    return (
      number(at: sides.lowerBound), number(at: sides.lowerBound + 4),
      text(try next(.int8, "the name of \(name)"))
    )
  }

  /// The unsigned number of four bytes at `place`.
  func number(at place: Int) -> Int {
    bytes[place..<(place + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// The text at `range`, up to its first zero.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The error that something is wrong at `offset`.
  func bad(_ cause: String, _ offset: Int) -> MaskError {
    .notSBD(file: file, offset: offset, cause: cause)
  }

  /// The next element: what its tag tells, and where its data are.
  ///
  /// Data of up to 4 bytes may lie in the tag itself; others are filled up to 8, unless compressed.
  private mutating func next() throws -> (kind: Int, data: Range<Int>) {
    let start = place
    guard end - start >= 8 else { throw bad("the data end within an element", end) }
    let word = number(at: start)
    let (small, kind) = (word >> 16, word & 0xffff)
    guard small <= 4 else { throw bad("an element of \(small) bytes lies in its tag", start) }
    if small > 0 {
      place += 8
      return (kind, (start + 4)..<(start + 4 + small))
    }
    let count = number(at: start + 4)
    let filled = kind == Kind.compressed.rawValue ? count : (count + 7) / 8 * 8
    guard filled <= end - start - 8 else {
      throw bad("an element has \(count) bytes, expected at most \(end - start - 8)", start)
    }
    place += 8 + filled
    return (kind, (start + 8)..<(start + 8 + count))
  }
}
