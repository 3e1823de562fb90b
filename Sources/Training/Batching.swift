import Networks
import Pictures
import Torch

/// Where and as what tensors are made from pictures.
public struct Batching {
  let dtype: DType
  let device: Device

  /// Tensors as `network` takes them.
  public init<State>(for network: Network<State>) {
    dtype = network.precision.storage
    device = network.device
  }

  /// Tensors of `dtype` on `device`.
  public init(dtype: DType, device: Device) {
    self.dtype = dtype
    self.device = device
  }

  /// Bytes 0...255 as numbers 0...1, those of views too, and the classes.
  public func callAsFunction(_ pictures: PictureBatch) throws -> ClassifierBatch {
    let shape = pictures.shape
    return ClassifierBatch(
      images: try images(pictures.bytes, shape),
      targets: try Tensor(pictures.labels, device: device),
      views: try pictures.views.map { try images($0, shape) })
  }

  /// The same numbers by one pass over memory where that can be; elsewhere bytes are what is moved.
  private func images(_ bytes: [UInt8], _ shape: [Int]) throws -> Tensor {
    if dtype == .float32, device.kind == .cpu {
      return try Tensor.pictures(bytes, shape: shape)
    }
    let bytes = try Tensor(bytes, shape: shape, device: device)
    return try (bytes.to(dtype) / 255).channelsLast()
  }
}
