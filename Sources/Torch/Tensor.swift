import CTorch

/// Numbers in a rectangular array, on some device, perhaps part of a gradient graph.
///
/// A handle: copies of the reference see the same elements. Not `Sendable`: one thread makes all
/// tensor calls.
public final class Tensor {
  let handle: ct_tensor

  /// Takes over a reference that libtorch gave away.
  init(owning handle: ct_tensor) {
    self.handle = handle
  }

  deinit {
    ct_release(handle)
  }

  /// The extent of every dimension, `[N, C, H, W]` for pictures.
  public var shape: [Int] {
    (0..<ct_dimensions(handle)).map { ct_size(handle, $0) }
  }

  /// How many elements there are.
  public var count: Int { shape.reduce(1, *) }

  /// The type of the elements.
  public var dtype: DType {
    get throws {
      let raw = ct_dtype(handle)
      guard let dtype = DType(rawValue: raw) else { throw TorchError.unknownDType(raw) }
      return dtype
    }
  }

  /// Where the elements are.
  public var device: Device {
    var kind: Int32 = 0
    var index: Int32 = -1
    ct_device(handle, &kind, &index)
    return Device(kind: Device.Kind(rawValue: kind) ?? .cpu, index: index < 0 ? nil : Int(index))
  }

  /// A number that grows each time the elements are changed in place.
  public var version: Int { ct_version(handle) }

  /// The type and shape, for messages: `float32 [2, 3]`.
  public var summary: String {
    let dtype = DType(rawValue: ct_dtype(handle)).map(String.init(describing:)) ?? "unknown"
    return "\(dtype) \(shape)"
  }
}

extension Tensor {
  /// The tensor that `call` leaves behind.
  static func make(
    _ operation: String, _ tensors: @autoclosure () -> [Tensor?],
    _ call: (UnsafeMutablePointer<ct_tensor?>) -> ct_status
  ) throws -> Tensor {
    var result: ct_tensor?
    try check(call(&result), operation, tensors())
    guard let result else {
      throw TorchError.operation(
        operation, tensors: tensors().compactMap { $0?.summary },
        cause: "libtorch returned no tensor")
    }
    return Tensor(owning: result)
  }

  /// The `count` tensors that `call` leaves behind.
  static func makeAll(
    _ operation: String, _ count: Int, _ tensors: @autoclosure () -> [Tensor?],
    _ call: (UnsafeMutablePointer<ct_tensor?>) -> ct_status
  ) throws -> [Tensor] {
    var results = [ct_tensor?](repeating: nil, count: count)
    try results.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      try check(call(base), operation, tensors())
    }
    let made = results.compactMap { $0.map(Tensor.init(owning:)) }
    guard made.count == count else {
      throw TorchError.operation(
        operation, tensors: tensors().compactMap { $0?.summary },
        cause: "libtorch returned \(made.count) tensors of \(count)")
    }
    return made
  }

  /// Runs a call that leaves nothing behind.
  static func perform(
    _ operation: String, _ tensors: @autoclosure () -> [Tensor?], _ call: () -> ct_status
  ) throws {
    try check(call(), operation, tensors())
  }
}
