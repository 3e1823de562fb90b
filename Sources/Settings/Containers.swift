extension Optional: SettingValue where Wrapped: SettingValue {
  /// The value's own format, or `null` for none.
  public static var settingFormat: SettingFormat<Self> {
    let format = Wrapped.settingFormat
    return SettingFormat(
      expected: { format.expected() + ", or null" },
      read: { node, path, findings in
        if node.isNull { return .some(nil) }
        return format.read(node, path, &findings).map { .some($0) }
      },
      write: { value, writing in
        value.map { format.write($0, writing) } ?? .null(writing.origin)
      },
      descend: { node, edit, findings in
        let standing = node.flatMap { $0.isNull ? nil : $0 }
        return format.descend(standing, edit, &findings) ?? node
      }
    )
  }
}

extension Array: SettingValue where Element: SettingValue {
  /// A YAML list.
  public static var settingFormat: SettingFormat<Self> {
    let format = Element.settingFormat
    let expected: @Sendable () -> String = { "a list, each item \(format.expected())" }
    return SettingFormat(
      expected: expected,
      read: { node, path, findings in
        guard case .list(let items) = node.content else {
          let kind = SettingsError.Kind.wrongType(found: node.found, expected: expected())
          findings.add(kind, at: path, node.origin)
          return nil
        }
        let values = items.enumerated().map { index, item in
          format.read(item, path.item(index), &findings)
        }
        let good = values.compactMap { $0 }
        return good.count == items.count ? good : nil
      },
      write: { values, writing in
        Node(.list(values.map { format.write($0, writing) }), writing.origin)
      },
      descend: descend
    )
  }

  private static func descend(
    into node: Node?, _ edit: Edit, _ findings: inout Findings
  ) -> Node? {
    guard let (step, rest) = edit.next({ $0.item($1) }) else { return node }
    let node = node ?? Node(.list([]), edit.origin)
    guard case .list(var items) = node.content else { return node }
    guard let index = wholeNumber(step), items.indices.contains(index) else {
      findings.add(.noItem(index: clipped(step), count: items.count), at: edit.path, edit.origin)
      return node
    }
    let new = Element.settingFormat.edited(items[index], rest, &findings)
    items[index] = new ?? items[index]
    return Node(.list(items), node.origin)
  }
}
