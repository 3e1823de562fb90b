import CTorch

/// The gradient of the sum of `objective`'s elements at each of `leaves`, without touching any
/// parameter's own gradient.
///
/// - Throws: `TorchError.noGradient` where the objective does not depend on a leaf.
public func gradients(of objective: Tensor, at leaves: [Tensor]) throws -> [Tensor] {
  var found = [ct_tensor?](repeating: nil, count: leaves.count)
  let handles = leaves.map(\.handle)
  let status = found.withUnsafeMutableBufferPointer { found -> ct_status in
    guard let results = found.baseAddress else { return 0 }
    return withUnsafePointer(to: objective.handle) {
      ct_gradients($0, 1, handles, handles.count, false, results)
    }
  }
  try check(status, "gradients", [objective] + leaves)
  let owned = found.map { $0.map(Tensor.init(owning:)) }
  return try zip(owned, leaves).map { gradient, leaf in
    guard let gradient else { throw TorchError.noGradient(shape: leaf.shape) }
    return gradient
  }
}

/// Runs `work` without recording a gradient graph.
///
/// Nothing in it may suspend: the choice belongs to the thread.
public func withoutGradients<Result>(_ work: () throws -> Result) rethrows -> Result {
  let before = ct_set_recording(false)
  defer { _ = ct_set_recording(before) }
  return try work()
}

/// Runs `work` with matrix products and convolutions in `dtype`; `nil` changes nothing.
///
/// Parameters stay as they are; their rounded copies are dropped at the end. Nothing in it may
/// suspend.
public func withAutocast<Result>(
  to dtype: DType?, on device: Device, _ work: () throws -> Result
) throws -> Result {
  guard let dtype else { return try work() }
  let kind = device.kind.rawValue
  var wasEnabled = false
  var before: Int32 = 0
  try check(
    ct_set_autocast(true, dtype.rawValue, kind, &wasEnabled, &before), "autocast to \(dtype)")
  defer {
    var ignored = (false, Int32(0))
    _ = ct_set_autocast(wasEnabled, before, kind, &ignored.0, &ignored.1)
    if !wasEnabled { ct_clear_autocast_cache() }
  }
  return try work()
}

extension Tensor {
  /// Whether operations on this tensor are recorded for a backward pass.
  public var requiresGradient: Bool { ct_requires_gradient(handle) }

  /// Whether this tensor is where a gradient graph begins.
  public var isLeaf: Bool { ct_is_leaf(handle) }

  /// Sets whether operations on this leaf are recorded for a backward pass.
  public func setRequiresGradient(_ required: Bool) throws {
    try check(ct_require_gradient(handle, required), "set require gradient", [self])
  }

  /// The same elements as a new leaf whose gradient is wanted.
  public func requiringGradient() throws -> Tensor {
    let leaf = try detach()
    try check(ct_require_gradient(leaf.handle, true), "require gradient", [leaf])
    return leaf
  }

  /// This tensor, keeping the gradient that will pass through it; a new leaf with the same elements
  /// where it has no graph.
  public func keepingGradient() throws -> Tensor {
    guard requiresGradient else { return try requiringGradient() }
    try check(ct_keep_gradient(handle), "keep gradient", [self])
    return self
  }

  /// These maps, `[N, C, H, W]`, whose gradients, where there are any, will be laid channels last.
  ///
  /// For operations whose way back is slow from a part of maps, as a concatenation's gradients are.
  public func gradientsChannelsLast() throws -> Tensor {
    guard requiresGradient else { return self }
    try check(ct_gradient_channels_last(handle), "gradients channels last", [self])
    return self
  }

  /// Adds this tensor's gradients to all parameters and kept tensors in its graph.
  ///
  /// `keepingGraph` leaves the graph for another backward pass.
  public func backward(keepingGraph: Bool = false) throws {
    try check(ct_backward(handle, keepingGraph), "backward", [self])
  }

  /// Adds gradients to all parameters and kept tensors in the graphs of `ends`, in one way back from
  /// all of them, of which each has the gradient beside it.
  public static func backward(from ends: [(end: Tensor, slope: Tensor)]) throws {
    guard !ends.isEmpty else { return }
    try check(
      ct_backward_from(ends.map(\.end.handle), ends.map(\.slope.handle), ends.count),
      "backward", ends.map(\.end))
  }

  /// The gradient that backward passes have left here.
  ///
  /// - Throws: `TorchError.noGradient` where there is none.
  public func gradient() throws -> Tensor {
    guard let gradient = try gradientIfAny() else { throw TorchError.noGradient(shape: shape) }
    return gradient
  }

  /// The gradient that backward passes have left here, or `nil`.
  public func gradientIfAny() throws -> Tensor? {
    var result: ct_tensor?
    try check(ct_gradient(handle, &result), "gradient", [self])
    return result.map(Tensor.init(owning:))
  }

  /// Replaces the gradient kept here; `nil` forgets it.
  public func setGradient(_ gradient: Tensor?) throws {
    try check(ct_set_gradient(handle, gradient?.handle), "set gradient", [self])
  }
}
