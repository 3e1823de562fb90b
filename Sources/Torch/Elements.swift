import CTorch

extension Tensor {
  /// `count` elements in the order of the last dimension first; all of them where no shape is
  /// given.
  ///
  /// - Throws: `TorchError.elementCount` where the elements do not fill the shape.
  public convenience init<Element: TensorElement>(
    _ elements: [Element], shape: [Int]? = nil, device: Device = .cpu
  ) throws {
    let shape = shape ?? [elements.count]
    guard shape.reduce(1, *) == elements.count else {
      throw TorchError.elementCount(count: elements.count, shape: shape)
    }
    let made = try elements.withUnsafeBytes {
      try Tensor.copying($0, shape: shape, dtype: Element.dtype, device: device)
    }
    self.init(owning: made)
  }

  /// One number, of shape `[]`.
  public convenience init(_ value: Double, dtype: DType = .float32, device: Device = .cpu) throws {
    self.init(owning: try Tensor.filled(value, shape: [], dtype: dtype, device: device))
  }

  /// Elements copied from `bytes`, in the machine's byte order, the last dimension first.
  ///
  /// - Throws: `TorchError.elementCount` where the bytes do not fill the shape.
  public convenience init(
    bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType, device: Device = .cpu
  ) throws {
    guard shape.reduce(1, *) * dtype.size == bytes.count else {
      throw TorchError.elementCount(count: bytes.count / dtype.size, shape: shape)
    }
    self.init(
      owning: try Tensor.copying(bytes, shape: shape, dtype: dtype, device: device))
  }

  /// Pictures as numbers 0...1, float32, of bytes 0...255 in the order of `shape`, `[N, C, H, W]`.
  ///
  /// They are what dividing by 255 gives, in the layout of `channelsLast()`, made in one go.
  ///
  /// - Throws: `TorchError.elementCount` where the bytes do not fill a shape of four sizes.
  public static func pictures(_ bytes: [UInt8], shape: [Int]) throws -> Tensor {
    guard shape.count == 4, shape.reduce(1, *) == bytes.count else {
      throw TorchError.elementCount(count: bytes.count, shape: shape)
    }
    return try bytes.withUnsafeBufferPointer { bytes in
      guard let first = bytes.baseAddress else { return try zeros(shape).channelsLast() }
      return try make("pictures \(shape)", []) { ct_pictures(first, shape, $0) }
    }
  }

  /// `shape` filled with 0.
  public static func zeros(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try full(0, shape, dtype: dtype, device: device)
  }

  /// `shape` filled with 1.
  public static func ones(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try full(1, shape, dtype: dtype, device: device)
  }

  /// `shape` filled with `value`.
  public static func full(
    _ value: Double, _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    Tensor(owning: try filled(value, shape: shape, dtype: dtype, device: device))
  }

  /// Zeros of the shape, type, place and layout of `model`.
  public static func zeros(like model: Tensor) throws -> Tensor {
    try make("zeros like", [model]) { ct_zeros_like(model.handle, $0) }
  }

  /// The elements in the order of the last dimension first.
  ///
  /// - Throws: `TorchError.elementType` where the tensor holds another type.
  public func elements<Element: TensorElement>(_ type: Element.Type = Element.self) throws
    -> [Element]
  {
    guard try dtype == Element.dtype else {
      throw TorchError.elementType(found: try dtype, asked: Element.dtype)
    }
    let count = count
    return try [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      let room = UnsafeMutableRawBufferPointer(buffer)
      try copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: room[..<(count * dtype.size)]))
      filled = count
    }
  }

  /// The elements' bytes, in the machine's order, the last dimension first.
  public func bytes() throws -> [UInt8] {
    let size = try count * dtype.size
    return try [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      let room = UnsafeMutableRawBufferPointer(buffer)
      try copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: room[..<size]))
      filled = size
    }
  }

  /// The value of a tensor of one element.
  ///
  /// - Throws: `TorchError.notOneElement` where it holds none or several.
  public func item() throws -> Double {
    guard count == 1 else { throw TorchError.notOneElement(count: count) }
    var value = 0.0
    try check(ct_item(handle, &value), "item", [self])
    return value
  }

  /// The same numbers as another type; `self` where it has that type.
  public func to(_ dtype: DType) throws -> Tensor {
    try to(dtype: dtype, device: device)
  }

  /// The same numbers on another device; `self`'s elements where it is there.
  public func to(_ device: Device) throws -> Tensor {
    try to(dtype: dtype, device: device)
  }

  /// The same numbers as another type on another device.
  public func to(dtype: DType, device: Device) throws -> Tensor {
    if try dtype == self.dtype, device == self.device { return self }
    return try Tensor.make("to", [self]) {
      ct_to(handle, dtype.rawValue, device.kind.rawValue, device.cIndex, $0)
    }
  }

  /// The same maps, `[N, C, H, W]`, with the channels of each pixel side by side in memory.
  ///
  /// Shape and elements are the same; convolutions on a CPU with wide vectors are faster so.
  public func channelsLast() throws -> Tensor {
    try Tensor.make("channels last", [self]) { ct_channels_last(handle, $0) }
  }

  /// Whether these are maps, `[N, C, H, W]`, that lie as `channelsLast()` would lay them.
  public var isChannelsLast: Bool { ct_is_channels_last(handle) }

  private func copyBytes(to room: UnsafeMutableRawBufferPointer) throws {
    guard let base = room.baseAddress, room.count > 0 else { return }
    try check(ct_to_bytes(handle, base, room.count), "copy to bytes", [self])
  }

  private static func filled(
    _ value: Double, shape: [Int], dtype: DType, device: Device
  ) throws -> ct_tensor {
    try made("full \(shape)") {
      ct_full(
        shape, shape.count, value, dtype.rawValue, device.kind.rawValue, device.cIndex, &$0)
    }
  }

  private static func copying(
    _ bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType, device: Device
  ) throws -> ct_tensor {
    try withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { nothing in
      guard let start = bytes.baseAddress ?? UnsafeRawPointer(nothing.baseAddress) else {
        throw TorchError.elementCount(count: 0, shape: shape)
      }
      return try made("copy from bytes \(shape)") {
        ct_from_bytes(
          start, shape, shape.count, dtype.rawValue, device.kind.rawValue, device.cIndex, &$0)
      }
    }
  }

  private static func made(
    _ operation: String, _ call: (inout ct_tensor?) -> ct_status
  ) throws -> ct_tensor {
    var result: ct_tensor?
    try check(call(&result), operation)
    guard let result else {
      throw TorchError.operation(operation, tensors: [], cause: "libtorch returned no tensor")
    }
    return result
  }
}
