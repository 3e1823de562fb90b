/// A protocol buffer's message as it grows, field by field.
///
/// Fields are written in the order of their numbers and zeros are left out, as protobuf's own
/// serializers do with proto3, so that the same message has the same bytes.
/// Source: protobuf.dev/programming-guides/encoding.
struct WireMessage {
  /// The message so far.
  private(set) var bytes: [UInt8] = []

  /// An empty message, filled by `fill`.
  init(_ fill: (inout WireMessage) -> Void = { _ in }) { fill(&self) }

  /// A field of the type int32, int64 or an enum.
  mutating func add(_ number: Int, _ value: Int) {
    guard value != 0 else { return }
    key(number, 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A field of the type double.
  mutating func add(_ number: Int, _ value: Double) {
    guard value.bitPattern != 0 else { return }
    key(number, 1)
    fixed(value.bitPattern)
  }

  /// A field of the type float in a `oneof`, which has its zeros written.
  mutating func add(_ number: Int, oneOf value: Float) {
    key(number, 5)
    fixed(value.bitPattern)
  }

  /// A field of the type string.
  mutating func add(_ number: Int, _ value: String) {
    guard !value.isEmpty else { return }
    add(number, bytes: Array(value.utf8))
  }

  /// A field of the type bytes that is one of several or repeated: it is written even where empty.
  mutating func add(_ number: Int, bytes value: [UInt8]) {
    key(number, 2)
    varint(UInt64(value.count))
    bytes += value
  }

  /// A field that is a message, filled by `fill`.
  mutating func add(_ number: Int, message fill: (inout WireMessage) -> Void) {
    add(number, bytes: WireMessage(fill).bytes)
  }

  /// A repeated field of the type double, packed.
  mutating func add(_ number: Int, packed values: [Double]) {
    guard !values.isEmpty else { return }
    key(number, 2)
    varint(UInt64(8 * values.count))
    for value in values { fixed(value.bitPattern) }
  }

  private mutating func key(_ number: Int, _ kind: Int) { varint(UInt64(number << 3 | kind)) }

  private mutating func varint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }

  private mutating func fixed(_ value: some FixedWidthInteger) {
    bytes += littleEndian(value)
  }
}

/// The bytes of a number, lowest first.
func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
