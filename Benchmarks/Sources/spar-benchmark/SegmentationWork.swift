import Adversary
import Networks
import Randomness
import Torch
import Training

/// A step of DeepLabV3+ over ResNet-50 on one fixed batch, of 21 classes at output stride 16: training,
/// plainly or by A-FAN behind `layer3` and `aspp`, or telling the classes of pixels.
///
/// `--step plain|afan|evaluation --batch N --crop N --precision fp32|bf16 --threads N`
struct SegmentationWork: TimedWork {
  let warmUps = 2
  let amount: Int
  private(set) var passes = 1.0
  private let session: Session<Segmentation>
  /// What moves the weights; `nil` where nothing is learned.
  private let optimizer: (any Optimizer)?
  private let batch: SegmentationBatch

  init(_ options: inout Options) throws {
    try Engine.setThreads(options.count("threads", 2))
    amount = try options.count("batch", 4)
    let crop = try options.count("crop", 321)
    let step = try options.word("step", among: ["plain", "afan", "evaluation"])
    let method = step == "afan" ? "afan" : "plain"
    var recipe = try Recipe.named("voc2012-deeplabv3plus-resnet50-\(method)")
    recipe.initialWeights = nil
    recipe.data.size = crop
    recipe.precision =
      try options.word("precision", among: ["fp32", "bf16"]) == "bf16" ? .bf16 : .fp32
    try options.finish()
    session = try Session<Segmentation>(recipe, classes: (0..<21).map(String.init))
    optimizer =
      step == "evaluation"
      ? nil : recipe.optimizer.optimizer(of: session.task.network, session.store)
    let images = try Tensor.uniform([amount, 3, crop, crop], seed: Seed(3) / "images")
    var labels = (Seed(3) / "labels").stream
    let masks = (0..<(amount * crop * crop)).map { _ in Int64(labels.below(21)) }
    batch = SegmentationBatch(
      images: try images.channelsLast(),
      targets: try Tensor(masks).reshape(shape: [amount, crop, crop]))
    passes = try learned()?.passes.plainSteps ?? 1
  }

  func take() throws {
    guard let optimizer else {
      _ = try withoutGradients {
        let end = try session.task.network(session.task.begin(batch), .evaluation)
        return try session.task.logits(end).argmax(dim: 1).to(.uint8).elements(UInt8.self)
      }
      return
    }
    _ = try learned()?.total()
    try optimizer.step(learningRate: 0.01)
  }

  private func learned() throws -> Learned? {
    guard let optimizer else { return nil }
    try optimizer.zeroGradients()
    return try session.method.learn(session.task, from: batch, seed: session.seed)
  }
}
