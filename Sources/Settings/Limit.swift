/// Which values of a setting are allowed: a range such as `1...64` or `0...`, or `.above(0)`.
public protocol Limit<Bound> {
  /// The type of the values.
  associatedtype Bound
  /// The allowed values in the words of a message.
  var allowed: String { get }
  /// Whether `value` is allowed.
  func allows(_ value: Bound) -> Bool
}

/// The numbers above one, and up to another where there is one.
public struct Above: Limit, Sendable {
  let lower: Double
  let upper: Double?

  /// The allowed numbers in the words of a message.
  public var allowed: String {
    "above \(short(lower))" + (upper.map { ", up to \(short($0))" } ?? "")
  }

  /// Whether `value` is above the lower bound and not above the upper.
  public func allows(_ value: Double) -> Bool {
    value > lower && value <= upper ?? .infinity
  }
}

extension Limit where Self == Above {
  /// Numbers above `lower`, which itself is not allowed, up to `upper`, which is.
  public static func above(_ lower: Double, through upper: Double? = nil) -> Above {
    Above(lower: lower, upper: upper)
  }
}

extension ClosedRange: Limit {
  /// Both bounds, as in `1...64`.
  public var allowed: String { "\(short(lowerBound))...\(short(upperBound))" }
  /// Whether `value` is within the bounds.
  public func allows(_ value: Bound) -> Bool { contains(value) }
}

extension Range: Limit {
  /// Both bounds, as in `0..<1`.
  public var allowed: String { "\(short(lowerBound))..<\(short(upperBound))" }
  /// Whether `value` is within the bounds.
  public func allows(_ value: Bound) -> Bool { contains(value) }
}

extension PartialRangeFrom: Limit {
  /// The lower bound, as in `at least 1`.
  public var allowed: String { "at least \(short(lowerBound))" }
  /// Whether `value` is not below the bound.
  public func allows(_ value: Bound) -> Bool { contains(value) }
}

extension PartialRangeThrough: Limit {
  /// The upper bound, as in `at most 1`.
  public var allowed: String { "at most \(short(upperBound))" }
  /// Whether `value` is not above the bound.
  public func allows(_ value: Bound) -> Bool { contains(value) }
}

extension PartialRangeUpTo: Limit {
  /// The upper bound, as in `below 1`.
  public var allowed: String { "below \(short(upperBound))" }
  /// Whether `value` is below the bound.
  public func allows(_ value: Bound) -> Bool { contains(value) }
}

/// A bound without a needless `.0`.
private func short(_ bound: some Any) -> String {
  let text = "\(bound)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
