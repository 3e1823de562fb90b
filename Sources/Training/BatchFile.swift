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

  /// The batch, with `views` views, as `session`'s network takes it.
  ///
  /// - Throws: `TrainingError.badBatch`.
  func batch(for session: Session<Classification>, views count: Int) throws -> ClassifierBatch {
    let images = try pictures("images", for: session)
    let labels = try labels(of: images, for: session)
    let views = try (0..<count).map { index in
      let view = try pictures("view.\(index)", for: session)
      guard view.shape == images.shape else {
        throw bad("images are \(images.shape), view.\(index) is \(view.shape)")
      }
      return view
    }
    return ClassifierBatch(images: images, targets: labels, views: views)
  }

  private func pictures(_ name: String, for session: Session<Classification>) throws -> Tensor {
    let pictures = try tensor(name, .float32, dimensions: 4)
    let channels = session.recipe.data.pictureShape[0]
    guard pictures.count > 0 else { throw bad("\(name) are \(pictures.shape)") }
    guard pictures.shape[1] == channels else {
      throw bad("\(name) have \(pictures.shape[1]) channels, the network takes \(channels)")
    }
    let (low, high) = try (pictures.amin().item(), pictures.amax().item())
    guard low >= 0, high <= 1 else {
      throw bad("\(name) are in \(low)...\(high), not in 0...1")
    }
    let network = session.task.network
    return try pictures.to(dtype: network.precision.storage, device: network.device)
  }

  private func labels(of images: Tensor, for session: Session<Classification>) throws -> Tensor {
    let labels = try tensor("labels", .int64, dimensions: 1)
    guard labels.shape[0] == images.shape[0] else {
      throw bad("images are \(images.shape), labels are \(labels.shape)")
    }
    let classes = session.task.classes
    let numbers = try labels.elements(Int64.self)
    if let wrong = numbers.firstIndex(where: { !(0..<Int64(classes)).contains($0) }) {
      throw bad("label \(wrong) is \(numbers[wrong]), the network has \(classes) classes")
    }
    return try labels.to(session.task.network.device)
  }

  private func tensor(_ name: String, _ dtype: DType, dimensions: Int) throws -> Tensor {
    guard file.names.contains(name) else {
      throw bad("it has \(file.names.joined(separator: ", ")), but no '\(name)'")
    }
    let tensor = try file.tensor(name)
    guard try tensor.dtype == dtype, tensor.shape.count == dimensions else {
      throw bad("'\(name)' is \(tensor.summary), expected is \(dtype) of \(dimensions) axes")
    }
    return tensor
  }

  private func bad(_ reason: String) -> TrainingError { .badBatch(path, reason: reason) }
}
