import Torch

/// The first arithmetic on pictures: each channel minus its mean, divided by its deviation.
public struct Normalization: Sendable, Hashable {
  /// The mean of each channel, of pictures in 0...1.
  public var mean: [Double]
  /// The standard deviation of each channel.
  public var deviation: [Double]

  /// Channel by channel; both lists are as long as pictures have channels.
  public init(mean: [Double], deviation: [Double]) {
    precondition(mean.count == deviation.count, "a mean and a deviation for every channel")
    self.mean = mean
    self.deviation = deviation
  }

  /// The tensors that do it, `[1, C, 1, 1]`, in the store's precision and place.
  func layer(_ scope: Scope) throws -> (Tensor) throws -> Tensor {
    let place = (dtype: scope.store.precision.storage, device: scope.store.device)
    func channels(_ values: [Double]) throws -> Tensor {
      try Tensor(values, shape: [1, values.count, 1, 1])
        .to(dtype: place.dtype, device: place.device)
    }
    let mean = try channels(mean)
    let deviation = try channels(deviation)
    return { try ($0 - mean) / deviation }
  }
}
