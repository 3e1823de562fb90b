/// How many of some things: a count, or a share of them all.
public enum Amount: Sendable, Hashable {
  /// So many, 0 or more.
  case count(Int)
  /// This part of all, above 0 and below 1.
  case share(Double)

  /// How many of `count` these are; a share is rounded up, as in scikit-learn's `train_test_split`.
  public func of(_ count: Int) -> Int {
    switch self {
    case .count(let number): number
    case .share(let part): Int((part * Double(count)).rounded(.up))
    }
  }
}

extension Amount: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// A count.
  public init(integerLiteral value: Int) { self = .count(value) }

  /// A share.
  public init(floatLiteral value: Double) { self = .share(value) }
}

extension Amount: CustomStringConvertible {
  /// The number, as it is written in settings.
  public var description: String {
    switch self {
    case .count(let number): "\(number)"
    case .share(let part): "\(part)"
    }
  }
}

extension Amount: SettingValue {
  /// Digits for a count; a number with a point or a fraction of two, between 0 and 1, for a share.
  public static var settingFormat: SettingFormat<Self> {
    .scalar(
      expected,
      parse: { text, isPlain in
        guard isPlain, let value = number(text) else { return nil }
        let outside = SettingsError.Kind.outOfRange(found: clipped(text), allowed: expected)
        let digits = text.first == "+" ? text.dropFirst() : text[...]
        if isDigits(digits.utf8) {
          // Some readers of YAML take 010 for 8.
          guard digits.count == 1 || digits.first != "0" else { return nil }
          return Int(digits).map { .success(.count($0)) } ?? .failure(outside)
        }
        return value > 0 && value < 1 ? .success(.share(value)) : .failure(outside)
      },
      text: \.description
    )
  }

  private static let expected = "a count such as 500, or a share of all below 1 such as 0.1"
}
