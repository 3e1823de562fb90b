import CTorch

/// Where a batch norm takes the mean and variance of each channel from; both are `[C]`.
public enum NormStatistics {
  /// The batch.
  case batch
  /// The batch, towards whose mean and unbiased variance two averages are moved, in place, by
  /// `momentum`, 0...1.
  case batchMoving(mean: Tensor, variance: Tensor, momentum: Double)
  /// These, which stay as they are.
  case stored(mean: Tensor, variance: Tensor)
}

/// What follows a layer in the same operation.
public enum Activation: Sendable, Hashable {
  /// Nothing.
  case none
  /// The larger of each element and 0.
  case relu
  /// Each element, 0...6 (Sandler et al., 2018).
  case relu6
  /// Each element times its sigmoid: swish (Ramachandran et al., 2017).
  case silu

  /// The activation by itself.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    switch self {
    case .none: x
    case .relu: try x.relu()
    case .relu6: try x.hardtanh(0, maxVal: 6)
    case .silu: try x.silu()
    }
  }

  fileprivate var code: ct_activation {
    switch self {
    case .none: ct_no_activation
    case .relu: ct_relu
    case .relu6: ct_relu6
    case .silu: ct_silu
    }
  }
}

/// A batch norm and what follows it in the same operation.
public struct FusedNorm {
  /// The scale of each channel, `[C]`.
  public let weight: Tensor
  /// The shift of each channel, `[C]`.
  public let bias: Tensor
  /// Where mean and variance come from.
  public let statistics: NormStatistics
  /// What is added to the variance.
  public let epsilon: Double
  /// What follows at last.
  public let activation: Activation
  /// Whether the result has the type of `weight` rather than that of the maps.
  public let widened: Bool

  /// A norm by `weight` and `bias`, of one type, and what follows it.
  public init(
    weight: Tensor, bias: Tensor, by statistics: NormStatistics, epsilon: Double,
    then activation: Activation = .none, widened: Bool = false
  ) {
    self.weight = weight
    self.bias = bias
    self.statistics = statistics
    self.epsilon = epsilon
    self.activation = activation
    self.widened = widened
  }

  /// `x`, `[N, C, H, W]`, normalized, plus `skip` of the same shape, then the activation.
  ///
  /// As `torch.nn.functional.batch_norm`, `+` and the activation one after another (Ioffe and
  /// Szegedy, 2015), rounded once at the end instead of after each. On the CPU, channels-last maps in
  /// float32, float64, or bfloat16 with float32 parameters are read and written once where those
  /// operations do it three times, forward and back; others, and relu6 or swish behind an addition,
  /// go through libtorch's operations. Sums do not
  /// depend on the number of threads. There are no second derivatives.
  public func callAsFunction(_ x: Tensor, adding skip: Tensor? = nil) throws -> Tensor {
    try results(x, skip, count: 1)[0]
  }

  /// The same result twice, for two who read it: the gradients that reach the two tensors, which
  /// share their memory, are summed in this operation's backward pass rather than before it.
  public func twice(_ x: Tensor, adding skip: Tensor? = nil) throws -> (Tensor, Tensor) {
    let results = try results(x, skip, count: 2)
    return (results[0], results[1])
  }

  private func results(_ x: Tensor, _ skip: Tensor?, count: Int) throws -> [Tensor] {
    var averages: (mean: Tensor?, variance: Tensor?) = (nil, nil)
    var momentum = 0.0
    var isOfBatch = true
    switch statistics {
    case .batch: break
    case .batchMoving(let mean, let variance, let share):
      averages = (mean, variance)
      momentum = share
    case .stored(let mean, let variance):
      averages = (mean, variance)
      isOfBatch = false
    }
    return try Tensor.makeAll("batch norm", count, [x, weight, bias, skip]) {
      ct_norm(
        x.handle, weight.handle, bias.handle, skip?.handle, averages.mean?.handle,
        averages.variance?.handle, isOfBatch, momentum, epsilon, activation.code, widened, $0,
        count)
    }
  }
}
