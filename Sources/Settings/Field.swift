/// One key of a `Configurable`: its name, the property it sets, and what that allows.
public struct Field<Root: Configurable>: Sendable {
  /// The name that files and overrides use.
  public let key: String
  /// Whether it must be given.
  public let isRequired: Bool
  let read: @Sendable (Node?, inout Root, Place, inout Findings) -> Void
  let write: @Sendable (Root, Writing) -> Node
  let edit: @Sendable (Node?, Edit, inout Findings) -> Node?

  /// A key without a limit.
  public init<Value: SettingValue>(
    _ key: String, _ path: WritableKeyPath<Root, Value> & Sendable, required: Bool = false
  ) {
    self.init(key, at: path, required) { _, _, _, _ in }
  }

  /// A key of which the value must be within `limit`.
  public init<Value: SettingValue>(
    _ key: String, _ path: WritableKeyPath<Root, Value> & Sendable,
    in limit: some Limit<Value> & Sendable,
    required: Bool = false
  ) {
    self.init(key, at: path, required) { value, node, path, findings in
      findings.check(value, in: limit, node, path)
    }
  }

  /// An optional key of which the value, where there is one, must be within `limit`.
  public init<Value: SettingValue>(
    _ key: String, _ path: WritableKeyPath<Root, Value?> & Sendable,
    in limit: some Limit<Value> & Sendable,
    required: Bool = false
  ) {
    self.init(key, at: path, required) { value, node, path, findings in
      if let value { findings.check(value, in: limit, node, path) }
    }
  }

  /// A list of which every item must be within `limit`.
  public init<Value: SettingValue>(
    _ key: String, _ path: WritableKeyPath<Root, [Value]> & Sendable,
    in limit: some Limit<Value> & Sendable,
    required: Bool = false
  ) {
    self.init(key, at: path, required) { values, node, path, findings in
      guard case .list(let items) = node.content else { return }
      for (index, (value, item)) in zip(values, items).enumerated() {
        findings.check(value, in: limit, item, path.item(index))
      }
    }
  }

  /// A list of which the length must be within `count`.
  public init<Value: SettingValue>(
    _ key: String, _ path: WritableKeyPath<Root, [Value]> & Sendable,
    count: some Limit<Int> & Sendable,
    required: Bool = false
  ) {
    self.init(key, at: path, required) { values, node, path, findings in
      guard !count.allows(values.count) else { return }
      let kind = SettingsError.Kind.wrongCount(found: values.count, allowed: count.allowed)
      findings.add(kind, at: path, node.origin)
    }
  }

  private init<Value: SettingValue>(
    _ key: String, at path: WritableKeyPath<Root, Value> & Sendable, _ required: Bool,
    check: @escaping @Sendable (Value, Node, Path, inout Findings) -> Void
  ) {
    precondition(isWord(key), "a key is a word of letters, digits, - and _, not \(quoted(key))")
    self.key = key
    isRequired = required
    let format = Value.settingFormat
    read = { node, root, place, findings in
      let own = place.path.key(key)
      guard let node else {
        let fallback = required ? nil : root[keyPath: path]
        format.readAbsent(fallback, Place(path: own, origin: place.origin), &findings)
        return
      }
      guard let value = format.read(node, own, &findings) else { return }
      check(value, node, own, &findings)
      root[keyPath: path] = value
    }
    write = { format.write($0[keyPath: path], $1) }
    edit = { node, edit, findings in
      let fallback = required ? nil : Root()[keyPath: path]
      return format.edited(node ?? format.default(fallback, edit.origin), edit, &findings)
    }
  }
}

extension SettingFormat {
  /// Finds what a key that was not written lacks: itself, or required keys within its default.
  fileprivate func readAbsent(_ fallback: Value?, _ place: Place, _ findings: inout Findings) {
    guard let fallback else {
      findings.add(.missingKey(expected: expected()), at: place.path, place.origin)
      return
    }
    _ = self.default(fallback, place.origin).flatMap { read($0, place.path, &findings) }
  }

  /// The tree of a default, where there is one, without what `init()` gave to required keys.
  fileprivate func `default`(_ fallback: Value?, _ origin: Origin) -> Node? {
    fallback.map { write($0, Writing(origin: origin, omitsPlaceholders: true)) }
  }
}

extension Findings {
  /// Adds a problem where `limit` does not allow `value`, which was read from `node`.
  fileprivate mutating func check<Value>(
    _ value: Value, in limit: some Limit<Value>, _ node: Node, _ path: Path
  ) {
    guard !limit.allows(value) else { return }
    add(.outOfRange(found: node.found, allowed: limit.allowed), at: path, node.origin)
  }
}
