/// The words `--name value ...` of a command line, taken one name at a time.
struct Options {
  private var values: [String: String] = [:]

  /// Reads pairs of words.
  init(_ arguments: some Collection<String>) throws {
    let words = Array(arguments)
    for index in stride(from: 0, to: words.count, by: 2) {
      guard words[index].hasPrefix("--"), index + 1 < words.count else {
        throw WorkerError.badOption(words[index])
      }
      values[String(words[index].dropFirst(2))] = words[index + 1]
    }
  }

  /// Takes the value of `name`, one of `known`; the first of them where it is not given.
  mutating func word(_ name: String, among known: [String]) throws -> String {
    guard let value = values.removeValue(forKey: name) else { return known[0] }
    guard known.contains(value) else { throw WorkerError.badOption("--\(name) \(value)") }
    return value
  }

  /// Takes the value of `name`, which must be there.
  mutating func text(_ name: String) throws -> String {
    guard let value = values.removeValue(forKey: name) else {
      throw WorkerError.badOption("--\(name) is missing")
    }
    return value
  }

  /// Takes a whole number, at least 1.
  mutating func count(_ name: String, _ otherwise: Int) throws -> Int {
    guard let value = values.removeValue(forKey: name) else { return otherwise }
    guard let number = Int(value), number > 0 else {
      throw WorkerError.badOption("--\(name) \(value)")
    }
    return number
  }

  /// Takes a number, if it is given.
  mutating func number(_ name: String) throws -> Double? {
    guard let value = values.removeValue(forKey: name) else { return nil }
    guard let number = Double(value) else { throw WorkerError.badOption("--\(name) \(value)") }
    return number
  }

  /// Refuses what nobody took.
  func finish() throws {
    if let name = values.keys.sorted().first { throw WorkerError.badOption("--\(name)") }
  }
}
