extension SettingsError: CustomStringConvertible {
  /// The first ten problems, one to a line, and how many there are besides.
  public var description: String {
    let shown = problems.prefix(10).map(\.description)
    let rest = problems.count - shown.count
    return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
  }
}

extension SettingsError.Problem: CustomStringConvertible {
  /// Where, which setting, and what is wrong: `run.yaml:3: steps: found 0, allowed is 1...1000`.
  public var description: String {
    [origin.description, path.printable, kind.description].filter { !$0.isEmpty }
      .joined(separator: ": ")
  }
}

extension Origin: CustomStringConvertible {
  /// `run.yaml:3`, or the override in its own words.
  public var description: String {
    switch self {
    case .file(let name, let line): "\(name.printable):\(line)"
    case .override(let text): "override \(clipped(text).printable)"
    case .defaults: "without a file"
    case .value: "the value to be written"
    }
  }
}

extension SettingsError.Kind: CustomStringConvertible {
  /// What was found, what was expected, and what to do.
  public var description: String {
    switch self {
    case .unknownKey(let key, let nearest, let known):
      "unknown key \(quoted(key))" + hint(nearest, known, "keys")
    case .unknownName(let name, let nearest, let known):
      "unknown name \(quoted(name))" + hint(nearest, known, "names")
    case .missingKey(let expected): "missing; add it, it is \(expected)"
    case .wrongType(let found, let expected): "found \(found.printable), expected \(expected)"
    case .outOfRange(let found, let allowed): "found \(found.printable), allowed is \(allowed)"
    case .wrongCount(let found, let allowed):
      "found a list of \(found), allowed is a length of \(allowed)"
    case .duplicateKey(let key):
      "the key \(quoted(key)), first written here, stands more than once in its mapping; keep one"
    case .noItem(let index, let count):
      "there is no item \(index.printable), the list has \(count) (counted from 0); "
        + "set the whole list to add to it"
    case .noKeys(let expected): "nothing lies below it, it is \(expected)"
    case .notChosen(let wanted, let chosen):
      "\(chosen) is chosen, so \(wanted) has no settings; choose \(wanted) by an override before"
    case .malformedOverride(let reason), .syntax(let reason): reason.printable
    case .refused(let reason), .unreadable(let reason): reason.printable
    }
  }

  private func hint(_ nearest: String?, _ known: [String], _ kind: String) -> String {
    let guess = nearest.map { ", did you mean \($0)?" } ?? ";"
    return guess + (known.isEmpty ? " there are no \(kind)" : " known \(kind): ")
      + known.joined(separator: ", ")
  }
}

extension String {
  /// The same text with what a terminal would obey, and line ends, as escapes.
  var printable: String {
    unicodeScalars.map { escape($0, inQuotes: false) }.joined()
  }
}
