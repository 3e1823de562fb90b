import Networks
import Torch

/// The batch that a trace learns from, as a safetensors file has it.
struct BatchFile {
  private let path: String
  private let file: SafetensorsFile

  /// The file at `path`, whose tensors are still to be read.
  init(_ path: String) throws {
    self.path = path
    file = try SafetensorsFile(path)
  }

  /// The pictures called `name`, `[N, C, H, W]` in 0...1 of `channels` channels, as `network` takes
  /// them.
  ///
  /// - Throws: `TrainingError.badBatch`.
  func pictures<State>(
    _ name: String = "images", channels: Int, for network: Network<State>
  ) throws -> Tensor {
    let pictures = try tensor(name, [.float32], dimensions: 4)
    guard pictures.count > 0 else { throw bad("\(name) are \(pictures.shape)") }
    guard pictures.shape[1] == channels else {
      throw bad("\(name) have \(pictures.shape[1]) channels, the network takes \(channels)")
    }
    let (low, high) = try (pictures.amin().item(), pictures.amax().item())
    guard low >= 0, high <= 1 else {
      throw bad("\(name) are in \(low)...\(high), not in 0...1")
    }
    return try pictures.to(dtype: network.precision.storage, device: network.device)
  }

  /// `count` views of `images`, `[N, C, H, W]`, as `network` takes them.
  ///
  /// - Throws: `TrainingError.badBatch`.
  func views<State>(
    _ count: Int, of images: Tensor, for network: Network<State>
  ) throws -> [Tensor] {
    try (0..<count).map { index in
      let view = try pictures("view.\(index)", channels: images.shape[1], for: network)
      guard view.shape == images.shape else {
        throw bad("images are \(images.shape), view.\(index) is \(view.shape)")
      }
      return view
    }
  }

  /// The class of each of `images`, `[N]`, on their device.
  ///
  /// - Throws: `TrainingError.badBatch`.
  func labels(of images: Tensor, classes: Int) throws -> Tensor {
    let labels = try tensor("labels", [.int64], dimensions: 1)
    guard labels.shape[0] == images.shape[0] else {
      throw bad("images are \(images.shape), labels are \(labels.shape)")
    }
    let numbers = try labels.elements(Int64.self)
    if let wrong = numbers.firstIndex(where: { !(0..<Int64(classes)).contains($0) }) {
      throw bad("label \(wrong) is \(numbers[wrong]), the network has \(classes) classes")
    }
    return try labels.to(images.device)
  }

  /// The class of each pixel of `images`, or what is ignored, `[N, H, W]`, int64, on their device.
  ///
  /// - Throws: `TrainingError.badBatch`.
  func masks(of images: Tensor, classes: Int) throws -> Tensor {
    let masks = try tensor("masks", [.int64, .uint8], dimensions: 3).to(.int64)
    let (height, width) = (images.shape[2], images.shape[3])
    guard masks.shape == [images.shape[0], height, width] else {
      throw bad("images are \(images.shape), masks are \(masks.shape)")
    }
    let numbers = try masks.elements(Int64.self)
    let wrong = numbers.firstIndex {
      !(0..<Int64(classes)).contains($0) && $0 != Int64(Segmentation.ignored)
    }
    if let wrong {
      let (mask, pixel) = wrong.quotientAndRemainder(dividingBy: height * width)
      throw bad(
        "mask \(mask) has \(numbers[wrong]) in row \(pixel / width), column \(pixel % width); the "
          + "network has \(classes) classes, and \(Segmentation.ignored) is ignored")
    }
    return try masks.to(images.device)
  }

  private func tensor(_ name: String, _ dtypes: [DType], dimensions: Int) throws -> Tensor {
    guard file.names.contains(name) else {
      throw bad("it has \(file.names.joined(separator: ", ")), but no '\(name)'")
    }
    let tensor = try file.tensor(name)
    guard try dtypes.contains(tensor.dtype), tensor.shape.count == dimensions else {
      let expected = dtypes.map { "\($0)" }.joined(separator: " or ")
      throw bad("'\(name)' is \(tensor.summary), expected is \(expected) of \(dimensions) axes")
    }
    return tensor
  }

  private func bad(_ reason: String) -> TrainingError { .badBatch(path, reason: reason) }
}
