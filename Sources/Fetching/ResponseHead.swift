/// What an answer of HTTP says before its bytes come (RFC 9110).
struct ResponseHead {
  /// The status, such as 200; 0 before there is one.
  private(set) var status = 0
  /// The fields by their names in small letters.
  private(set) var fields: [String: String] = [:]

  /// Takes a line; a status line starts anew, for there is one after each redirection.
  mutating func take(_ line: String) {
    if line.hasPrefix("HTTP/") {
      fields = [:]
      let words = line.split(separator: " ")
      status = words.count > 1 ? Int(words[1].prefix(while: \.isNumber)) ?? 0 : 0
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
    let end = value.lastIndex { !$0.isWhitespace }.map { value.index(after: $0) }
    fields[line[..<colon].lowercased()] = String(value[..<(end ?? value.startIndex)])
  }

  /// How many bytes are to come, if that is said.
  var length: Int? { fields["content-length"].flatMap { Int($0) } }

  /// What tells this version of the file from others: a strong ETag, else when it last changed.
  var version: String? {
    if let tag = fields["etag"], tag.hasPrefix("\"") { return tag }
    return fields["last-modified"]
  }

  /// Whether this is the head of another version than the one that `version` marks.
  ///
  /// A part need not repeat every mark (RFC 9110, 15.3.7), so that a missing one says nothing.
  func contradicts(_ version: String) -> Bool {
    let own = version.hasPrefix("\"") ? fields["etag"] : fields["last-modified"]
    return own.map { $0 != version } ?? false
  }

  /// Where the bytes of a part start, and how many the file has (`nil` where that is not said).
  var range: (start: Int, size: Int?)? {
    guard let text = fields["content-range"], text.lowercased().hasPrefix("bytes ") else {
      return nil
    }
    let parts = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = Int(parts[0].prefix { $0 != "-" }), start >= 0 else {
      return nil
    }
    return (start, Int(parts[1]))
  }

  /// For how many seconds a server asks to be left alone.
  var secondsToWait: Double? { fields["retry-after"].flatMap { Double($0) } }
}
