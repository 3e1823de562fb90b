import Adversary
import Networks
import Randomness
import Torch
import Training

/// A whole training step of ResNet-56 on one fixed batch, as the trainer takes it.
///
/// `--step plain|afan --attack-steps K [--relative-step S] --batch N --threads N --precision
/// fp32|bf16 --order savings`
struct TrainingWork: TimedWork {
  let warmUps = 3
  let amount = 1
  private let session: Session<Classification>
  private let optimizer: any Optimizer
  private let batch: ClassifierBatch

  init(_ given: Options) throws {
    var options = given
    try Engine.setThreads(options.count("threads", 2))
    var recipe = try Recipe.named("cifar10-resnet56-plain")
    recipe.precision =
      try options.word("precision", among: ["fp32", "bf16"]) == "bf16" ? .bf16 : .fp32
    var sgd = SGDSettings()
    sgd.nesterov = true
    recipe.optimizer.kind = .sgd(sgd)
    let part = try options.number("relative-step")
    let attack = PGD(
      steps: try options.count("attack-steps", 1), stepSize: part ?? 0.5 / 255,
      unit: part == nil ? .absolute : .relative)
    if try options.word("step", among: ["plain", "afan"]) == "afan" {
      var afan = AFAN(
        cuts: [AFAN.Cut(stage: "layer1", attack: attack, lessons: [AFAN.Lesson(weight: 0.5)])])
      afan.lessonsMoveAverages = true
      recipe.method = .afan(afan)
    }
    _ = try options.word("order", among: ["savings"])
    let count = try options.count("batch", 128)
    try options.finish()
    session = try Session<Classification>(recipe)
    optimizer = recipe.optimizer.optimizer(of: session.task.network, session.store)
    let images = try Tensor.uniform([count, 3, 32, 32], seed: Seed(3) / "images")
    var labels = (Seed(3) / "labels").stream
    batch = ClassifierBatch(
      images: try images.channelsLast(),
      targets: try Tensor((0..<count).map { _ in labels.below(10) }))
  }

  func take() throws {
    try optimizer.zeroGradients()
    let learned = try session.method.learn(
      session.task, from: batch, seed: session.seed)
    _ = try learned.total()
    try optimizer.step(learningRate: 0.1)
  }
}
