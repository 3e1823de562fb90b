import Adversary
import Networks
import Pictures
import Randomness
import Torch

/// How a network did on some pictures.
public struct Scores: Sendable, Hashable, Codable {
  /// How many pictures were judged.
  public let count: Int
  /// The part whose class was the first choice, 0...1.
  public let top1: Double
  /// The part whose class was among the first five choices, 0...1.
  public let top5: Double
  /// The mean cross entropy, in nats.
  public let loss: Double
}

/// What is done to pictures before a network judges them.
public enum Challenge: Sendable, Hashable {
  /// Nothing.
  case clean
  /// Gaussian noise of this deviation, of pictures in 0...1; sums are cut to 0...1.
  case noise(Double)
  /// An attack on the pixels through the network as it is evaluated.
  case attack(PGD)

  /// The fast gradient sign method with one step of `size` (Goodfellow et al., 2015).
  public static func fgsm(_ size: Double) -> Challenge {
    .attack(PGD(stepSize: size, radius: size, range: 0...1))
  }
}

/// Judges a classifier: running averages of the main branch, nothing random, every picture once.
public struct Evaluator {
  private let task: Classification
  private let batching: Batching
  private let batchSize: Int
  private let seed: Seed

  /// A judge of `task`'s network, `batchSize` pictures at a time; noise is drawn from `seed`.
  public init(_ task: Classification, batchSize: Int, seed: Seed) {
    self.task = task
    batching = Batching(for: task.network)
    self.batchSize = batchSize
    self.seed = seed
  }

  /// The scores on all pictures of `set` under a challenge; `report` is told how many are done.
  public func scores(
    on set: any PictureSet, under challenge: Challenge = .clean, report: (Int) -> Void = { _ in }
  ) throws -> Scores {
    let loader = Loader(set: set, batchSize: batchSize, shuffles: false, seed: seed)
    let batches = loader.epoch(0)
    var tally = Tally()
    report(0)
    while let pictures = try batches.next() {
      let batch = try challenged(batching(pictures), by: challenge, after: tally.count)
      try withoutGradients { try tally.add(task, batch) }
      report(tally.count)
    }
    return tally.scores
  }

  /// A batch under a challenge; `done` pictures of the set came before it.
  func challenged(
    _ batch: ClassifierBatch, by challenge: Challenge, after done: Int
  ) throws -> ClassifierBatch {
    let seed = seed / done
    switch challenge {
    case .clean:
      return batch
    case .noise(let deviation):
      return ClassifierBatch(
        images: try noisy(batch.images, deviation, after: done), targets: batch.targets)
    case .attack(var attack):
      attack.range = 0...1
      let start = try task.begin(batch)
      let aimed = attack.targeted ? try task.retargeted(start, seed: seed) : start
      let moved = try attack.perturb(start.maps, seed: seed / "attack") { maps in
        var state = aimed
        state.maps = maps
        return try task.losses(task.network(state, .evaluation)).total()
      }
      return ClassifierBatch(images: moved[0], targets: batch.targets)
    }
  }
}

extension Evaluator {
  /// Pictures under noise that each draws for itself, so that no batch size has a say.
  private func noisy(_ images: Tensor, _ deviation: Double, after done: Int) throws -> Tensor {
    let noise = try (0..<images.shape[0]).map { index in
      try Tensor.normal(
        Array(images.shape.dropFirst()), deviation: deviation,
        seed: seed / "noise" / (done + index), device: images.device)
    }
    return try (images + Tensor.stack(noise).to(images.dtype)).clamp(min: 0, max: 1)
  }
}

/// Scores as they add up.
private struct Tally {
  var count = 0
  var first = 0.0
  var firstFive = 0.0
  var loss = 0.0

  mutating func add(_ task: Classification, _ batch: ClassifierBatch) throws {
    let logits = try task.logits(task.network(task.begin(batch), .evaluation))
    let size = batch.targets.shape[0]
    let own = try batch.targets.unsqueeze(dim: 1)
    let choices = try logits.topk(k: min(5, logits.shape[1]), dim: 1).1
    let hits = try choices.eq(own)
    first += try hits.narrow(dim: 1, start: 0, length: 1).sum().item()
    firstFive += try hits.sum().item()
    loss += try logits.to(.float64).crossEntropyLoss(batch.targets, reduction: 2).item()
    count += size
  }

  var scores: Scores {
    let whole = Double(max(count, 1))
    return Scores(count: count, top1: first / whole, top5: firstFive / whole, loss: loss / whole)
  }
}
