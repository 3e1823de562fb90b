/// A value that has a place in a settings file.
///
/// `Int`, `UInt64`, `Double`, `Bool`, `String`, optionals and arrays of such values, every
/// `Configurable` and every `Choosable` are ones. An enum of names conforms in one line:
/// `extension Precision: SettingValue {}`, where it is a `String` enum and `CaseIterable`.
public protocol SettingValue: Sendable {
  /// How this type is read and written; every conforming type is given one.
  static var settingFormat: SettingFormat<Self> { get }
}

/// A struct that is written as a YAML mapping, by one table of its fields.
///
/// ```swift
/// extension PGD: Configurable {
///   public static var fields: [Field<Self>] {
///     [
///       Field("steps", \.steps, in: 1...1_000),
///       Field("stepSize", \.stepSize, in: .above(0)),
///     ]
///   }
/// }
/// ```
/// A key that is left out of a mapping keeps the value that `init()` gives it, wherever the mapping
/// stands; a required one keeps nothing, so that what `init()` gives it is a mere placeholder.
public protocol Configurable: SettingValue {
  /// The value in which every field has its default.
  init()
  /// Every key, in the order in which they are written.
  static var fields: [Field<Self>] { get }
}

extension Configurable {
  /// Reads a YAML file, as changed by `overrides` in their order.
  ///
  /// An override is `key=value`; the key is a path such as `cuts[0].stage` or `cuts.0.stage`, the
  /// value is YAML, such as `[{strength: 0.5}]`, and `null` clears an optional setting.
  ///
  /// - Throws: `SettingsError`, with all that is wrong in the file and in the overrides.
  public init(file: String, overrides: [String] = []) throws(SettingsError) {
    try self.init(yaml: textOfFile(file), name: file, overrides: overrides)
  }

  /// Reads YAML text, as changed by `overrides`; errors call the text `name`.
  ///
  /// - Throws: `SettingsError`, with all that is wrong in the text and in the overrides.
  public init(
    yaml text: String, name: String = "settings", overrides: [String] = []
  ) throws(SettingsError) {
    var findings = Findings()
    let tree = parsed(text, &findings) { .file(name, line: $0) }
    guard let tree else { throw findings.error }
    try self.init(tree, overrides: overrides)
  }

  /// The defaults, as changed by `overrides`.
  ///
  /// - Throws: `SettingsError`, with all that is wrong in the overrides and all that they lack.
  public init(overrides: [String]) throws(SettingsError) {
    try self.init(Node(.mapping([]), .defaults), overrides: overrides)
  }

  /// YAML text that reads back as this value: every key in the order of `fields`, `nil` as `null`.
  ///
  /// - Throws: `SettingsError` where this value could not be read back, such as a number that is
  ///   not finite or out of its range.
  public func yaml() throws(SettingsError) -> String {
    let tree = Self.settingFormat.write(self, Writing(origin: .value))
    var findings = Findings()
    _ = Self.settingFormat.read(tree, Path(), &findings)
    guard findings.problems.isEmpty else { throw findings.error }
    let text = tree.lines.map { $0 + "\n" }.joined()
    let copy = parsed(text, &findings) { _ in .value }
    if let copy, copy.lines != tree.lines {
      // A byte order mark at the start of a text, for one.
      findings.add(.refused("there is text in it that YAML does not keep"), at: Path(), .value)
    }
    guard findings.problems.isEmpty else { throw findings.error }
    return text
  }

  private init(_ tree: Node, overrides: [String]) throws(SettingsError) {
    let format = Self.settingFormat
    var findings = Findings()
    let changed = overrides.reduce(tree) { tree, override in
      Edit(override, &findings).flatMap { format.edited(tree, $0, &findings) } ?? tree
    }
    guard let value = format.read(changed, Path(), &findings), findings.problems.isEmpty else {
      throw findings.error
    }
    self = value
  }
}

extension Configurable {
  /// A mapping from each field's key to its value.
  public static var settingFormat: SettingFormat<Self> {
    SettingFormat(
      expected: { expectedMapping },
      read: read,
      write: { value, writing in written(value, writing) },
      descend: descend
    )
  }

  private static var expectedMapping: String {
    let keys = fields.map(\.key)
    return keys.isEmpty ? "an empty mapping {}" : "a mapping of \(keys.joined(separator: ", "))"
  }

  private static func read(_ node: Node, _ path: Path, _ findings: inout Findings) -> Self? {
    guard case .mapping(let entries) = node.content else {
      findings.add(.wrongType(found: node.found, expected: expectedMapping), at: path, node.origin)
      return nil
    }
    let keys = fields.map(\.key)
    precondition(Set(keys).count == keys.count, "two fields of \(Self.self) have one key")
    for entry in entries where !keys.contains(entry.key) {
      findings.add(.unknownKey(entry.key, among: keys), at: path.key(entry.key), entry.origin)
    }
    var value = Self()
    for field in fields {
      let given = entries.first { $0.key == field.key }?.value
      field.read(given, &value, Place(path: path, origin: node.origin), &findings)
    }
    return value
  }

  private static func written(_ value: Self, _ writing: Writing) -> Node {
    let kept = fields.filter { field in
      guard writing.omitsPlaceholders, field.isRequired else { return true }
      return field.write(value, writing) != field.write(Self(), writing)
    }
    return Node(
      .mapping(kept.map { Entry($0.key, $0.write(value, writing)) }), writing.origin)
  }

  private static func descend(
    into node: Node?, _ edit: Edit, _ findings: inout Findings
  ) -> Node? {
    guard let (step, rest) = edit.next({ $0.key($1) }) else { return node }
    guard let field = fields.first(where: { $0.key == step }) else {
      findings.add(.unknownKey(step, among: fields.map(\.key)), at: rest.path, edit.origin)
      return node
    }
    let node = node ?? Node(.mapping([]), edit.origin)
    guard case .mapping(var entries) = node.content else { return node }
    let place = entries.firstIndex { $0.key == step }
    let old = place.map { entries[$0].value }
    guard let new = field.edit(old, rest, &findings) else { return node }
    if let place { entries[place].value = new } else { entries.append(Entry(step, new)) }
    return Node(.mapping(entries), node.origin)
  }
}
