/// Writes tar archives for tests.
struct TarArchive {
  private(set) var bytes: [UInt8] = []

  /// Adds an entry of any kind, as POSIX has it; `size` may lie.
  mutating func add(
    _ name: String, _ data: [UInt8] = [], kind: Character = "0", prefix: String = "",
    size: Int? = nil
  ) {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) {
      for (offset, byte) in text.utf8.enumerated() { block[place + offset] = byte }
    }
    put(String(name.prefix(100)), at: 0)
    put("0000644", at: 100)
    put(octal(size ?? data.count), at: 124)
    put(String(kind), at: 156)
    put("ustar\u{0}00", at: 257)
    put(prefix, at: 345)
    put("        ", at: 148)
    put(octal(block.reduce(0) { $0 + Int($1) }).suffix(6) + "\0", at: 148)
    bytes += block + data
    bytes += [UInt8](repeating: 0, count: (512 - data.count % 512) % 512)
  }

  private func octal(_ number: Int) -> String {
    let digits = String(number, radix: 8)
    return String(repeating: "0", count: max(0, 11 - digits.count)) + digits
  }

  /// The archive with its end mark.
  var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }
}
