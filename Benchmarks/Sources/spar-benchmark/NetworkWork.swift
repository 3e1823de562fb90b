import Adversary
import Networks
import Randomness
import Torch
import Training

/// A training step of a network for photographs on one fixed batch: 224x224 pixels, 1,000 classes,
/// SGD with momentum 0.9.
///
/// `--network resnet50|tf_efficientnet_b0 --method plain|advprop|free-advprop --batch N --precision
/// fp32|bf16 --threads N`
struct NetworkWork: TimedWork {
  let warmUps = 3
  let amount: Int
  private let session: Session<Classification>
  private let optimizer: any Optimizer
  private let batch: ClassifierBatch

  init(_ options: inout Options) throws {
    try Engine.setThreads(options.count("threads", 2))
    amount = try options.count("batch", 16)
    let method = try options.word("method", among: ["plain", "advprop", "free-advprop"])
    var recipe = try Recipe.named("imagenet-resnet50-\(method)")
    let networks: [NetworkSettings.Model] = [.resnet50, .efficientNetB0]
    let name = try options.word("network", among: networks.map(\.rawValue))
    recipe.network.model = NetworkSettings.Model(rawValue: name) ?? .resnet50
    recipe.precision =
      try options.word("precision", among: ["fp32", "bf16"]) == "bf16" ? .bf16 : .fp32
    try options.finish()
    session = try Session<Classification>(recipe, classes: (0..<1_000).map(String.init))
    optimizer = recipe.optimizer.optimizer(of: session.task.network, session.store)
    let images = try Tensor.uniform([amount, 3, 224, 224], seed: Seed(3) / "images")
    var labels = (Seed(3) / "labels").stream
    batch = ClassifierBatch(
      images: try images.channelsLast(),
      targets: try Tensor((0..<amount).map { _ in labels.below(1_000) }))
  }

  func take() throws {
    try optimizer.zeroGradients()
    _ = try session.method.learn(session.task, from: batch, seed: session.seed).total()
    try optimizer.step(learningRate: 0.1)
  }
}
