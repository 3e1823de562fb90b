import Torch

/// One named step of a network.
public struct Stage<State: Flow> {
  /// The name recipes use, such as `layer2`.
  public let name: String
  /// The feature maps this stage leaves behind, which an adversary may move.
  public let features: WritableKeyPath<State, [Tensor]>
  /// Where what this stage leaves is kept for a later stage than the next, such as a decoder's; `nil`
  /// for most stages.
  public private(set) var skips: WritableKeyPath<State, [Tensor]>?
  /// The paths of the parameters made while this stage was built.
  public let parameters: [String]
  /// The multiply-adds of one forward pass, once `Network.measuringCost` has counted them.
  public internal(set) var multiplyAdds = 0.0
  /// Whether it takes no part in learning; see `Network.freezing`.
  public internal(set) var isFrozen = false
  /// The parameters themselves.
  let tensors: [Tensor]
  private let work: (State, Pass) throws -> State

  /// A stage whose parameters `build` takes from `scope`; what `build` returns is run on each pass.
  ///
  /// It must not change in place what it receives.
  public init(
    _ name: String, features: WritableKeyPath<State, [Tensor]>, _ scope: Scope,
    build: (Scope) throws -> (State, Pass) throws -> State
  ) rethrows {
    let before = scope.store.parameters.count
    self.name = name
    self.features = features
    work = try build(scope)
    let made = scope.store.parameters[before...]
    parameters = made.map(\.path)
    tensors = made.map(\.tensor)
  }

  /// The same stage, which also keeps its features at `skips` for a later stage.
  public func keeping(at skips: WritableKeyPath<State, [Tensor]>) -> Stage {
    var stage = self
    stage.skips = skips
    return stage
  }

  func run(_ state: State, _ pass: Pass) throws -> State {
    var next = try work(state, isFrozen ? pass.throughFrozen : pass)
    if let skips { next[keyPath: skips] = next[keyPath: features] }
    return next
  }
}
