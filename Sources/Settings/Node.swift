/// A part of a settings file as it was written, and where.
struct Node: Equatable, Sendable {
  /// What a node holds.
  enum Content: Equatable, Sendable {
    /// Text, and whether it stands without quotes.
    case scalar(String, isPlain: Bool)
    case list([Node])
    case mapping([Entry])
  }

  let content: Content
  let origin: Origin

  init(_ content: Content, _ origin: Origin) {
    self.content = content
    self.origin = origin
  }

  /// A node that says `null`.
  static func null(_ origin: Origin) -> Node {
    Node(.scalar("null", isPlain: true), origin)
  }

  /// Whether this is one of the ways YAML writes nothing.
  var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return isNullText(text)
  }

  /// This node in the words of a message.
  var found: String {
    switch content {
    case .scalar where isNull: "nothing (null)"
    case .scalar(let text, isPlain: true) where ["true", "false"].contains(text): text
    case .scalar(let text, isPlain: true) where decimal(text) != nil: clipped(text)
    case .scalar(let text, _): "the text \(quoted(clipped(text)))"
    case .list(let items): "a list of \(items.count)"
    case .mapping([]): "an empty mapping"
    case .mapping(let entries):
      "a mapping of " + clipped(entries.map(\.key).joined(separator: ", "))
    }
  }
}

/// One key of a mapping and its value.
struct Entry: Equatable, Sendable {
  let key: String
  /// Where the key was written.
  let origin: Origin
  var value: Node

  init(_ key: String, _ value: Node, _ origin: Origin? = nil) {
    self.key = key
    self.value = value
    self.origin = origin ?? value.origin
  }
}

/// Whether YAML reads `text`, where it stands without quotes, as nothing.
func isNullText(_ text: String) -> Bool {
  ["", "~", "null", "Null", "NULL"].contains(text)
}

/// At most 60 characters of `text`.
func clipped(_ text: String) -> String {
  text.count > 60 ? text.prefix(59) + "…" : text
}
