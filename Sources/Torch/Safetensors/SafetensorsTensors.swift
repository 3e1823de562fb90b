/// Every tensor of the safetensors file at `path`, copied, by name.
///
/// - Throws: `SafetensorsError` where the file is not whole, or holds a type Spar has no tensor
///   for.
public func loadTensors(from path: String) throws -> [String: Tensor] {
  let file = try SafetensorsFile(path)
  var tensors: [String: Tensor] = [:]
  for name in file.names { tensors[name] = try file.tensor(name) }
  return tensors
}

/// Writes `tensors` to a safetensors file at `path`, beside its place first; `flushed` waits for
/// the disk.
///
/// - Throws: `SafetensorsError` where it cannot be written or a tensor's type has no place in it.
public func save(
  _ tensors: [String: Tensor], metadata: [String: String]? = nil, to path: String,
  flushed: Bool = false
) throws {
  let entries = try tensors.map { name, tensor in
    guard let dtype = try SafetensorsDType(tensor.dtype) else {
      throw SafetensorsError.noCounterpart(
        file: path, tensor: name, dtype: "\(try tensor.dtype)")
    }
    return SafetensorsEntry(name: name, dtype: dtype, shape: tensor.shape)
  }
  try writeSafetensors(to: path, entries: entries, metadata: metadata, flushed: flushed) {
    name, write in
    if let tensor = tensors[name] { try tensor.bytes().withUnsafeBytes { try write($0) } }
  }
}

extension SafetensorsFile {
  /// A copy of the tensor called `name`, on the CPU.
  ///
  /// - Throws: `SafetensorsError.noTensor`, `.noCounterpart` for a type Spar has no tensor for, or
  ///   `.sizeOverflows` for one without elements whose lengths no tensor can have.
  public func tensor(_ name: String) throws -> Tensor {
    let entry = try entry(name)
    let dtype = try tensorType(of: entry)
    return try withBytes(of: name) { try Tensor(bytes: $0, shape: entry.shape, dtype: dtype) }
  }

  /// The tensor called `name`: a view of the mapped file, or of a copy where elements lie aslant.
  ///
  /// Written to, it changes by itself, the file never.
  ///
  /// - Throws: as `tensor` does.
  public func mappedTensor(_ name: String) throws -> Tensor {
    let entry = try entry(name)
    let dtype = try tensorType(of: entry)
    let range = try byteRange(of: name)
    guard !range.isEmpty else { return try .zeros(entry.shape, dtype: dtype) }
    return try mapping.view(
      range, shape: entry.shape, strides: rowMajorStrides(entry.shape), dtype: dtype)
  }

  /// The tensor type of an entry that a tensor can be made of.
  private func tensorType(of entry: SafetensorsEntry) throws -> DType {
    guard let dtype = DType(entry.dtype) else {
      throw SafetensorsError.noCounterpart(
        file: path, tensor: entry.name, dtype: entry.dtype.rawValue)
    }
    // Torch multiplies the inner lengths even where an outer one is 0.
    var size = 1
    let overflows = entry.shape.dropFirst().contains { length in
      let product = size.multipliedReportingOverflow(by: max(length, 1))
      size = product.partialValue
      return product.overflow
    }
    guard !overflows else {
      throw SafetensorsError.sizeOverflows(
        file: path, tensor: entry.name, dtype: entry.dtype, shape: entry.shape)
    }
    return dtype
  }
}

extension SafetensorsDType {
  /// The file's word for a tensor's type; `nil` where it has none.
  public init?(_ dtype: DType) {
    guard let pair = Self.counterparts.first(where: { $0.1 == dtype }) else { return nil }
    self = pair.0
  }

  fileprivate static let counterparts: [(SafetensorsDType, DType)] = [
    (.bool, .bool), (.uint8, .uint8), (.int8, .int8), (.float8E5M2, .float8e5m2),
    (.float8E4M3, .float8e4m3fn), (.float8E8M0, .float8e8m0fnu),
    (.float8E4M3FNUZ, .float8e4m3fnuz), (.float8E5M2FNUZ, .float8e5m2fnuz), (.int16, .int16),
    (.uint16, .uint16), (.float16, .float16), (.bfloat16, .bfloat16), (.int32, .int32),
    (.uint32, .uint32), (.float32, .float32), (.complex64, .complex64), (.float64, .float64),
    (.int64, .int64), (.uint64, .uint64),
  ]
}

extension DType {
  /// The tensor type of a file's word; `nil` for packed four-bit numbers, which have none here.
  public init?(_ dtype: SafetensorsDType) {
    guard let pair = SafetensorsDType.counterparts.first(where: { $0.0 == dtype }) else {
      return nil
    }
    self = pair.1
  }
}
