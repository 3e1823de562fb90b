/// Writes a safetensors file at `path`, byte for byte as the reference implementation would.
///
/// Tensors lie from the last dtype to the first and by name within one (UTF-8 order), whatever the
/// order of `entries`. `bytes` is called once for each in that order with its name and `write`, to
/// which it hands the tensor's bytes, little-endian and row-major, in one piece or several: nothing
/// is kept in memory. Metadata keys are sorted, where the reference's order is random.
///
/// The file is written beside its place and renamed when whole: a failure leaves what was at
/// `path`, and an open `SafetensorsFile` keeps what it mapped. A symbolic link there is replaced; a
/// device or pipe is written in place. `flushed` waits until file and folder are on the disk.
///
/// - Throws: `SafetensorsError`, and what `bytes` throws.
public func writeSafetensors(
  to path: String, entries: [SafetensorsEntry], metadata: [String: String]? = nil,
  flushed: Bool = false,
  bytes: (_ name: String, _ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
) throws {
  let layout = try SafetensorsLayout(entries, metadata: metadata, file: path)
  let output = try SafetensorsOutput(path, wanted: layout.header.count + layout.dataCount)
  try layout.header.withUnsafeBytes { try output.write($0) }
  for place in layout.placed {
    var count = 0
    try bytes(place.entry.name) { piece in
      count += piece.count
      try place.require(count, atMost: true, file: path)
      try output.write(piece)
    }
    try place.require(count, atMost: false, file: path)
  }
  try output.finish(flushed: flushed)
}

extension PlacedEntry {
  /// Fails unless `count` is how many bytes the tensor has, or `atMost` that many.
  fileprivate func require(_ count: Int, atMost: Bool, file: String) throws {
    let expected = end - begin
    guard count == expected || (atMost && count < expected) else {
      throw SafetensorsError.wrongByteCount(
        file: file, tensor: entry.name, found: count, expected: expected)
    }
  }
}
