import Networks
import Torch

/// A task of which training steps can be written down.
protocol TraceableTask: TrainableTask {
  /// The batch in `file`, with as many views of its pictures, of `channels` channels.
  ///
  /// - Throws: `TrainingError.badBatch`.
  func batch(in file: BatchFile, channels: Int, views: Int) throws -> Batch

  /// What the last stage left, `[N, classes, ...]`.
  func logits(_ state: State) throws -> Tensor
}

extension Classification: TraceableTask {
  func batch(in file: BatchFile, channels: Int, views: Int) throws -> ClassifierBatch {
    let images = try file.pictures(channels: channels, for: network)
    return ClassifierBatch(
      images: images, targets: try file.labels(of: images, classes: classes),
      views: try file.views(views, of: images, for: network))
  }
}

extension Segmentation: TraceableTask {
  func batch(in file: BatchFile, channels: Int, views: Int) throws -> SegmentationBatch {
    let images = try file.pictures(channels: channels, for: network)
    return SegmentationBatch(
      images: images, targets: try file.masks(of: images, classes: classes))
  }
}
