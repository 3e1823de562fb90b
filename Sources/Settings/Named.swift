/// Values by names of a person's own, in the order in which they are written: a mapping of any keys.
public struct Named<Value: SettingValue & Equatable>: SettingValue, Equatable {
  /// One name and its value.
  public struct Item: Equatable, Sendable {
    /// The name, the mapping's key.
    public let name: String
    /// What is called so.
    public let value: Value

    /// Calls `value` by `name`.
    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// All of them.
  public var items: [Item]

  /// The items in their order; none where nothing is said.
  public init(_ items: [Item] = []) { self.items = items }

  /// A YAML mapping; an override sets one name's value.
  public static var settingFormat: SettingFormat<Self> {
    let format = Value.settingFormat
    return SettingFormat(
      expected: { "a mapping of names, each value \(format.expected())" }, read: read,
      write: { named, writing in
        Node(
          .mapping(named.items.map { Entry($0.name, format.write($0.value, writing)) }),
          writing.origin)
      },
      descend: descend)
  }

  private static func read(_ node: Node, _ path: Path, _ findings: inout Findings) -> Self? {
    let format = Value.settingFormat
    guard case .mapping(let entries) = node.content else {
      let kind = SettingsError.Kind.wrongType(
        found: node.found, expected: settingFormat.expected())
      findings.add(kind, at: path, node.origin)
      return nil
    }
    let items = entries.map { entry in
      format.read(entry.value, path.key(entry.key), &findings).map { Item(entry.key, $0) }
    }
    let good = items.compactMap(\.self)
    return good.count == items.count ? Self(good) : nil
  }

  private static func descend(
    into node: Node?, _ edit: Edit, _ findings: inout Findings
  ) -> Node? {
    guard let (step, rest) = edit.next({ $0.key($1) }) else { return node }
    let node = node ?? Node(.mapping([]), edit.origin)
    guard case .mapping(var entries) = node.content else { return node }
    let place = entries.firstIndex { $0.key == step }
    let old = place.map { entries[$0].value }
    guard let new = Value.settingFormat.edited(old, rest, &findings) else { return node }
    if let place { entries[place].value = new } else { entries.append(Entry(step, new)) }
    return Node(.mapping(entries), node.origin)
  }
}
