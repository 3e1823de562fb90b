/// The path of an archive's entry, where it may be unpacked.
///
/// It is looked at byte by byte, as the system does: a `Character` may be a slash and marks behind
/// it.
struct EntryPath: Equatable {
  /// The path below the folder it is unpacked in, without `.` and doubled slashes.
  let text: String
  /// The folders it lies in, outermost first.
  var folders: [String] {
    text.utf8.indices.filter { text.utf8[$0] == Self.slash }.map { String(text[..<$0]) }
  }

  private static let slash = UInt8(ascii: "/")
  /// Linux's longest name; and a length of paths that leaves room for the destination's.
  private static let longest = (name: 255, path: 2048)

  /// Takes a name that leads nowhere else; else throws what is wrong with it.
  init(_ name: String?) throws(Problem) {
    guard let name else { throw Problem(reason: "its name is no UTF-8") }
    guard name.utf8.first != Self.slash else { throw Problem(reason: "it leads outside") }
    let parts = name.utf8.split(separator: Self.slash).filter { !$0.elementsEqual(".".utf8) }
    guard !parts.contains(where: { $0.elementsEqual("..".utf8) }) else {
      throw Problem(reason: "it leads outside")
    }
    guard !name.unicodeScalars.contains(where: Self.isControl) else {
      throw Problem(reason: "its name has control characters")
    }
    text = parts.map { Substring($0) }.joined(separator: "/")
    guard text.utf8.count <= Self.longest.path,
      parts.allSatisfy({ $0.count <= Self.longest.name })
    else { throw Problem(reason: "its name is too long") }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 32 || (127..<160).contains(scalar.value)
  }

  /// Why a name is not taken.
  struct Problem: Error, Equatable { let reason: String }
}
