import CTorch

/// What can go wrong in tensor arithmetic.
public enum TorchError: Error, Equatable, CustomStringConvertible {
  /// libtorch refused `operation` on `tensors` (each as dtype and shape); `cause` is its own text.
  case operation(String, tensors: [String], cause: String)
  /// A tensor was asked for its elements as another type than it holds.
  case elementType(found: DType, asked: DType)
  /// `count` elements do not fill `shape`.
  case elementCount(count: Int, shape: [Int])
  /// A gradient was asked for where no backward pass has left one.
  case noGradient(shape: [Int])
  /// One value was asked of a tensor that holds `count`.
  case notOneElement(count: Int)
  /// libtorch made an element type that Spar does not know.
  case unknownDType(Int32)

  /// What was found, where, what was expected and what to do.
  public var description: String {
    switch self {
    case .operation(let name, let tensors, let cause):
      "\(name) on " + (tensors.isEmpty ? "no tensor" : tensors.joined(separator: ", "))
        + " failed: \(cause)"
    case .elementType(let found, let asked):
      "the tensor holds \(found), asked for was \(asked); convert it with `to(_:)` first"
    case .elementCount(let count, let shape):
      "\(count) elements do not fill the shape \(shape), which takes \(shape.reduce(1, *))"
    case .noGradient(let shape):
      "no backward pass has left a gradient at this tensor of shape \(shape); "
        + "require or keep its gradient before the forward pass"
    case .notOneElement(let count):
      "one value was asked of a tensor of \(count) elements"
    case .unknownDType(let raw):
      "libtorch made elements of its type \(raw), which Spar does not know"
    }
  }
}

/// Throws what libtorch said where `status` is not 0.
func check(
  _ status: ct_status, _ operation: String, _ tensors: @autoclosure () -> [Tensor?] = []
) throws {
  guard status != 0 else { return }
  let cause = String(cString: ct_error_message())
  throw TorchError.operation(operation, tensors: tensors().compactMap { $0?.summary }, cause: cause)
}
