/// A safetensors file, checked whole when opened and mapped into memory for reading.
///
/// Opening reads the header alone; a tensor's bytes come from the disk when they are touched. While
/// it is in use the file must not be cut short or written over (`writeSafetensors` does neither): a
/// touch behind a mapped file's new end kills the process.
public final class SafetensorsFile: Sendable {
  /// The path it was opened at.
  public let path: String
  /// The names of its tensors in the order of their bytes; equal places keep the header's order.
  public let names: [String]
  /// The header's text under `__metadata__`; empty where there is none.
  public let metadata: [String: String]

  let mapping: ReadOnlyMapping
  private let entries: [String: PlacedEntry]
  private let dataStart: Int

  /// Opens the file at `path` and checks its header and length.
  ///
  /// - Throws: `SafetensorsError`, for whatever the format does not allow.
  public init(_ path: String) throws {
    let mapping = try ReadOnlyMapping(path)
    let length = try Self.headerLength(mapping.bytes, file: path)
    let start = SafetensorsFormat.prefixLength + length
    let text = Array(mapping.bytes[SafetensorsFormat.prefixLength..<start])
    let header = try SafetensorsHeader(text, dataCount: mapping.bytes.count - start, file: path)
    self.path = path
    self.mapping = mapping
    dataStart = start
    metadata = header.metadata
    names = header.placed.map(\.entry.name)
    entries = Dictionary(uniqueKeysWithValues: zip(names, header.placed))
  }

  /// The type and shape of the tensor called `name`.
  ///
  /// - Throws: `SafetensorsError.noTensor`.
  public func entry(_ name: String) throws -> SafetensorsEntry { try place(of: name).entry }

  /// Where the bytes of the tensor called `name` lie, counted from the file's start.
  ///
  /// - Throws: `SafetensorsError.noTensor`.
  public func byteRange(of name: String) throws -> Range<Int> {
    let place = try place(of: name)
    return (dataStart + place.begin)..<(dataStart + place.end)
  }

  /// Calls `body` with the bytes of the tensor called `name`, which are valid during the call only.
  ///
  /// They are little-endian and in row-major order, and need not be aligned: files of other writers
  /// place them anywhere.
  ///
  /// - Throws: `SafetensorsError.noTensor`, and what `body` throws.
  public func withBytes<Result>(
    of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let range = try byteRange(of: name)
    return try withExtendedLifetime(mapping) {
      try body(UnsafeRawBufferPointer(rebasing: mapping.bytes[range]))
    }
  }

  private func place(of name: String) throws -> PlacedEntry {
    guard let place = entries[name] else {
      throw SafetensorsError.noTensor(file: path, tensor: name, known: names)
    }
    return place
  }

  private static func headerLength(_ bytes: UnsafeRawBufferPointer, file: String) throws -> Int {
    let prefix = bytes.prefix(SafetensorsFormat.prefixLength)
    let length = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= SafetensorsFormat.longestHeader else {
      throw SafetensorsError.headerTooLong(
        file: file, found: length, limit: SafetensorsFormat.longestHeader)
    }
    let available = bytes.count - prefix.count
    guard length <= available else {
      throw SafetensorsError.headerPastEnd(file: file, found: Int(length), available: available)
    }
    return Int(length)
  }
}
