import Foundation
import Networks
import Pictures
import Randomness
import Support
import Torch

@testable import Training

/// Weights of few channels that tell pixels of five classes apart, in float64, with their config.
struct NarrowSegmentation {
  static let classes = ["sky", "road", "<car> & van", "tree", "sign"]

  /// The folder that they are in.
  let path: String
  let model: ModelConfig
  /// The task, whose network has the same weights.
  let task: Segmentation

  /// Writes `model.safetensors` and `config.json` to the folder `name` of `folder`.
  init(in folder: TemporaryFolder, _ name: String = "weights") throws {
    path = "\(folder.path)/\(name)"
    model = Self.config
    let store = ParameterStore(seed: Seed(4), precision: .fp64)
    task = try model.segmentation(Scope(store))
    let all = store.parameters + store.buffers
    let weights = try Dictionary(
      uniqueKeysWithValues: all.map { ($0.path, try $0.tensor.detach()) })
    try folder.write(RunLog.line(model), to: "\(name)/config.json")
    try save(weights, to: "\(path)/model.safetensors")
  }

  /// What they are the weights of.
  static var config: ModelConfig {
    var model = ModelConfig(
      architecture: "resnet18", width: 4, classes: classes, outputs: 5, inputShape: [3, 32, 32],
      mean: [0.5, 0.4, 0.3], deviation: [0.25, 0.2, 0.3], preprocessing: Preprocessing())
    model.task = Segmentation.name
    model.outputStride = 16
    model.precision = Precision.fp64.rawValue
    model.colours = [[1, 2, 3], [250, 0, 0], [0, 250, 0], [0, 0, 250], [90, 80, 70]]
    return model
  }

  /// A recipe that they could be of, which judges as `overrides` say.
  static func recipe(_ overrides: String...) throws -> Recipe {
    let settings = [
      "network.model=resnet18", "network.width=4", "network.classes=5", "data.set=masks",
      "data.folder=/nowhere", "data.size=32", "init=null", "optimizer.stageFactors=[]",
      "network.mean=[0.5, 0.4, 0.3]", "network.deviation=[0.25, 0.2, 0.3]", "precision=fp64",
      "threads=1",
    ]
    return try Recipe.named("camvid-deeplabv3plus-lite0-plain", overrides: settings + overrides)
  }

  /// What the network makes of pictures in 0...1, `[N, classes, H, W]`, as it is evaluated.
  func logits(_ images: Tensor) throws -> Tensor {
    let size = Array(images.shape.suffix(2))
    let targets = try Tensor.zeros([images.shape[0]] + size, dtype: .int64)
    let state = SegmentationState(maps: [images], targets: targets, size: size)
    return try withoutGradients { try task.network(state, .evaluation).maps[0] }
  }
}

extension Picture {
  /// `[1, C, H, W]`, float64 in 0...1.
  var tensor: Tensor {
    get throws { try Tensor(bytes, shape: [1] + shape).to(.float64) / 255 }
  }

  /// Its mirror image.
  var mirrored: Picture {
    let rows = stride(from: 0, to: bytes.count, by: width).map { bytes[$0..<($0 + width)] }
    return Picture(
      channels: channels, height: height, width: width, bytes: rows.flatMap { $0.reversed() })
  }
}
