/// Several values that one setting is to have in turn, as in `optimizer.learningRate=[0.1, 0.05]`.
///
/// A setting that is itself a list has lists in the list: `freeze=[[], [stem]]`.
public struct Alternatives: Sendable, Equatable {
  /// The path of the setting.
  public let key: String
  /// Each value as YAML on one line.
  public let values: [String]

  /// Reads `key=[value, ...]`; `nil` where the value is not a list.
  ///
  /// - Throws: `SettingsError` where it is not `key=value` with a value in YAML.
  public init?(_ override: String) throws(SettingsError) {
    var findings = Findings()
    guard let edit = Edit(override, &findings) else { throw findings.error }
    guard case .list(let items) = edit.value.content else { return nil }
    key = (override.split(separator: "=", maxSplits: 1).first ?? "").trimmed
    values = items.map(\.flow)
  }

  /// The settings that give the values in turn: `key=value`, in their order.
  public var settings: [String] { values.map { "\(key)=\($0)" } }
}

extension Node {
  /// This node as YAML on one line.
  fileprivate var flow: String {
    switch content {
    case .scalar: lines.first ?? ""
    case .list(let items): "[\(items.map(\.flow).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\(written($0.key)): \($0.value.flow)" }.joined(separator: ", "))}"
    }
  }
}
