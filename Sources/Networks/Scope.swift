import Torch

/// A path in the store of a network's parameters; the full path is the name in checkpoints.
public struct Scope {
  /// Where parameters are kept.
  public let store: ParameterStore
  /// The path so far, such as `layer1.0.conv1`; empty at the root.
  public let path: String

  /// The root of `store`.
  public init(_ store: ParameterStore) {
    self.store = store
    path = ""
  }

  private init(_ store: ParameterStore, path: String) {
    self.store = store
    self.path = path
  }

  /// The place called `name` below `scope`.
  public static func / (scope: Scope, name: String) -> Scope {
    Scope(scope.store, path: scope.path.isEmpty ? name : scope.path + "." + name)
  }

  /// The place numbered `number` below `scope`.
  public static func / (scope: Scope, number: Int) -> Scope { scope / String(number) }

  /// The trained tensor `name` here: from the weights given, or from `initializer`.
  public func parameter(
    _ name: String, _ shape: [Int], _ initializer: Initializer
  ) throws -> Tensor {
    try store.parameter((self / name).path, shape, initializer)
  }

  /// The tensor `name` here that is saved but not trained, filled with `value` at first.
  ///
  /// An `optional` one may be missing from the weights given. `dtype` is the network's by default.
  public func buffer(
    _ name: String, _ shape: [Int], filledWith value: Double, dtype: DType? = nil,
    optional: Bool = false
  ) throws -> Tensor {
    try store.buffer(
      (self / name).path, shape, value: value, dtype: dtype ?? store.precision.storage,
      optional: optional)
  }
}
