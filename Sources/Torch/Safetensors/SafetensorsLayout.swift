/// Where each tensor of a file to be written goes, and the header that says so.
struct SafetensorsLayout {
  /// The tensors in the order of their bytes.
  let placed: [PlacedEntry]
  /// How many bytes they take.
  let dataCount: Int
  /// The header behind its length, padded with spaces to a multiple of eight bytes.
  let header: [UInt8]

  /// Lays out `entries`; `file` is named in the errors.
  ///
  /// - Throws: `SafetensorsError`, for entries that no file can have.
  init(_ entries: [SafetensorsEntry], metadata: [String: String]?, file: String) throws {
    try Self.check(entries, file: file)
    let sorted = entries.sorted {
      $0.dtype != $1.dtype ? $0.dtype > $1.dtype : precedes($0.name, $1.name)
    }
    var end = 0
    placed = try sorted.map { entry in
      let begin = end
      let (sum, overflows) = try begin.addingReportingOverflow(entry.byteCount(file: file))
      guard !overflows else {
        throw SafetensorsError.sizeOverflows(
          file: file, tensor: entry.name, dtype: entry.dtype, shape: entry.shape)
      }
      end = sum
      return PlacedEntry(entry: entry, begin: begin, end: end)
    }
    dataCount = end
    var text = Self.text(placed, metadata: metadata)
    text += [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8)
    guard text.count <= SafetensorsFormat.longestHeader else {
      throw SafetensorsError.headerTooLong(
        file: file, found: UInt64(text.count), limit: SafetensorsFormat.longestHeader)
    }
    header = withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
  }

  private static func check(_ entries: [SafetensorsEntry], file: String) throws {
    var names: Set<String> = []
    for entry in entries {
      guard entry.name != SafetensorsFormat.metadataKey else {
        throw SafetensorsError.reservedName(file: file)
      }
      guard names.insert(entry.name).inserted else {
        throw SafetensorsError.duplicateTensor(file: file, tensor: entry.name)
      }
      guard entry.shape.allSatisfy({ $0 >= 0 }) else {
        throw SafetensorsError.negativeLength(file: file, tensor: entry.name, shape: entry.shape)
      }
    }
  }

  private static func text(_ placed: [PlacedEntry], metadata: [String: String]?) -> [UInt8] {
    var members: [String] = []
    if let metadata {
      let pairs = metadata.sorted { precedes($0.key, $1.key) }
        .map { quoted($0.key) + ":" + quoted($0.value) }
      members.append("\"__metadata__\":{" + pairs.joined(separator: ",") + "}")
    }
    for place in placed {
      let shape = place.entry.shape.map(String.init).joined(separator: ",")
      members.append(
        quoted(place.entry.name) + ":{\"dtype\":\"\(place.entry.dtype.rawValue)\""
          + ",\"shape\":[\(shape)],\"data_offsets\":[\(place.begin),\(place.end)]}")
    }
    return Array("{\(members.joined(separator: ","))}".utf8)
  }
}

/// Whether `left` comes before `right` by their UTF-8 bytes.
private func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// `text` as a JSON string: escapes only where JSON must, short ones where it has them.
private func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\u{8}": quoted += "\\b"
    case "\u{c}": quoted += "\\f"
    case "\n": quoted += "\\n"
    case "\r": quoted += "\\r"
    case "\t": quoted += "\\t"
    case "\0"..<" ":
      quoted += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
