/// The header of a safetensors file: its metadata, and its tensors in the order of their bytes.
struct SafetensorsHeader {
  private(set) var metadata: [String: String] = [:]
  private(set) var placed: [PlacedEntry] = []
  private let file: String
  private var hasMetadata = false

  /// Reads `bytes`, the header of `file` followed by `dataCount` bytes of data.
  ///
  /// - Throws: `SafetensorsError`, for whatever the format does not allow.
  init(_ bytes: [UInt8], dataCount: Int, file: String) throws {
    self.file = file
    var scanner = try SafetensorsScanner(bytes, file: file)
    // The format wants the object to begin at once; white space may follow it.
    guard bytes.first == UInt8(ascii: "{") else { throw Self.startProblem(bytes, &scanner) }
    var names: Set<String> = []
    try scanner.members { scanner, name in
      if name.utf8.elementsEqual(SafetensorsFormat.metadataKey.utf8) {
        try readMetadata(&scanner)
      } else {
        guard names.insert(name).inserted else {
          throw SafetensorsError.duplicateTensor(file: file, tensor: name)
        }
        placed.append(try SafetensorsEntryReader(file: file, tensor: name).read(&scanner))
      }
    }
    try scanner.end()
    try checkPlaces(dataCount: dataCount)
  }

  private static func startProblem(
    _ bytes: [UInt8], _ scanner: inout SafetensorsScanner
  ) -> SafetensorsError {
    if let first = bytes.first, " \t\n\r".utf8.contains(first) {
      return .notAnObject(file: scanner.file, found: "white space")
    }
    let kind = scanner.kind()
    guard kind != .other, kind != .end else { return scanner.problem("an object") }
    return .notAnObject(file: scanner.file, found: kind.rawValue)
  }

  private mutating func readMetadata(_ scanner: inout SafetensorsScanner) throws {
    let metadataKey = SafetensorsFormat.metadataKey
    guard !hasMetadata else {
      throw SafetensorsError.duplicateTensor(file: file, tensor: metadataKey)
    }
    hasMetadata = true
    guard scanner.peek() == UInt8(ascii: "{") else {
      throw SafetensorsError.metadataNotText(file: file, key: nil, found: scanner.kind().rawValue)
    }
    try scanner.members { scanner, key in
      guard scanner.peek() == UInt8(ascii: "\"") else {
        throw SafetensorsError.metadataNotText(file: file, key: key, found: scanner.kind().rawValue)
      }
      let text = try scanner.string()
      guard metadata.updateValue(text, forKey: key) == nil else {
        throw SafetensorsError.duplicateKey(file: file, tensor: metadataKey, key: key)
      }
    }
  }

  /// Sorts the tensors by place; they must fill the `dataCount` bytes one after the other.
  private mutating func checkPlaces(dataCount: Int) throws {
    for place in placed { try checkSize(of: place) }
    placed.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    var end = 0
    for place in placed {
      let name = place.entry.name
      let begin = place.begin
      guard begin >= end else {
        throw SafetensorsError.overlapping(file: file, tensor: name, begin: begin, expected: end)
      }
      guard begin == end else {
        throw SafetensorsError.hole(file: file, tensor: name, begin: begin, expected: end)
      }
      end = place.end
      guard end <= dataCount else {
        throw SafetensorsError.dataPastEnd(
          file: file, tensor: name, end: end, available: dataCount)
      }
    }
    guard end == dataCount else {
      throw SafetensorsError.trailingBytes(file: file, found: dataCount, expected: end)
    }
  }

  private func checkSize(of place: PlacedEntry) throws {
    guard place.begin <= place.end else {
      throw SafetensorsError.offsetsBackwards(
        file: file, tensor: place.entry.name, begin: place.begin, end: place.end)
    }
    let expected = try place.entry.byteCount(file: file)
    let found = place.end - place.begin
    guard found == expected else {
      throw SafetensorsError.sizeMismatch(
        file: file, entry: place.entry, found: found, expected: expected)
    }
  }
}
