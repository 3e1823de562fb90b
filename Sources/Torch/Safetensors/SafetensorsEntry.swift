/// What a safetensors header says about one tensor, its place aside.
public struct SafetensorsEntry: Sendable, Hashable {
  /// The tensor's name; any text, the empty one included, but `__metadata__`.
  public var name: String
  /// The type of its elements.
  public var dtype: SafetensorsDType
  /// Its lengths, in elements, outermost first; `[]` for a scalar.
  public var shape: [Int]

  /// A tensor called `name` of `shape`, in elements.
  public init(name: String, dtype: SafetensorsDType, shape: [Int]) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
  }

  /// How many bytes its elements take; `file` is named in the errors.
  ///
  /// - Throws: `SafetensorsError.sizeOverflows` or `.partialByte`.
  func byteCount(file: String) throws -> Int {
    var bits = 1
    // The type's size comes last, as in the reference: zero lengths before it make it harmless.
    for factor in shape + [dtype.bitsPerElement] {
      let (product, overflows) = bits.multipliedReportingOverflow(by: factor)
      guard !overflows else {
        throw SafetensorsError.sizeOverflows(file: file, tensor: name, dtype: dtype, shape: shape)
      }
      bits = product
    }
    guard bits.isMultiple(of: 8) else {
      throw SafetensorsError.partialByte(file: file, tensor: name, dtype: dtype, shape: shape)
    }
    return bits / 8
  }
}

/// An entry and where its bytes lie, counted from the end of the header.
struct PlacedEntry: Sendable {
  let entry: SafetensorsEntry
  let begin: Int
  let end: Int
}

/// Facts of the format.
enum SafetensorsFormat {
  /// The bytes before the header, which hold its length (unsigned, little-endian).
  static let prefixLength = 8
  /// The longest header the reference implementation reads, in bytes.
  static let longestHeader = 100_000_000
  /// The header's key that holds text rather than a tensor.
  static let metadataKey = "__metadata__"
}
