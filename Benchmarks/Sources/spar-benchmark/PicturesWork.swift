import Networks
import Pictures
import Randomness
import Torch
import Training

/// Files of photographs made a batch of augmented, normalized numbers: `[N, 3, 224, 224]`.
///
/// `--folder F [--gap G] [--whole yes] [--crop random|middle]`; all of the folder's pictures are one
/// batch, read by one thread. With `--whole yes` every picture is decoded whole first.
final class PicturesWork: TimedWork {
  let warmUps = 2
  private let loader: Loader
  private let batching: Batching
  /// The first arithmetic of every network on photographs.
  private let normalize: (Tensor) throws -> Tensor
  private var epoch = 0

  init(_ options: inout Options) throws {
    let folder = try ImageFolder(options.text("folder"))
    let gap = try options.number("gap")
    let crop = RandomResizedCrop(size: 224)
    let reading: any ImageReading =
      try options.word("crop", among: ["random", "middle"]) == "random"
      ? RandomCropReading(crop, flip: RandomFlip(), reducingGap: gap)
      : CenterCropReading(size: 224, reducingGap: gap)
    let isWhole = try options.word("whole", among: ["no", "yes"]) == "yes"
    _ = try options.count("threads", 1)
    try options.finish()
    try Engine.setThreads(1)
    loader = Loader(
      set: folder, reading: isWhole ? nil : reading, transforms: isWhole ? [reading] : [],
      batchSize: folder.count, shuffles: true, seed: Seed(7), prefetch: 1)
    batching = Batching(dtype: .float32, device: .cpu)
    let normalization = Normalization(
      mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    normalize = try normalization.layer(Scope(ParameterStore(seed: Seed(1))))
  }

  var amount: Int { loader.batchSize }

  func take() throws {
    guard let pictures = try loader.epoch(epoch).next() else { return }
    epoch += 1
    _ = try withoutGradients { try normalize(batching(pictures).images) }
  }
}
