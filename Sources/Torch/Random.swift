import CTorch
import Randomness

/// Random tensors. The elements depend on seed, shape and kind of device only, not on threads.
///
/// On the CPU libtorch's generator reads the lower 32 bits of the seed.
extension Tensor {
  /// Normally distributed elements.
  public static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1, seed: Seed,
    dtype: DType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try make("normal \(shape)", []) {
      ct_normal(
        shape, shape.count, mean, deviation, seed.value, dtype.rawValue, device.kind.rawValue,
        device.cIndex, $0)
    }
  }

  /// Elements spread evenly over `range`.
  public static func uniform(
    _ shape: [Int], in range: ClosedRange<Double> = 0...1, seed: Seed,
    dtype: DType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try make("uniform \(shape)", []) {
      ct_uniform(
        shape, shape.count, range.lowerBound, range.upperBound, seed.value, dtype.rawValue,
        device.kind.rawValue, device.cIndex, $0)
    }
  }

  /// Ones with the given probability, zeros otherwise.
  public static func bernoulli(
    _ shape: [Int], probability: Double, seed: Seed, dtype: DType = .float32,
    device: Device = .cpu
  ) throws -> Tensor {
    try make("bernoulli \(shape)", []) {
      ct_bernoulli(
        shape, shape.count, probability, seed.value, dtype.rawValue, device.kind.rawValue,
        device.cIndex, $0)
    }
  }
}
