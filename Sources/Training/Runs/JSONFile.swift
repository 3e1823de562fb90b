import Foundation

/// What the file of JSON at `path` tells.
///
/// - Throws: `TrainingError.cannotRead` where it is missing, or with the key that is not as expected.
func readJSON<Value: Decodable>(
  _ path: String, by decoder: JSONDecoder = JSONDecoder()
) throws -> Value {
  do {
    return try decoder.decode(Value.self, from: Data(contentsOf: URL(filePath: path)))
  } catch let error as DecodingError {
    throw TrainingError.cannotRead(path, cause: error.place)
  } catch {
    throw TrainingError.cannotRead(path, cause: error.localizedDescription)
  }
}

extension DecodingError {
  /// What is wrong, and at which key.
  var place: String {
    func text(_ path: [any CodingKey]) -> String {
      "'" + path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".") + "'"
    }
    switch self {
    case .keyNotFound(let key, let context): return "\(text(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context): return "\(text(context.codingPath)) is null"
    case .typeMismatch(let type, let context):
      return "\(text(context.codingPath)) is not of type \(type)"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "it is no JSON" : "\(text(context.codingPath)) is damaged"
    @unknown default: return String(describing: self)
    }
  }
}
