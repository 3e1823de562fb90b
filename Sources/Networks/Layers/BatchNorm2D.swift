import Torch

/// Batch normalization, as `torch.nn.BatchNorm2d`, with any number of branches.
///
/// The main branch has the norm's own names; auxiliary branch `i` is at `aux_bn.<i>`, so that a
/// checkpoint without `aux_bn` is a plain one (Ioffe and Szegedy, 2015; Xie et al., 2020, section
/// 4).
public struct BatchNorm2D {
  private let main: Branch
  private let auxiliary: [Branch]
  private let path: String
  private let momentum: Double
  private let epsilon: Double

  /// Normalizes `channels` maps.
  ///
  /// Running averages move by `momentum` towards each batch; the running variance is the unbiased
  /// one. There are as many auxiliary branches as the scope's store says.
  public init(
    _ channels: Int, momentum: Double = 0.1, epsilon: Double = 1e-5, _ scope: Scope
  ) throws {
    main = try Branch(channels, scope)
    auxiliary = try (0..<scope.store.auxiliaryBranches).map {
      try Branch(channels, scope / "aux_bn" / $0)
    }
    path = scope.path
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// `[N, channels, H, W]`, normalized by the statistics that `pass` names, plus `skip` of the same
  /// shape, then `activation`: one operation on the CPU.
  ///
  /// `widened`: in the type of the parameters, even where the maps came in a shorter one.
  ///
  /// - Throws: `NetworkError.tooFewValues`, `NetworkError.noBranch`.
  public func callAsFunction(
    _ x: Tensor, _ pass: Pass, adding skip: Tensor? = nil, then activation: Activation = .none,
    widened: Bool = false
  ) throws -> Tensor {
    try norm(of: x, pass, activation, widened: widened)(x, adding: skip)
  }

  /// The same, as two tensors of the same memory for two who read it: cheaper on the way back.
  ///
  /// - Throws: `NetworkError.tooFewValues`, `NetworkError.noBranch`.
  public func twice(
    _ x: Tensor, _ pass: Pass, adding skip: Tensor? = nil, then activation: Activation = .none,
    widened: Bool = false
  ) throws -> (Tensor, Tensor) {
    try norm(of: x, pass, activation, widened: widened).twice(x, adding: skip)
  }

  /// The operation that a pass asks for; counts the batch where it moves the averages.
  private func norm(
    of x: Tensor, _ pass: Pass, _ activation: Activation, widened: Bool
  ) throws -> FusedNorm {
    let branch = try branch(pass.branch)
    if pass.statistics != .stored {
      let shape = x.shape
      guard shape.reduce(1, *) > branch.channels else {
        throw NetworkError.tooFewValues(layer: path, shape: shape)
      }
    }
    if pass.statistics == .batchAndUpdate { try branch.batches.addInPlace(1) }
    return FusedNorm(
      weight: branch.weight, bias: branch.bias, by: statistics(pass.statistics, of: branch),
      epsilon: epsilon, then: activation, widened: widened)
  }

  private func statistics(_ statistics: Pass.Statistics, of branch: Branch) -> NormStatistics {
    switch statistics {
    case .stored: .stored(mean: branch.mean, variance: branch.variance)
    case .batch: .batch
    case .batchAndUpdate:
      .batchMoving(mean: branch.mean, variance: branch.variance, momentum: momentum)
    }
  }

  private func branch(_ branch: Pass.Branch) throws -> Branch {
    switch branch {
    case .main: return main
    case .auxiliary(let index):
      guard auxiliary.indices.contains(index) else {
        throw NetworkError.noBranch(index, layer: path, count: auxiliary.count)
      }
      return auxiliary[index]
    }
  }

  /// One set of scale, shift and running averages.
  private struct Branch {
    let channels: Int
    let weight: Tensor
    let bias: Tensor
    let mean: Tensor
    let variance: Tensor
    let batches: Tensor

    init(_ channels: Int, _ scope: Scope) throws {
      self.channels = channels
      weight = try scope.parameter("weight", [channels], .constant(1))
      bias = try scope.parameter("bias", [channels], .constant(0))
      mean = try scope.buffer("running_mean", [channels], filledWith: 0)
      variance = try scope.buffer("running_var", [channels], filledWith: 1)
      batches = try scope.buffer(
        "num_batches_tracked", [], filledWith: 0, dtype: .int64, optional: true)
    }
  }
}
