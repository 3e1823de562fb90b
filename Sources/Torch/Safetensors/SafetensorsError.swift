/// What can go wrong while a safetensors file is read or written; `file` is its path.
///
/// `tensor` is the tensor's name. Byte positions count from the file's start, offsets from the end
/// of its header.
public enum SafetensorsError: Error, Equatable {
  /// The file cannot be opened or mapped; `cause` is the system's word.
  case cannotOpen(file: String, cause: String)
  /// The file has `found` bytes, fewer than the eight that hold the header's length.
  case tooSmall(file: String, found: Int)
  /// The header's length is over the format's `limit`.
  case headerTooLong(file: String, found: UInt64, limit: Int)
  /// The header's length is over the `available` bytes that follow it.
  case headerPastEnd(file: String, found: Int, available: Int)

  /// The header is not UTF-8 at `byte`.
  case notUTF8(file: String, byte: Int)
  /// The header is not JSON at `byte`.
  case notJSON(file: String, byte: Int, expected: String, found: String)
  /// The header is `found` and not an object.
  case notAnObject(file: String, found: String)
  /// A list or an object opens at `byte`, deeper than any the format has.
  case nestedTooDeep(file: String, byte: Int)

  /// The value of `key` is of another kind.
  case wrongValue(file: String, tensor: String, key: String, expected: String, found: String)
  /// A number with a sign, a point, an exponent or a leading zero.
  case notWhole(file: String, tensor: String, key: String, found: String)
  /// A number over `Int.max`.
  case numberTooLarge(file: String, tensor: String, key: String, found: String)
  /// A type that torch or the format does not have.
  case unknownDType(file: String, tensor: String, found: String)
  /// Two tensors have this name, or names that differ in Unicode normalization only.
  case duplicateTensor(file: String, tensor: String)
  /// A tensor's entry, or the metadata (`tensor` is then `__metadata__`), has `key` twice.
  case duplicateKey(file: String, tensor: String, key: String)
  /// A tensor's entry lacks `key`.
  case missingKey(file: String, tensor: String, key: String)
  /// A tensor's entry has `key`, which the format does not.
  case unknownKey(file: String, tensor: String, key: String)
  /// The metadata, or where `key` is there its value, is `found`.
  case metadataNotText(file: String, key: String?, found: String)

  /// The number of bits of a tensor is over `Int.max`.
  case sizeOverflows(file: String, tensor: String, dtype: SafetensorsDType, shape: [Int])
  /// The elements of a packed type end inside a byte.
  case partialByte(file: String, tensor: String, dtype: SafetensorsDType, shape: [Int])
  /// A tensor's offsets span `found` bytes, its shape and type `expected`.
  case sizeMismatch(file: String, entry: SafetensorsEntry, found: Int, expected: Int)
  /// A tensor's offsets end before they begin.
  case offsetsBackwards(file: String, tensor: String, begin: Int, end: Int)
  /// A tensor begins before the end, `expected`, of the one before it.
  case overlapping(file: String, tensor: String, begin: Int, expected: Int)
  /// A tensor begins behind the end, `expected`, of the one before it.
  case hole(file: String, tensor: String, begin: Int, expected: Int)
  /// A tensor ends behind the `available` bytes of data: the file is cut short.
  case dataPastEnd(file: String, tensor: String, end: Int, available: Int)
  /// The file has `found` bytes of data, its tensors `expected`.
  case trailingBytes(file: String, found: Int, expected: Int)

  /// No tensor has this name; `known` lists those there are.
  case noTensor(file: String, tensor: String, known: [String])

  /// The file cannot be created; `cause` is the system's word.
  case cannotCreate(file: String, cause: String)
  /// Writing stopped after `written` of `wanted` bytes; `cause` is the system's word.
  case cannotWrite(file: String, written: Int, wanted: Int, cause: String)
  /// A tensor to write is called `__metadata__`, which the format keeps for itself.
  case reservedName(file: String)
  /// A tensor to write has a negative length.
  case negativeLength(file: String, tensor: String, shape: [Int])
  /// The caller handed over `found` bytes for a tensor of `expected`.
  case wrongByteCount(file: String, tensor: String, found: Int, expected: Int)
  /// An element type that files and tensors do not share.
  case noCounterpart(file: String, tensor: String, dtype: String)
}
