/// An optional value that is written as `null` where there is none.
///
/// `Codable` leaves such keys out; with this every line of a log has all keys of its kind.
@propertyWrapper
public struct OrNull<Value: Codable & Sendable>: Codable, Sendable {
  /// The value, if there is one.
  public var wrappedValue: Value?

  /// Wraps a value, or none.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Reads a value or `null`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  /// Writes the value or `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension OrNull: Equatable where Value: Equatable {}

extension KeyedDecodingContainer {
  /// Reads a value, `null`, or a key that is not there, as in logs of Spar's first days.
  public func decode<Value>(
    _ type: OrNull<Value>.Type, forKey key: Key
  ) throws -> OrNull<Value> {
    try decodeIfPresent(type, forKey: key) ?? OrNull(wrappedValue: nil)
  }
}
