/// How one type of setting is read, written and reached by an override.
///
/// The library makes these; a conforming type takes the one that its protocol gives it.
public struct SettingFormat<Value: SettingValue>: Sendable {
  /// What a message says was expected, such as `a whole number`.
  let expected: @Sendable () -> String
  /// The value that a node stands for, or `nil` with the reason among the findings.
  let read: @Sendable (Node, Path, inout Findings) -> Value?
  /// The node that stands for a value.
  let write: @Sendable (Value, Writing) -> Node
  /// A node with an override made below it; the node is `nil` where nothing was written.
  let descend: @Sendable (Node?, Edit, inout Findings) -> Node?

  /// A node with an override made at it or below it.
  func edited(_ node: Node?, _ edit: Edit, _ findings: inout Findings) -> Node? {
    edit.isAtItsEnd ? edit.value : descend(node, edit, &findings)
  }
}

extension SettingFormat {
  /// The format of a value that one scalar holds.
  ///
  /// `parse` takes the node's text and whether it stands without quotes.
  static func scalar(
    _ expected: String, isQuoted: Bool = false,
    parse: @escaping @Sendable (String, Bool) -> Result<Value, SettingsError.Kind>?,
    text: @escaping @Sendable (Value) -> String
  ) -> Self {
    Self(
      expected: { expected },
      read: { node, path, findings in
        var outcome: Result<Value, SettingsError.Kind>?
        if case .scalar(let text, let isPlain) = node.content { outcome = parse(text, isPlain) }
        switch outcome ?? .failure(.wrongType(found: node.found, expected: expected)) {
        case .success(let value): return value
        case .failure(let kind): findings.add(kind, at: path, node.origin)
        }
        return nil
      },
      write: { Node(.scalar(text($0), isPlain: !isQuoted), $1.origin) },
      descend: { node, edit, findings in
        findings.add(.noKeys(expected), at: edit.path, edit.origin)
        return node
      }
    )
  }
}

/// How a value is turned into a tree.
struct Writing {
  /// Where the tree's nodes say they come from.
  var origin: Origin
  /// Whether required keys that hold what `init()` gave them are left out.
  var omitsPlaceholders = false
}

/// A spot in a tree: its path, and where the mapping that holds it was written.
struct Place {
  let path: Path
  let origin: Origin
}

/// A dotted path to a setting, such as `method.afan.cuts[0].stage`.
struct Path {
  private(set) var text = ""

  /// The path of a mapping's key.
  func key(_ key: String) -> Path {
    Path(text: text.isEmpty ? clipped(key) : text + "." + clipped(key))
  }

  /// The path of a list's item, by its index.
  func item(_ index: some CustomStringConvertible) -> Path {
    Path(text: text + "[\(clipped(index.description))]")
  }
}
