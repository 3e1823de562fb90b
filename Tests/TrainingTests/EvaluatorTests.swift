import Adversary
import Foundation
import Networks
import Pictures
import Randomness
import Support
import Synchronization
import Testing
import Torch

@testable import Training

struct EvaluatorTests {
  private let run: TinyRun
  private let session: Session<Classification>
  private let set: any PictureSet

  init() throws {
    run = try TinyRun()
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "precision=fp64", "network.width=4")
    let weights = try Self.trained.get().mapValues { try Tensor($0.values, shape: $0.shape) }
    session = try Session<Classification>(recipe, weights: .init(name: "the trained", weights))
    set = try recipe.data.pictures(.test)
  }

  /// A narrow network's weights in float64, trained once for all tests.
  private static let trained = Result<[String: (shape: [Int], values: [Double])], any Error> {
    let run = try TinyRun()
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "precision=fp64", "network.width=4")
    let session = try Session<Classification>(recipe)
    let optimizer = recipe.optimizer.optimizer(of: session.task.network, session.store)
    let loader = Loader(
      set: try recipe.data.pictures(.train), batchSize: 10, shuffles: true, seed: Seed(1))
    let batching = Batching(for: session.task.network)
    for epoch in 0..<3 {
      let batches = loader.epoch(epoch)
      while let pictures = try batches.next() {
        try optimizer.zeroGradients()
        _ = try Plain().learn(session.task, from: batching(pictures), seed: Seed(0))
        try optimizer.step(learningRate: 0.1)
      }
    }
    return try session.weights.filter { !$0.key.hasSuffix("num_batches_tracked") }.mapValues {
      ($0.shape, try $0.detach().elements(Double.self))
    }
  }

  private func evaluator(batchSize: Int = 16, seed: UInt64 = 1) -> Evaluator {
    Evaluator(session.task, batchSize: batchSize, seed: Seed(seed))
  }

  /// All pictures as one batch.
  private func whole() throws -> ClassifierBatch {
    let loader = Loader(set: set, batchSize: set.count, shuffles: false, seed: Seed(0))
    let pictures = try #require(try loader.epoch(0).next())
    return try Batching(for: session.task.network)(pictures)
  }

  @Test func `among the classes that pictures have, other outputs have no say`() throws {
    let part = ThreeClasses(base: set)
    let judge = Evaluator(session.task, batchSize: 3, seed: Seed(1), choices: .present)
    let judgement = try judge.judge(part)
    let logits = try withoutGradients {
      try session.task.network(session.task.begin(whole()), .evaluation).maps[0]
    }.elements(Double.self)
    var (hits, loss) = (0, 0.0)
    for (place, choice) in judgement.choices.enumerated() {
      let outputs = [2, 5, 7].map { ($0, logits[10 * place + $0]) }
      let best = try #require(outputs.max { $0.1 < $1.1 })
      #expect(choice == best.0)
      hits += best.0 == part.label(at: place) ? 1 : 0
      loss +=
        log(outputs.reduce(0) { $0 + exp($1.1) }) - logits[10 * place + part.label(at: place)]
    }
    #expect(judgement.scores.top1 == Double(hits) / Double(set.count))
    #expect(judgement.scores.top5 == 1)
    #expect(abs(judgement.scores.loss - loss / Double(set.count)) < 1e-9)
    let all = try evaluator().judge(part)
    #expect(all.choices.contains { ![2, 5, 7].contains($0) })
    // Where every class has pictures, nothing is left out.
    #expect(
      try Evaluator(session.task, batchSize: 16, seed: Seed(1), choices: .present).judge(set)
        == evaluator().judge(set))
  }

  @Test func `a branch of batch norms judges as a network that has it alone`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "method=advprop", "precision=fp64", "network.width=4")
    let main = session.weights.filter { !$0.key.hasSuffix("num_batches_tracked") }
    var both = main
    var other = main
    for (name, tensor) in main where name.contains("bn") || name.contains("downsample.1") {
      let dot = try #require(name.lastIndex(of: "."))
      let changed = try (tensor.detach() + 0.1)
      both["\(name[..<dot]).aux_bn.0\(name[dot...])"] = changed
      other[name] = changed
    }
    let branched = try Session<Classification>(recipe, weights: .init(name: "both", both))
    let single = try Session<Classification>(session.recipe, weights: .init(name: "other", other))
    let seed = Seed(1)
    for challenge in [Challenge.clean, .fgsm(2 / 255)] {
      func scores(
        _ session: Session<Classification>, _ branch: Pass.Branch = .main
      ) throws -> Scores {
        try Evaluator(session.task, batchSize: 16, seed: seed, branch: branch)
          .scores(on: set, under: challenge)
      }
      func figures(_ scores: Scores) -> [Double?] { [scores.top1, scores.top5, scores.loss] }
      let ours = try scores(branched, .auxiliary(0))
      #expect(ours.branch == "auxiliary 0")
      #expect(try figures(ours) == figures(scores(single)))
      #expect(try scores(branched) == scores(session))
      #expect(try figures(ours) != figures(scores(session)))
    }
  }

  /// Scores worked out number by number from the logits of `images`.
  private func scoresByHand(_ images: Tensor) throws -> Scores {
    let batch = ClassifierBatch(images: images, targets: try whole().targets)
    let logits = try withoutGradients {
      try session.task.network(session.task.begin(batch), .evaluation).maps[0]
    }
    let labels = set.labels
    let rows = try logits.elements(Double.self)
    var scores = (first: 0.0, firstFive: 0.0, loss: 0.0)
    for (index, label) in labels.enumerated() {
      let row = rows[(10 * index)..<(10 * index + 10)].map { $0 }
      let better = row.count { $0 > row[label] }
      scores.first += better < 1 ? 1 : 0
      scores.firstFive += better < 5 ? 1 : 0
      let highest = row.max() ?? 0
      let sum = row.reduce(0) { $0 + exp($1 - highest) }
      scores.loss += log(sum) + highest - row[label]
    }
    let count = Double(labels.count)
    return Scores(
      count: labels.count, top1: scores.first / count, top5: scores.firstFive / count,
      loss: scores.loss / count)
  }

  private func expectSame(_ left: Scores, _ right: Scores) {
    #expect(left.count == right.count)
    #expect(left.top1 == right.top1)
    #expect(left.top5 == right.top5)
    #expect(abs(left.loss - right.loss) <= Tolerance.network64 * right.loss)
  }

  @Test(arguments: [40, 16, 7, 1, 100])
  func `scores are those of all pictures, each once, whatever the batch size`(size: Int) throws {
    let right = try scoresByHand(whole().images)
    expectSame(try evaluator(batchSize: size).scores(on: set), right)
  }

  @Test(arguments: [40, 7])
  func `what was predicted of each picture is the likeliest class, and how likely it is`(
    size: Int
  ) throws {
    let judged = try evaluator(batchSize: size).judge(set)
    let logits = try withoutGradients {
      try session.task.network(session.task.begin(whole()), .evaluation).maps[0]
    }
    let rows = try logits.elements(Double.self)
    #expect(judged.labels == set.labels)
    for index in 0..<set.count {
      let row = Array(rows[(10 * index)..<(10 * index + 10)])
      let highest = row.max() ?? 0
      #expect(row[judged.choices[index]] == highest)
      let sum = row.reduce(0) { $0 + exp($1 - highest) }
      #expect(abs(judged.confidences[index] - 1 / sum) < 1e-9)
    }
    let right = zip(judged.labels, judged.choices).count { $0 == $1 }
    #expect(Double(right) / 40 == judged.scores.top1)
  }

  @Test func `what is reported is how many pictures are done`() throws {
    var done: [Int] = []
    _ = try evaluator(batchSize: 16).scores(on: set) { done.append($0) }
    #expect(done == [0, 16, 32, 40])
  }

  @Test func `noise is drawn by the seed and by each picture's place`() throws {
    let scores = try evaluator(seed: 1).scores(on: set, under: .noise(0.2))
    expectSame(try evaluator(seed: 1).scores(on: set, under: .noise(0.2)), scores)
    expectSame(try evaluator(batchSize: 7, seed: 1).scores(on: set, under: .noise(0.2)), scores)
    let other = try evaluator(seed: 2).scores(on: set, under: .noise(0.2))
    #expect(other.loss != scores.loss)
    #expect(try evaluator().scores(on: set).loss != scores.loss)
  }

  @Test func `noise has the deviation asked for, and pictures stay in 0...1`() throws {
    let batch = try whole()
    let faint = ClassifierBatch(
      images: try Tensor.full(0.5, batch.images.shape, dtype: .float64), targets: batch.targets)
    let little = try evaluator().challenged(faint, by: .noise(0.05), after: 0).images
    let (variance, mean) = try little.varMean(dim: [0, 1, 2, 3])
    // 31,360 numbers: the mean is known to 0.0003, the deviation to 0.0002.
    #expect(abs(try mean.item() - 0.5) < 0.0015)
    #expect(abs(try variance.item().squareRoot() - 0.05) < 0.001)
    let much = try evaluator().challenged(faint, by: .noise(2), after: 0).images
    #expect(try much.amin().item() == 0)
    #expect(try much.amax().item() == 1)
  }

  @Test(arguments: [40, 16, 7])
  func `FGSM is one signed step of the loss's slope, whatever the batch size`(size: Int) throws {
    let batch = try whole()
    let images = try batch.images.requiringGradient()
    let start = ClassifierState(maps: [images], targets: batch.targets)
    let loss = try session.task.losses(session.task.network(start, .evaluation)).total()
    let slope = try gradients(of: loss, at: [images])[0]
    let moved = try (batch.images + 0.15 * slope.sign()).clamp(min: 0, max: 1)
    let right = try scoresByHand(moved)
    let (first, five) = try (#require(right.top1), #require(right.top5))
    #expect(first < five && five < 1)
    expectSame(try evaluator(batchSize: size).scores(on: set, under: .fgsm(0.15)), right)
    let pgd = PGD(steps: 1, stepSize: 0.15, radius: 0.15)
    expectSame(try evaluator(batchSize: size).scores(on: set, under: .attack(pgd)), right)
  }

  @Test func `attacks lower the accuracy of a trained network, more steps more so`() throws {
    let clean = try evaluator().scores(on: set)
    let fgsm = try evaluator().scores(on: set, under: .fgsm(8.0 / 255))
    let attack = PGD(steps: 5, stepSize: 4.0 / 255, radius: 8.0 / 255)
    let pgd = try evaluator().scores(on: set, under: .attack(attack))
    let (right, attacked) = try (#require(clean.top1), #require(fgsm.top1))
    #expect(right > 0.7)
    #expect(attacked < right - 0.1)
    #expect(fgsm.loss > clean.loss)
    #expect(pgd.loss > fgsm.loss)
  }

  @Test(arguments: [Challenge.fgsm(0.03), .attack(PGD(steps: 3, stepSize: 0.02, radius: 0.04))])
  func `label smoothing, which makes sure choices surer, has no say in attacks`(
    challenge: Challenge
  ) throws {
    let smoothed = Classification(session.task.network, classes: 10, labelSmoothing: 0.5)
    let scores = try Evaluator(smoothed, batchSize: 16, seed: Seed(1))
      .scores(on: set, under: challenge)
    #expect(try scores == evaluator().scores(on: set, under: challenge))
  }

  @Test func `more threads read pictures at a time, and no figure changes`() throws {
    let crowded = CrowdedSet(base: set, readers: 6)
    let judge = Evaluator(session.task, batchSize: 4, seed: Seed(1), threads: 6)
    #expect(try judge.scores(on: crowded) == evaluator(batchSize: 4).scores(on: set))
    #expect(crowded.most == 6)
  }

  @Test func `a targeted attack or a random start is drawn by the seed`() throws {
    for attack in [
      PGD(steps: 2, stepSize: 0.02, radius: 0.04, targeted: true),
      PGD(steps: 2, stepSize: 0.02, radius: 0.04, randomStart: true),
    ] {
      let scores = try evaluator(seed: 1).scores(on: set, under: .attack(attack))
      expectSame(try evaluator(seed: 1).scores(on: set, under: .attack(attack)), scores)
      let other = try evaluator(seed: 2).scores(on: set, under: .attack(attack))
      #expect(other.loss != scores.loss)
    }
  }

  @Test(arguments: [Challenge.clean, .noise(0.1), .fgsm(0.03)])
  func `judging changes no weight, no buffer and no gradient`(challenge: Challenge) throws {
    let before = try session.weights.mapValues { try $0.detach().clone() }
    _ = try evaluator().scores(on: set, under: challenge)
    for (name, tensor) in session.weights {
      #expect(try identical(tensor.detach(), #require(before[name])), "\(name)")
    }
    for (_, parameter) in session.store.parameters {
      #expect(try parameter.gradientIfAny() == nil)
      #expect(parameter.requiresGradient)
    }
  }

  @Test func `challenges are what the settings say, clean pictures first`() {
    var settings = EvaluationSettings()
    #expect(settings.challenges.map(\.name) == ["clean", "noise", "fgsm"])
    settings.noise = nil
    settings.pgd = PGD(stepSize: 0.01)
    #expect(settings.challenges.map(\.name) == ["clean", "fgsm", "pgd"])
    #expect(settings.challenges[2].challenge == .attack(PGD(stepSize: 0.01)))
    settings.fgsm = nil
    settings.pgd = nil
    #expect(settings.challenges.map(\.name) == ["clean"])
  }
}

/// Pictures that are read slowly until so many threads have been at it at once.
private final class CrowdedSet: PictureSet {
  let base: any PictureSet
  let readers: Int
  private let counts = Mutex((now: 0, most: 0))

  init(base: any PictureSet, readers: Int) { (self.base, self.readers) = (base, readers) }

  var count: Int { base.count }
  var classes: [String] { base.classes }
  var description: String { base.description }
  /// The most threads that read at once.
  var most: Int { counts.withLock { $0.most } }

  func label(at index: Int) -> Int { base.label(at: index) }

  func sample(at index: Int) throws -> Sample {
    counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
    defer { counts.withLock { $0.now -= 1 } }
    for _ in 0..<100 where most < readers { Thread.sleep(forTimeInterval: 0.01) }
    return try base.sample(at: index)
  }
}

/// Pictures that claim to be of three of the ten classes.
private struct ThreeClasses: PictureSet {
  let base: any PictureSet

  var count: Int { base.count }
  var classes: [String] { base.classes }
  var description: String { base.description }

  func label(at index: Int) -> Int { [2, 5, 7][base.label(at: index) % 3] }

  func sample(at index: Int) throws -> Sample {
    let picture = try base.sample(at: index).picture
    return Sample(picture: picture, label: label(at: index), index: index)
  }
}
