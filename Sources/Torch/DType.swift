import CTorch

/// The type of a tensor's elements; the raw value is libtorch's `ScalarType`.
public enum DType: Int32, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case uint8 = 0
  case int8 = 1
  case int16 = 2
  case int32 = 3
  case int64 = 4
  case float16 = 5
  case float32 = 6
  case float64 = 7
  case complex64 = 9
  case complex128 = 10
  case bool = 11
  case bfloat16 = 15
  case float8e5m2 = 23
  case float8e4m3fn = 24
  case float8e5m2fnuz = 25
  case float8e4m3fnuz = 26
  case uint16 = 27
  case uint32 = 28
  case uint64 = 29
  case float8e8m0fnu = 44

  /// How many bytes one element takes.
  public var size: Int { ct_element_size(rawValue) }

  /// Whether elements are real numbers with a fraction, such as gradients need.
  public var isFloating: Bool {
    switch self {
    case .float16, .float32, .float64, .bfloat16, .float8e5m2, .float8e4m3fn, .float8e5m2fnuz,
      .float8e4m3fnuz, .float8e8m0fnu:
      true
    default: false
    }
  }

  /// The name as PyTorch spells it, such as `float32`.
  public var description: String {
    switch self {
    case .float8e5m2: "float8_e5m2"
    case .float8e4m3fn: "float8_e4m3fn"
    case .float8e5m2fnuz: "float8_e5m2fnuz"
    case .float8e4m3fnuz: "float8_e4m3fnuz"
    case .float8e8m0fnu: "float8_e8m0fnu"
    case .uint8: "uint8"
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .float16: "float16"
    case .float32: "float32"
    case .float64: "float64"
    case .complex64: "complex64"
    case .complex128: "complex128"
    case .bool: "bool"
    case .bfloat16: "bfloat16"
    case .uint16: "uint16"
    case .uint32: "uint32"
    case .uint64: "uint64"
    }
  }
}

/// A Swift type whose values a tensor can hold.
public protocol TensorElement: Sendable {
  /// The tensor's type for such elements.
  static var dtype: DType { get }
}

extension UInt8: TensorElement {
  /// `uint8`.
  public static var dtype: DType { .uint8 }
}

extension Int8: TensorElement {
  /// `int8`.
  public static var dtype: DType { .int8 }
}

extension Int16: TensorElement {
  /// `int16`.
  public static var dtype: DType { .int16 }
}

extension Int32: TensorElement {
  /// `int32`.
  public static var dtype: DType { .int32 }
}

extension Int64: TensorElement {
  /// `int64`.
  public static var dtype: DType { .int64 }
}

extension Int: TensorElement {
  /// `int64`.
  public static var dtype: DType { .int64 }
}

extension UInt16: TensorElement {
  /// `uint16`.
  public static var dtype: DType { .uint16 }
}

extension UInt32: TensorElement {
  /// `uint32`.
  public static var dtype: DType { .uint32 }
}

extension UInt64: TensorElement {
  /// `uint64`.
  public static var dtype: DType { .uint64 }
}

extension Float: TensorElement {
  /// `float32`.
  public static var dtype: DType { .float32 }
}

extension Double: TensorElement {
  /// `float64`.
  public static var dtype: DType { .float64 }
}

extension Bool: TensorElement {
  /// `bool`.
  public static var dtype: DType { .bool }
}
