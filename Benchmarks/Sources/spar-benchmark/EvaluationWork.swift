import Networks
import Pictures
import Randomness
import Torch
import Training

/// 10,000 pictures of CIFAR's size judged by an `Evaluator`, or only passed through the network.
///
/// `--work evaluator|passes --network resnet20|resnet56 --threads N`; `passes` are of batches that
/// are tensors already. Pictures, labels and weights are random.
struct EvaluationWork: TimedWork {
  let warmUps = 1
  let amount: Int
  private let session: Session<Classification>
  private let set: PictureArray
  /// What only passes through the network; `nil` where all is evaluated.
  private let batches: [ClassifierBatch]?
  private let batchSize: Int

  init(_ options: inout Options) throws {
    let network = try options.word("network", among: ["resnet20", "resnet56"])
    let passes = try options.word("work", among: ["evaluator", "passes"]) == "passes"
    amount = try options.count("pictures", 10_000)
    let threads = try options.count("threads", 2)
    try options.finish()
    let recipe = try Recipe.named("cifar10-\(network)-plain")
    session = try Session<Classification>(recipe)
    try Engine.setThreads(threads)
    batchSize = recipe.evaluation.batchSize
    set = randomPictures(amount)
    batches = try passes ? Self.tensors(of: set, batchSize, for: session.task) : nil
  }

  func take() throws {
    guard let batches else {
      let evaluator = Evaluator(session.task, batchSize: batchSize, seed: session.seed)
      _ = try evaluator.scores(on: set)
      return
    }
    try withoutGradients {
      for batch in batches {
        _ = try session.task.logits(session.task.network(session.task.begin(batch), .evaluation))
      }
    }
  }

  private static func tensors(
    of set: PictureArray, _ batchSize: Int, for task: Classification
  ) throws -> [ClassifierBatch] {
    let epoch = Loader(set: set, batchSize: batchSize, shuffles: false, seed: Seed(0)).epoch(0)
    let batching = Batching(for: task.network)
    var batches: [ClassifierBatch] = []
    while let pictures = try epoch.next() { batches.append(try batching(pictures)) }
    return batches
  }
}

/// `count` pictures of 3x32x32 random bytes in ten classes.
private func randomPictures(_ count: Int) -> PictureArray {
  var random = (Seed(5) / "pictures").stream
  let bytes = (0..<(count * 3 * 32 * 32)).map { _ in UInt8(truncatingIfNeeded: random.next() >> 8) }
  return PictureArray(
    name: "random", shape: [3, 32, 32], bytes: bytes, labels: (0..<count).map { $0 % 10 },
    classes: (0..<10).map(String.init))
}
