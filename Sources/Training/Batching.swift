import Networks
import Pictures
import Torch

/// Where and as what tensors are made from pictures.
public struct Batching {
  let dtype: DType
  let device: Device

  /// Tensors as `network` takes them.
  public init(for network: Network<ClassifierState>) {
    dtype = network.precision.storage
    device = network.device
  }

  /// Bytes 0...255 as numbers 0...1, and the classes.
  public func callAsFunction(_ pictures: PictureBatch) throws -> ClassifierBatch {
    let bytes = try Tensor(pictures.bytes, shape: pictures.shape, device: device)
    return ClassifierBatch(
      images: try (bytes.to(dtype) / 255).channelsLast(),
      targets: try Tensor(pictures.labels, device: device))
  }
}
