extension Node {
  /// The lines of YAML that write this node.
  ///
  /// Mappings stand as blocks, and so do lists of mappings; other lists stand on one line.
  var lines: [String] {
    if let line { return [line] }
    switch content {
    case .scalar: return []
    case .list(let items):
      return items.flatMap { item in
        item.lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
      }
    case .mapping(let entries):
      return entries.flatMap { entry in
        let key = written(entry.key)
        if let line = entry.value.line { return ["\(key): \(line)"] }
        return ["\(key):"] + entry.value.lines.map { "  " + $0 }
      }
    }
  }

  /// The one line that writes this node, or `nil` where it takes a block.
  private var line: String? {
    switch content {
    case .scalar(let text, isPlain: true): return text
    case .scalar(let text, isPlain: false): return written(text)
    case .mapping(let entries): return entries.isEmpty ? "{}" : nil
    case .list(let items):
      let lines = items.compactMap(\.line)
      return lines.count == items.count ? "[\(lines.joined(separator: ", "))]" : nil
    }
  }
}

/// Text as YAML that no reader takes for anything else: as it stands where it is a word.
func written(_ text: String) -> String {
  let taken = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"]
  let startsWithLetter = text.unicodeScalars.first.map { ("A"..."z").contains($0) } ?? false
  let isSafe = startsWithLetter && isWord(text) && !taken.contains(text.lowercased())
  return isSafe ? text : quoted(text)
}

/// Whether `text` is made of letters of the Latin alphabet, digits, `_` and `-`.
func isWord(_ text: String) -> Bool {
  !text.isEmpty
    && text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || $0 == "-")
        || ("0"..."9").contains($0)
    }
}

/// Text in double quotes, with YAML's escapes.
func quoted(_ text: String) -> String {
  "\"" + text.unicodeScalars.map { escape($0, inQuotes: true) }.joined() + "\""
}

/// A character as it stands, or as YAML's escape where it does not print or would end the quotes.
func escape(_ scalar: Unicode.Scalar, inQuotes: Bool) -> String {
  switch scalar {
  case "\"" where inQuotes, "\\" where inQuotes: "\\\(scalar)"
  case "\n": "\\n"
  case "\t": "\\t"
  case " "..."~", "\u{a0}"..."\u{2027}", "\u{202f}"..."\u{2065}", "\u{206a}"..."\u{d7ff}",
    "\u{e000}"..."\u{fefe}", "\u{ff00}"..."\u{fffd}", "\u{10000}"..."\u{10ffff}":
    String(scalar)
  default:
    scalar.value < 0x100
      ? "\\x" + hexadecimal(scalar.value, digits: 2) : "\\u" + hexadecimal(scalar.value, digits: 4)
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
