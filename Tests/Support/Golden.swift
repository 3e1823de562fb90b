import Foundation
import Torch

/// Whole tensors that a script in `Golden/` wrote from a reference implementation.
public struct Golden {
  private let file: SafetensorsFile

  /// The fixture `Golden/<name>.safetensors`.
  public init(_ name: String) throws {
    file = try SafetensorsFile("\(Golden.folder)/\(name).safetensors")
  }

  /// The tensor called `name`.
  public subscript(name: String) -> Tensor {
    get throws { try file.tensor(name) }
  }

  /// Every tensor whose name starts with `prefix` and a dot, by the rest of its name.
  public func tensors(below prefix: String) throws -> [String: Tensor] {
    let names = file.names.filter { $0.hasPrefix(prefix + ".") }
    return try Dictionary(
      uniqueKeysWithValues: names.map { (String($0.dropFirst(prefix.count + 1)), try self[$0]) })
  }

  /// What the script noted under `key`, as JSON.
  public func note(_ key: String) -> String? { file.metadata[key] }

  /// The folder of all fixtures.
  public static let folder =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden").path
}
