import Adversary
import Networks
import Pictures
import Randomness
import Torch

/// The scores on some pictures, and what was predicted of each.
public struct Judgement: Sendable, Hashable {
  /// How the network did.
  public var scores: Scores
  /// The number of each picture in the data set it was read from.
  public let indices: [Int]
  /// The class of each picture.
  public let labels: [Int]
  /// The class that was predicted of each.
  public let choices: [Int]
  /// How likely that class was held, 0...1.
  public let confidences: [Double]
  /// The pictures of the set that could not be read, and were not judged.
  public let skipped: [SkippedPicture]
}

/// Judges a classifier: running averages of one branch, nothing random, every picture once.
public struct Evaluator {
  private let task: Classification
  private let batching: Batching
  private let batchSize: Int
  private let threads: Int
  private let seed: Seed
  private let reading: (any ImageReading)?
  private let damaged: DamagedPictures
  private let choices: EvaluationSettings.Choices
  private let pass: Pass

  /// A judge of `task`'s network, `batchSize` pictures at a time; noise is drawn from `seed`.
  ///
  /// `reading` makes pictures as the network takes them; nothing in it is random. The network
  /// chooses among `choices`; other outputs are left out before the softmax. Batch norms are those
  /// of `branch`. `threads` read pictures, which changes no figure. Attacks raise the plain cross
  /// entropy: `task`'s label smoothing has no say.
  public init(
    _ task: Classification, batchSize: Int, seed: Seed, reading: (any ImageReading)? = nil,
    damaged: DamagedPictures = .refuse, choices: EvaluationSettings.Choices = .all,
    branch: Pass.Branch = .main, threads: Int = 1
  ) {
    self.task = Classification(task.network, classes: task.classes)
    batching = Batching(for: task.network)
    self.batchSize = batchSize
    self.threads = threads
    self.seed = seed
    self.reading = reading
    self.damaged = damaged
    self.choices = choices
    pass = .evaluating(branch)
  }

  /// A judge of `task`'s network as `recipe` says.
  init(_ task: Classification, as recipe: Recipe, seed: Seed) {
    self.init(
      task, batchSize: recipe.evaluation.batchSize, seed: seed / "evaluation",
      reading: recipe.data.reading, damaged: recipe.data.damaged ?? .refuse,
      choices: recipe.evaluation.choices, branch: recipe.evaluation.branch,
      threads: recipe.data.threads)
  }

  /// The scores on all pictures of `set` under a challenge; `report` is told how many are done,
  /// and ends the judging where it throws.
  public func scores(
    on set: any PictureSet, under challenge: Challenge = .clean,
    report: (Int) throws -> Void = { _ in }
  ) throws -> Scores {
    try judge(set, under: challenge, report: report).scores
  }

  /// The scores, and what was predicted of each picture of `set`.
  ///
  /// Nothing is read from the device before the last picture, so that it never waits for a batch.
  public func judge(
    _ set: any PictureSet, under challenge: Challenge = .clean,
    report: (Int) throws -> Void = { _ in }
  ) throws -> Judgement {
    let loader = Loader(
      set: set, reading: reading, batchSize: batchSize, shuffles: false, damaged: damaged,
      seed: seed, threads: threads)
    let batches = loader.epoch(0)
    var tally = Tally(
      among: choices == .all
        ? nil : try SomeOutputs(Set(set.labels).sorted(), of: task.classes, on: batching.device))
    try report(0)
    while let pictures = try batches.next() {
      let batch = try challenged(batching(pictures), by: challenge, after: tally.count)
      try withoutGradients { try tally.add(task, pass, batch, pictures) }
      try report(tally.count)
    }
    return try tally.judgement(through: pass.branch, without: batches.skipped)
  }

  /// A batch under a challenge; `done` pictures of the set came before it.
  func challenged(
    _ batch: ClassifierBatch, by challenge: Challenge, after done: Int
  ) throws -> ClassifierBatch {
    let state = try challenge.applied(
      to: task.begin(batch), of: task, pass, after: done, seed: seed)
    return ClassifierBatch(images: state.maps[0], targets: batch.targets)
  }
}
