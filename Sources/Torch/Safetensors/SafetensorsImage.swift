/// Tensors copied into memory of their own, which any thread may write to a safetensors file.
///
/// The tensors may change meanwhile: the file has them as they were.
public struct SafetensorsImage: Sendable {
  private let entries: [SafetensorsEntry]
  private let bytes: [String: [UInt8]]

  /// Copies `tensors`, from whichever device they are on.
  ///
  /// - Throws: `SafetensorsError.noCounterpart` where a tensor's type has no place in a file.
  public init(_ tensors: [String: Tensor]) throws {
    entries = try tensors.map { name, tensor in
      guard let dtype = try SafetensorsDType(tensor.dtype) else {
        throw SafetensorsError.noCounterpart(
          file: "a checkpoint", tensor: name, dtype: "\(try tensor.dtype)")
      }
      return SafetensorsEntry(name: name, dtype: dtype, shape: tensor.shape)
    }
    bytes = try tensors.mapValues { try $0.bytes() }
  }

  /// Writes the file as `save` does, beside its place first; `flushed` waits for the disk.
  ///
  /// - Throws: `SafetensorsError`.
  public func write(
    to path: String, metadata: [String: String]? = nil, flushed: Bool = false
  ) throws {
    try writeSafetensors(to: path, entries: entries, metadata: metadata, flushed: flushed) {
      name, write in
      if let bytes = bytes[name] { try bytes.withUnsafeBytes { try write($0) } }
    }
  }
}
