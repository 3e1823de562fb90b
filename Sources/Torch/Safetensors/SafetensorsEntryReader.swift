/// Reads the header's value for one tensor.
struct SafetensorsEntryReader {
  let file: String
  let tensor: String

  /// The entry that is next: an object of `dtype`, `shape` and `data_offsets`, each once.
  func read(_ scanner: inout SafetensorsScanner) throws -> PlacedEntry {
    var dtype: SafetensorsDType?
    var shape: [Int]?
    var offsets: [Int]?
    try expect("{", "an object", for: "entry", &scanner)
    try scanner.members { scanner, key in
      switch key {
      case "dtype" where dtype == nil: dtype = try self.dtype(&scanner)
      case "shape" where shape == nil: shape = try numbers(key, &scanner)
      case "data_offsets" where offsets == nil: offsets = try numbers(key, &scanner)
      case "dtype", "shape", "data_offsets":
        throw SafetensorsError.duplicateKey(file: file, tensor: tensor, key: key)
      default: throw SafetensorsError.unknownKey(file: file, tensor: tensor, key: key)
      }
    }
    let entry = try SafetensorsEntry(
      name: tensor, dtype: required(dtype, "dtype"), shape: required(shape, "shape"))
    let ends = try required(offsets, "data_offsets")
    guard ends.count == 2 else {
      throw SafetensorsError.wrongValue(
        file: file, tensor: tensor, key: "data_offsets", expected: "two numbers",
        found: "a list of \(ends.count)")
    }
    return PlacedEntry(entry: entry, begin: ends[0], end: ends[1])
  }

  private func dtype(_ scanner: inout SafetensorsScanner) throws -> SafetensorsDType {
    try expect("\"", "a string", for: "dtype", &scanner)
    let word = try scanner.string()
    guard let dtype = SafetensorsDType(rawValue: word) else {
      throw SafetensorsError.unknownDType(file: file, tensor: tensor, found: word)
    }
    return dtype
  }

  private func numbers(_ key: String, _ scanner: inout SafetensorsScanner) throws -> [Int] {
    var numbers: [Int] = []
    try expect("[", "a list of whole numbers", for: key, &scanner)
    try scanner.elements { scanner in numbers.append(try number(key, &scanner)) }
    return numbers
  }

  private func number(_ key: String, _ scanner: inout SafetensorsScanner) throws -> Int {
    let kind = scanner.kind()
    if kind == .list || kind == .object {
      throw SafetensorsError.nestedTooDeep(file: file, byte: scanner.byte)
    }
    guard kind == .number else {
      throw SafetensorsError.wrongValue(
        file: file, tensor: tensor, key: key, expected: "whole numbers alone", found: kind.rawValue)
    }
    let text = scanner.numberText()
    let isWhole = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isWhole, text == "0" || !text.hasPrefix("0") else {
      throw SafetensorsError.notWhole(file: file, tensor: tensor, key: key, found: text)
    }
    guard let number = Int(text) else {
      throw SafetensorsError.numberTooLarge(file: file, tensor: tensor, key: key, found: text)
    }
    return number
  }

  private func expect(
    _ symbol: Unicode.Scalar, _ expected: String, for key: String,
    _ scanner: inout SafetensorsScanner
  ) throws {
    guard scanner.peek() == UInt8(ascii: symbol) else {
      throw SafetensorsError.wrongValue(
        file: file, tensor: tensor, key: key, expected: expected, found: scanner.kind().rawValue)
    }
  }

  private func required<Value>(_ value: Value?, _ key: String) throws -> Value {
    guard let value else {
      throw SafetensorsError.missingKey(file: file, tensor: tensor, key: key)
    }
    return value
  }
}
