import Foundation

/// A line of a run's log, as JSON has it.
public struct LogLine {
  /// The line as it stands.
  public let text: String
  private let values: [String: Value]

  /// Reads a line; throws where it is no JSON object.
  public init(_ text: some StringProtocol) throws {
    self.text = String(text)
    // Not `JSONSerialization`: it reads some numbers one bit off.
    values = try JSONDecoder().decode([String: Value].self, from: Data(text.utf8))
  }

  /// The lines of the log at `path`.
  public static func all(_ path: String) throws -> [LogLine] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try LogLine($0) }
  }

  /// What kind of line it is.
  public var kind: String? {
    guard case .text(let kind) = values["kind"] else { return nil }
    return kind
  }

  /// The number at a path of keys.
  public func number(_ keys: String...) -> Double? {
    guard case .number(let number) = value(keys) else { return nil }
    return number
  }

  /// The keys of the object called `key`, in order; `nil` where there is none.
  public func keys(of key: String) -> [String]? {
    guard case .object(let values) = values[key] else { return nil }
    return values.keys.sorted()
  }

  /// All of it but the time.
  public var withoutTime: String { text.replacing(/"time":\{[^}]*\}/, with: "") }

  private func value(_ keys: [String]) -> Value {
    keys.reduce(.object(values)) {
      guard case .object(let values) = $0 else { return .other }
      return values[$1] ?? .other
    }
  }

  private enum Value: Decodable {
    case number(Double)
    case text(String)
    case object([String: Value])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = (try? .object(container.decode([String: Value].self))) ?? .other
      }
    }
  }
}
