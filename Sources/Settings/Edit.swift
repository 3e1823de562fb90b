/// An override on its way down the tree.
struct Edit {
  /// The keys and indices still to follow.
  private var steps: ArraySlice<String>
  /// The path that was followed so far.
  private(set) var path = Path()
  /// What is to stand at the path's end.
  let value: Node

  /// The override in its own words.
  var origin: Origin { value.origin }

  /// Whether the place to be set is reached.
  var isAtItsEnd: Bool { steps.isEmpty }

  /// The next key or index, and the edit as it stands below it; `nil` at the end.
  func next(_ extend: (Path, String) -> Path) -> (step: String, rest: Edit)? {
    var rest = self
    guard let step = rest.steps.popFirst() else { return nil }
    rest.path = extend(path, step)
    return (step, rest)
  }

  /// Parses `key=value`; `nil` with the reason among the findings where it is not that.
  init?(_ override: String, _ findings: inout Findings) {
    let origin = Origin.override(override)
    guard let equals = override.firstIndex(of: "=") else {
      findings.add(.malformedOverride("there is no =; write key=value"), at: Path(), origin)
      return nil
    }
    let key = override[..<equals].trimmed
    guard let steps = Edit.steps(key) else {
      let reason = "the key \(quoted(key)) is not a path such as cuts[0].stage"
      findings.add(.malformedOverride(reason), at: Path(), origin)
      return nil
    }
    let text = override[override.index(after: equals)...].trimmed
    guard !text.isEmpty else {
      let reason = "there is no value; write \(key)=null to clear it, or \(key)='' for no text"
      findings.add(.malformedOverride(reason), at: Path(), origin)
      return nil
    }
    guard let value = parsed(text, &findings, origin: { _ in origin }) else { return nil }
    self.steps = steps[...]
    self.value = value
  }

  /// The keys and indices of a path: `cuts[0].stage` and `cuts.0.stage` are three.
  private static func steps(_ key: String) -> [String]? {
    var steps: [String] = []
    for part in key.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let name = pieces.first, !name.isEmpty else { return nil }
      steps.append(String(name))
      for piece in pieces.dropFirst() {
        guard piece.last == "]", piece.count > 1 else { return nil }
        steps.append(String(piece.dropLast()))
      }
    }
    return steps
  }
}

extension Substring {
  /// The text without spaces at its ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
