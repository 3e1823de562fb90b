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
}

extension Tensor {
  /// Batch norm, `[N, C, H, W]`, plus `skip` of the same shape, then `activation`.
  ///
  /// `weight` and `bias` are `[C]`. The result has the type of this tensor or, where `widened`, that
  /// of `weight`. As `torch.nn.functional.batch_norm`, `+` and `relu` one after another (Ioffe and
  /// Szegedy, 2015), rounded once at the end instead of after each. On the CPU, channels-last maps
  /// in float32, float64, or bfloat16 with float32 parameters are read and written once where those
  /// operations do it three times, forward and back; others go through libtorch's operations.
  /// Batch statistics are summed in an order that does not depend on the number of threads.
  ///
  /// There are no second derivatives.
  public func batchNormalized(
    weight: Tensor, bias: Tensor, by statistics: NormStatistics, epsilon: Double,
    adding skip: Tensor? = nil, then activation: Activation = .none, widened: Bool = false
  ) throws -> Tensor {
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
    return try Tensor.make("batch norm", [self, weight, bias, skip]) {
      ct_norm(
        handle, weight.handle, bias.handle, skip?.handle, averages.mean?.handle,
        averages.variance?.handle, isOfBatch, momentum, epsilon, activation == .relu, widened, $0)
    }
  }
}
