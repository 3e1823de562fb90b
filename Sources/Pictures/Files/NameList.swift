import Foundation

/// Many texts in one piece of memory, each ended by a zero byte; a text has none within.
struct NameList: Sendable {
  /// The texts, each with its zero.
  private(set) var bytes: [UInt8] = []
  private var starts: [Int] = []

  /// No texts.
  init() {}

  /// The texts that `bytes` hold; what follows the last zero is left out.
  init(bytes: [UInt8]) {
    self.bytes = bytes
    var start = 0
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      while start < buffer.count, let end = memchr(base + start, 0, buffer.count - start) {
        starts.append(start)
        start = UnsafeRawPointer(end) - base + 1
      }
    }
  }

  /// How many texts there are.
  var count: Int { starts.count }

  /// Text `index`.
  subscript(index: Int) -> String {
    String(decoding: bytes[starts[index]...].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Adds a text without zeros.
  mutating func append(_ text: String) {
    starts.append(bytes.count)
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
  }
}
