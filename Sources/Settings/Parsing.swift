import Foundation
import Yams

/// How deep lists and mappings may stand in each other.
private let greatestDepth = 64
/// How many words may start as an alias does, where one starts as an anchor does.
private let mostAliases = 8

/// The tree of a YAML text of one document; `nil` with the reasons among the findings.
///
/// Anchors, aliases, tags, keys that are not text, and nesting beyond 64 levels are refused. The
/// parser calls itself for every level up to its own bound of 1,000: 1.5 MiB of stack suffice.
func parsed(
  _ text: String, _ findings: inout Findings, origin: @escaping (Int) -> Origin
) -> Node? {
  do {
    try checkSize(text)
    // The basic resolver takes every scalar for text: values are told apart by their fields.
    let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
    guard let root = try parser.nextRoot(), !root.isEmptyDocument else {
      let reason = "there is nothing but comments; write {} for all defaults, or quote a #"
      throw Refusal(reason: reason, line: 1)
    }
    if let second = try parser.nextRoot() {
      let line = second.mark?.line ?? 1
      throw Refusal(reason: "a second document starts here; keep one", line: line)
    }
    let before = findings.problems.count
    var conversion = Conversion(findings: findings, origin: origin)
    // The parser owns the anchors that its nodes show.
    let tree = withExtendedLifetime(parser) { conversion.node(root, Path(), depth: 0) }
    findings = conversion.findings
    return findings.problems.count == before ? tree : nil
  } catch {
    let (kind, line) = meaning(of: error)
    findings.add(kind, at: Path(), origin(line))
    return nil
  }
}

/// Throws where `text` is not even to be parsed.
///
/// The parser compares keys, and a key made of aliases of aliases would keep it busy for ever.
private func checkSize(_ text: String) throws {
  let bytes = Array(text.utf8)
  guard bytes.count <= mostBytes else {
    throw Refusal(reason: "it has over \(mostBytes) bytes; settings are shorter", line: 1)
  }
  func countOfWords(startingWith mark: Unicode.Scalar) -> Int {
    bytes.indices.count { place in
      guard bytes[place] == UInt8(ascii: mark) else { return false }
      guard place > 0 else { return true }
      let before = Character(Unicode.Scalar(bytes[place - 1]))
      return !(before.isASCII && (before.isLetter || before.isNumber || before == "*"))
    }
  }
  guard countOfWords(startingWith: "&") > 0 else { return }
  let aliases = countOfWords(startingWith: "*")
  guard aliases > mostAliases else { return }
  let reason = "\(aliases) words start with *, as aliases do; aliases are not used in settings"
  throw Refusal(reason: reason, line: 1)
}

/// Why a text as a whole is not taken.
private struct Refusal: Error {
  let reason: String
  let line: Int
}

/// The parser's tree on its way to ours.
private struct Conversion {
  var findings: Findings
  let origin: (Int) -> Origin

  mutating func node(_ node: Yams.Node, _ path: Path, depth: Int) -> Node? {
    let here = origin(node.mark?.line ?? 1)
    if let reason = node.reasonToRefuse(depth: depth) {
      findings.add(.refused(reason), at: path, here)
      return nil
    }
    switch node {
    case .alias: return nil
    case .scalar(let scalar):
      return Node(.scalar(scalar.string, isPlain: scalar.style == .plain), here)
    case .sequence(let sequence):
      let items = sequence.enumerated().compactMap { index, item in
        self.node(item, path.item(index), depth: depth + 1)
      }
      return Node(.list(items), here)
    case .mapping(let mapping):
      return Node(.mapping(mapping.compactMap { entry($0, $1, path, depth: depth) }), here)
    }
  }

  private mutating func entry(
    _ key: Yams.Node, _ value: Yams.Node, _ path: Path, depth: Int
  ) -> Entry? {
    let here = origin(key.mark?.line ?? 1)
    guard case .scalar(let name) = key, key.anchor == nil else {
      findings.add(.refused("a key must be text, without anchors"), at: path, here)
      return nil
    }
    let value = node(value, path.key(name.string), depth: depth + 1)
    return value.map { Entry(name.string, $0, here) }
  }
}

extension Yams.Node {
  /// Whether this stands for a document without content.
  fileprivate var isEmptyDocument: Bool {
    guard case .scalar(let scalar) = self else { return false }
    return scalar.string.isEmpty && scalar.style == .plain
  }

  /// Why this stands for nothing that settings use, if so.
  fileprivate func reasonToRefuse(depth: Int) -> String? {
    if anchor != nil { return "anchors (&, *) are not used; write the value again" }
    if case .alias = self { return "aliases (*) are not used; write the value again" }
    if depth > greatestDepth { return "it is nested deeper than \(greatestDepth) levels" }
    return hasExplicitTag ? "tags (!) are not used; write the plain value" : nil
  }

  /// Whether a tag such as `!!int` or `!mine` was written before this value.
  private var hasExplicitTag: Bool {
    switch self {
    case .scalar(let scalar):
      // The parser marks quoted text as text.
      let tag = scalar.tag.rawValue
      return !tag.isEmpty && (scalar.style == .plain || tag != Tag.Name.str.rawValue)
    case .sequence(let sequence): return !sequence.tag.rawValue.isEmpty
    case .mapping(let mapping): return !mapping.tag.rawValue.isEmpty
    case .alias: return false
    }
  }
}

/// What an error of the parser means, and on which line.
private func meaning(of error: any Error) -> (SettingsError.Kind, line: Int) {
  if let refusal = error as? Refusal { return (.refused(refusal.reason), refusal.line) }
  switch error as? YamlError {
  case .scanner(let context, let problem, let mark, _),
    .parser(let context, let problem, let mark, _),
    .composer(let context, let problem, let mark, _):
    if problem.contains("nesting level") {
      return (.refused("it is nested deeper than \(greatestDepth) levels"), mark.line)
    }
    let doing = context.map { $0.text.trimmingCharacters(in: .whitespaces) + ", " } ?? ""
    let reason = "it is not YAML: \(doing)\(problem) (column \(mark.column))"
    return (.syntax(reason + "; check indentation, brackets and quotes"), mark.line)
  case .reader(let problem, let offset, _, let text):
    let line = text.prefix(offset ?? 0).count { $0.isNewline } + 1
    return (.syntax("it is not YAML: \(problem); remove characters that do not print"), line)
  case .duplicatedKeysInMapping(let keys, let context):
    return (.duplicateKey(keys.first ?? ""), context.mark.line)
  default:
    return (.syntax("it is not YAML: \(error)"), 1)
  }
}
