/// An enum of which one case is chosen, each with settings of its own.
///
/// ```swift
/// extension Method: Choosable {
///   public static var choices: [Choice<Self>] {
///     [
///       Choice("plain", .plain),
///       Choice("afan", Method.afan) { if case .afan(let afan) = $0 { afan } else { nil } },
///     ]
///   }
/// }
/// ```
/// It is written as a mapping of one key, `method: {afan: {cleanWeight: 0.5}}`; the name alone,
/// `method: afan`, stands for that case with its defaults.
public protocol Choosable: SettingValue {
  /// Every case, in the order in which messages name them.
  static var choices: [Choice<Self>] { get }
}

/// One case of a `Choosable`: its name, and its settings where it has some.
public struct Choice<Root: Choosable>: Sendable {
  /// The name that files and overrides use.
  public let name: String
  let read: @Sendable (Node, Path, inout Findings) -> Root?
  /// The settings, or `nil` where the value is of another case.
  let write: @Sendable (Root, Writing) -> Node?
  let edit: @Sendable (Node?, Edit, inout Findings) -> Node?

  /// A case without settings.
  public init(_ name: String, _ value: Root) where Root: Equatable {
    self.init(name, { (_: NoSettings) in value }, { $0 == value ? NoSettings() : nil })
  }

  /// A case that holds settings: how it is made of them, and how they are taken out of it.
  public init<Payload: Configurable>(
    _ name: String, _ make: @escaping @Sendable (Payload) -> Root,
    _ settings: @escaping @Sendable (Root) -> Payload?
  ) {
    precondition(isWord(name), "a name is of letters, digits, - and _, not \(quoted(name))")
    self.name = name
    let format = Payload.settingFormat
    read = { format.read($0, $1, &$2).map(make) }
    write = { value, writing in settings(value).map { format.write($0, writing) } }
    edit = { format.edited($0, $1, &$2) }
  }
}

/// The settings of a case that has none.
private struct NoSettings: Configurable {
  static var fields: [Field<Self>] { [] }
}

extension Choosable {
  /// A mapping from a choice's name to its settings, or the name alone.
  public static var settingFormat: SettingFormat<Self> {
    SettingFormat(expected: { expectedChoice }, read: read, write: written, descend: descend)
  }

  private static var expectedChoice: String {
    "one of \(choices.map(\.name).joined(separator: ", "))"
  }

  private static func read(_ node: Node, _ path: Path, _ findings: inout Findings) -> Self? {
    guard let (name, settings) = node.choice else {
      findings.add(.wrongType(found: node.found, expected: expectedChoice), at: path, node.origin)
      return nil
    }
    guard let choice = choices.first(where: { $0.name == name }) else {
      findings.add(.unknownName(name, among: choices.map(\.name)), at: path, node.origin)
      return nil
    }
    return choice.read(settings, path.key(name), &findings)
  }

  private static func written(_ value: Self, _ writing: Writing) -> Node {
    for choice in choices {
      guard let settings = choice.write(value, writing) else { continue }
      if settings.content == .mapping([]) {
        return Node(.scalar(choice.name, isPlain: false), writing.origin)
      }
      return Node(.mapping([Entry(choice.name, settings)]), writing.origin)
    }
    preconditionFailure("\(Self.self).choices lacks a line for \(value)")
  }

  private static func descend(
    into node: Node?, _ edit: Edit, _ findings: inout Findings
  ) -> Node? {
    guard let (step, rest) = edit.next({ $0.key($1) }) else { return node }
    guard let choice = choices.first(where: { $0.name == step }) else {
      findings.add(.unknownKey(step, among: choices.map(\.name)), at: rest.path, edit.origin)
      return node
    }
    let standing = node?.choice
    if let node, standing == nil { return node }
    if let standing, standing.name != step {
      findings.add(.notChosen(wanted: step, chosen: standing.name), at: rest.path, edit.origin)
      return node
    }
    let settings = choice.edit(standing?.settings, rest, &findings)
    return settings.map { Node(.mapping([Entry(step, $0)]), edit.origin) } ?? node
  }
}

extension Node {
  /// The name of a choice and its settings, or `nil` where this is neither a name nor one key.
  fileprivate var choice: (name: String, settings: Node)? {
    switch content {
    case .scalar(let name, _) where !isNull: return (name, Node(.mapping([]), origin))
    case .mapping(let entries):
      guard let entry = entries.first, entries.count == 1 else { return nil }
      let settings = entry.value
      return (entry.key, settings.isNull ? Node(.mapping([]), settings.origin) : settings)
    default: return nil
    }
  }
}
