import CTorch

extension Tensor {
  /// A view of `shape` and `strides`, in elements, of the memory at `place`, which `owner` keeps.
  ///
  /// Nothing is copied; `owner` lives as long as a tensor sees its memory, of any kind of views.
  static func viewing(
    _ place: UnsafeRawPointer, of owner: AnyObject, shape: [Int], strides: [Int], dtype: DType
  ) throws -> Tensor {
    let held = Unmanaged.passRetained(owner).toOpaque()
    return try make("view", []) { result in
      ct_from_memory(
        place, shape, strides, shape.count, dtype.rawValue, held,
        { owner in owner.map { Unmanaged<AnyObject>.fromOpaque($0).release() } }, &result.pointee)
    }
  }
}

/// The strides, in elements, of a tensor of `shape` whose elements follow one another.
func rowMajorStrides(_ shape: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.reversed().dropFirst() {
    strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1)
  }
  return strides
}
