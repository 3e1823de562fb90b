import Networks
import Pictures
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct BatchingTests {
  /// Every byte occurs, in each of `channels`.
  private func batch(channels: Int, count: Int = 3) -> PictureBatch {
    let shape = [count, channels, 16, 17]
    let bytes = (0..<shape.reduce(1, *)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    return PictureBatch(
      bytes: bytes, labels: (0..<Int64(count)).map { $0 }, indices: Array(0..<count), shape: shape)
  }

  @Test(arguments: [1, 2, 3, 4], [DType.float32, .float64])
  func `a byte becomes the nearest number to a 255th of it, where it was`(
    channels: Int, dtype: DType
  ) throws {
    let pictures = batch(channels: channels)
    let made = try Batching(dtype: dtype, device: .cpu)(pictures)
    #expect(made.images.shape == pictures.shape)
    #expect(try made.images.dtype == dtype)
    if dtype == .float32 {
      #expect(try made.images.elements(Float.self) == pictures.bytes.map { Float($0) / 255 })
    } else {
      #expect(try made.images.elements(Double.self) == pictures.bytes.map { Double($0) / 255 })
    }
    #expect(try made.targets.elements(Int.self) == [0, 1, 2])
  }

  @Test(arguments: [DType.float32, .float64])
  func `views become what pictures of their bytes would`(dtype: DType) throws {
    let pictures = batch(channels: 3)
    let others = pictures.bytes.map { 255 - $0 }
    let batching = Batching(dtype: dtype, device: .cpu)
    let made = try batching(
      PictureBatch(
        bytes: pictures.bytes, views: [others, pictures.bytes], labels: pictures.labels,
        indices: pictures.indices, shape: pictures.shape))
    #expect(made.views.count == 2)
    #expect(try identical(made.views[1], made.images))
    let alone = try batching(
      PictureBatch(
        bytes: others, labels: pictures.labels, indices: pictures.indices, shape: pictures.shape))
    #expect(try identical(made.views[0], alone.images))
    #expect(alone.views.isEmpty)
  }

  @Test func `pictures lie channels last, so that no pass lays them out anew`() throws {
    let images = try Batching(dtype: .float32, device: .cpu)(batch(channels: 3)).images
    // A view of this kind is possible only where pixels lie one after another.
    #expect(try images.permute(dims: [0, 2, 3, 1]).view(size: [3, 16 * 17 * 3]).count == 2448)
  }

  @Test func `bytes that do not fill four sizes are refused`() throws {
    for (count, shape) in [(6, [2, 3]), (5, [1, 1, 2, 3])] {
      #expect(throws: TorchError.elementCount(count: count, shape: shape)) {
        try Tensor.pictures([UInt8](repeating: 1, count: count), shape: shape)
      }
    }
    #expect(try Tensor.pictures([], shape: [0, 3, 2, 2]).shape == [0, 3, 2, 2])
  }
}
