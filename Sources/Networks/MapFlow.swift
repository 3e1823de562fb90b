import Torch

/// A state of feature maps that stages turn into others: what backbones are written for.
public protocol MapFlow: Flow {
  /// The feature maps so far, mostly one of `[N, C, H, W]`.
  var maps: [Tensor] { get set }
}

extension Stage where State: MapFlow {
  /// A stage that turns one feature map into the next.
  public init(
    _ name: String, _ scope: Scope,
    build: (Scope) throws -> (Tensor, Pass) throws -> Tensor
  ) rethrows {
    try self.init(name, features: \.maps, scope) { scope in
      let run = try build(scope)
      return { state, pass in
        var state = state
        state.maps = try state.maps.map { try run($0, pass) }
        return state
      }
    }
  }
}
