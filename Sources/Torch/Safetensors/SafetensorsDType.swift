/// The element types that safetensors 0.8 and torch 2.13 share; the raw value is the header's word.
///
/// They are declared, and compare, in the order of the reference implementation, which lays the
/// tensors of a file out from the last type to the first. The two six-bit types of the format have
/// no counterpart in torch and are unknown here.
public enum SafetensorsDType: String, Sendable, CaseIterable {
  /// One byte, 0 or 1.
  case bool = "BOOL"
  /// Four bits, E2M1, two to a byte.
  ///
  /// A header's shape counts elements; torch's `float4_e2m1fn_x2` counts pairs along the last axis,
  /// so `[2, 8]` in a file is `[2, 4]` in torch. The whole tensor must fill its bytes.
  case float4E2M1 = "F4"
  /// An unsigned byte.
  case uint8 = "U8"
  /// A signed byte.
  case int8 = "I8"
  /// Eight bits, five of exponent (torch's `float8_e5m2`).
  case float8E5M2 = "F8_E5M2"
  /// Eight bits, four of exponent, no infinities (torch's `float8_e4m3fn`).
  case float8E4M3 = "F8_E4M3"
  /// Eight bits of exponent: a power of two (torch's `float8_e8m0fnu`).
  case float8E8M0 = "F8_E8M0"
  /// Eight bits, four of exponent, no infinities and no negative zero.
  case float8E4M3FNUZ = "F8_E4M3FNUZ"
  /// Eight bits, five of exponent, no infinities and no negative zero.
  case float8E5M2FNUZ = "F8_E5M2FNUZ"
  /// A signed integer of 16 bits.
  case int16 = "I16"
  /// An unsigned integer of 16 bits.
  case uint16 = "U16"
  /// IEEE half precision.
  case float16 = "F16"
  /// The upper half of a float32.
  case bfloat16 = "BF16"
  /// A signed integer of 32 bits.
  case int32 = "I32"
  /// An unsigned integer of 32 bits.
  case uint32 = "U32"
  /// IEEE single precision.
  case float32 = "F32"
  /// Two float32: the real part, then the imaginary part.
  case complex64 = "C64"
  /// IEEE double precision.
  case float64 = "F64"
  /// A signed integer of 64 bits.
  case int64 = "I64"
  /// An unsigned integer of 64 bits.
  case uint64 = "U64"

  /// The size of one element, in bits.
  public var bitsPerElement: Int {
    switch self {
    case .float4E2M1: 4
    case .bool, .uint8, .int8: 8
    case .float8E5M2, .float8E4M3, .float8E8M0, .float8E4M3FNUZ, .float8E5M2FNUZ: 8
    case .int16, .uint16, .float16, .bfloat16: 16
    case .int32, .uint32, .float32: 32
    case .complex64, .float64, .int64, .uint64: 64
    }
  }
}

extension SafetensorsDType: Comparable {
  /// Whether `left` comes before `right` in the reference implementation's list of types.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private static let ranks = Dictionary(
    uniqueKeysWithValues: zip(allCases, allCases.indices))

  private var rank: Int { Self.ranks[self, default: 0] }
}
