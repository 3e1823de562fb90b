/// Everything that is wrong with a settings file, its overrides, or a value to be written.
public struct SettingsError: Error, Equatable, Sendable {
  /// The problems, those of overrides first, then in the order of lines; never empty.
  public let problems: [Problem]

  /// One thing that is wrong, and where.
  public struct Problem: Equatable, Sendable {
    /// The dotted path of the setting, such as `method.afan.cuts[0].stage`; empty for the whole.
    public let path: String
    /// Where it was written.
    public let origin: Origin
    /// What is wrong.
    public let kind: Kind
  }

  /// What is wrong with a setting.
  public enum Kind: Error, Equatable, Sendable {
    /// A key that the mapping does not have; `nearest` is the one that may have been meant.
    case unknownKey(String, nearest: String?, known: [String])
    /// A name that is none of the known ones.
    case unknownName(String, nearest: String?, known: [String])
    /// A required key that is not there.
    case missingKey(expected: String)
    /// A value of another type.
    case wrongType(found: String, expected: String)
    /// A value of the right type that is not allowed.
    case outOfRange(found: String, allowed: String)
    /// A list of a length that is not allowed.
    case wrongCount(found: Int, allowed: String)
    /// One key written more than once in a mapping.
    case duplicateKey(String)
    /// An override of a list's item that is not there.
    case noItem(index: String, count: Int)
    /// An override below a setting that is a single value.
    case noKeys(String)
    /// An override of the settings of `wanted` while `chosen` is chosen.
    case notChosen(wanted: String, chosen: String)
    /// An override that is not `key=value`.
    case malformedOverride(String)
    /// Text that is not YAML.
    case syntax(String)
    /// YAML of a kind that settings do not use, such as anchors, and what to write instead.
    case refused(String)
    /// A file that could not be read.
    case unreadable(String)
  }
}

/// Where a setting was written.
public enum Origin: Equatable, Sendable {
  /// A line, from 1, of the file or text called by this name.
  case file(String, line: Int)
  /// An override, in its own words.
  case override(String)
  /// Nowhere: the defaults.
  case defaults
  /// A value that is being written.
  case value
}

/// The problems found so far.
struct Findings {
  private(set) var problems: [SettingsError.Problem] = []

  /// Adds a problem.
  mutating func add(_ kind: SettingsError.Kind, at path: Path, _ origin: Origin) {
    problems.append(SettingsError.Problem(path: path.text, origin: origin, kind: kind))
  }

  /// All of them, in the order of lines.
  var error: SettingsError {
    let lines = problems.enumerated().map { ($1.origin.line ?? 0, $0) }
    let order = problems.indices.sorted { lines[$0] < lines[$1] }
    return SettingsError(problems: order.map { problems[$0] })
  }
}

extension SettingsError.Kind {
  /// An unknown key, with the nearest of those there are.
  static func unknownKey(_ key: String, among known: [String]) -> Self {
    .unknownKey(clipped(key), nearest: nearest(to: key, among: known), known: known)
  }

  /// An unknown name, with the nearest of those there are.
  static func unknownName(_ name: String, among known: [String]) -> Self {
    .unknownName(clipped(name), nearest: nearest(to: name, among: known), known: known)
  }
}

extension Origin {
  /// The line, where there is one.
  var line: Int? {
    guard case .file(_, let line) = self else { return nil }
    return line
  }
}
