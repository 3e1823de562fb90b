extension Bool: SettingValue {
  /// `true` or `false`, without quotes.
  public static var settingFormat: SettingFormat<Self> {
    .scalar(
      "true or false",
      parse: { text, isPlain in isPlain ? Bool(text).map { .success($0) } : nil },
      text: { "\($0)" }
    )
  }
}

extension String: SettingValue {
  /// Text in quotes, or any text without them as it stands, `12` and `true` too, but not `null`.
  public static var settingFormat: SettingFormat<Self> {
    .scalar(
      "text", isQuoted: true,
      parse: { text, isPlain in isPlain && isNullText(text) ? nil : .success(text) },
      text: { $0 }
    )
  }
}

extension SettingValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// The raw value of one of the cases, with or without quotes.
  public static var settingFormat: SettingFormat<Self> {
    let names = allCases.map(\.rawValue)
    return .scalar(
      "one of \(names.joined(separator: ", "))", isQuoted: true,
      parse: { text, isPlain in
        if let value = Self(rawValue: text) { return .success(value) }
        return isPlain && isNullText(text) ? nil : .failure(.unknownName(text, among: names))
      },
      text: \.rawValue
    )
  }
}

extension Int: SettingValue {
  /// Digits with or without a sign.
  public static var settingFormat: SettingFormat<Self> { wholeNumberFormat() }
}

extension UInt64: SettingValue {
  /// Digits, such as those of a seed.
  public static var settingFormat: SettingFormat<Self> { wholeNumberFormat() }
}

extension Double: SettingValue {
  /// A finite number, `0.5` or `1e-4`, or a fraction of two, `0.5/255`.
  public static var settingFormat: SettingFormat<Self> {
    .scalar(
      "a finite number such as 0.5, 1e-4 or 0.5/255",
      parse: { text, isPlain in
        guard isPlain, let value = number(text) else { return nil }
        guard value.isFinite else {
          let bound = Double.greatestFiniteMagnitude
          return .failure(.outOfRange(found: clipped(text), allowed: "\(-bound)...\(bound)"))
        }
        return .success(value)
      },
      text: { "\($0)" }
    )
  }
}

private func wholeNumberFormat<Value>() -> SettingFormat<Value>
where Value: SettingValue & FixedWidthInteger {
  .scalar(
    "a whole number such as 12",
    parse: { text, isPlain in
      let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      guard isPlain, text.utf8.count - digits.count <= 1, isDigits(digits) else { return nil }
      // Some readers of YAML take 010 for 8.
      guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
      guard let value = Value(text) else {
        return .failure(
          .outOfRange(found: clipped(text), allowed: (Value.min...Value.max).allowed))
      }
      return .success(value)
    },
    text: { "\($0)" }
  )
}
