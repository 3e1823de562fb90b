import Adversary
import Foundation
import Networks
import Pictures
import Randomness
import Torch

/// Trains a recipe in a run's folder, from its beginning or from where it was left.
public final class Trainer {
  let session: Session
  let folder: RunFolder
  let report: (TrainingEvent) -> Void
  let splits: PictureSplits
  let loader: Loader
  let optimizer: SGD
  let log: RunLog
  var state = RunState()

  /// A run of `recipe` in `folder`: from the last checkpoint where it resumes, else from the start.
  ///
  /// A run that was killed before its first checkpoint begins anew when it is resumed.
  ///
  /// - Throws: what reading the pictures, the recipe or the checkpoint throws.
  public init(
    _ recipe: Recipe, in folder: RunFolder, resumes: Bool,
    report: @escaping (TrainingEvent) -> Void
  ) throws {
    let seed = Seed(recipe.seed)
    splits = try recipe.data.splits(seed: seed)
    loader = try Self.loader(recipe, splits, seed)
    let continues = resumes && folder.hasProgress
    let checkpoint = continues ? try Checkpoint(at: folder.checkpoint("last")) : nil
    session = try Session(
      recipe, weights: checkpoint.map { .init(name: "the checkpoint", $0.weights) })
    optimizer = SGD(recipe.optimizer, session.store.parameters)
    if let checkpoint {
      state = checkpoint.state
      try state.check(epochs: recipe.epochs, batches: loader.batches, folder.path)
      try optimizer.restore(checkpoint.velocities)
    }
    log = try RunLog(
      "\(folder.path)/\(RunLog.name)", length: state.logLengths[RunLog.name] ?? 0)
    self.folder = folder
    self.report = report
    if resumes, !continues {
      report(.notice("the run ended before its first checkpoint and begins anew"))
    }
    try noteEngine()
    if checkpoint == nil { try writeCheckpoint("last") }
  }

  private static func loader(
    _ recipe: Recipe, _ splits: PictureSplits, _ seed: Seed
  ) throws -> Loader {
    let loader = Loader(
      set: splits.training, transforms: recipe.data.augmentation, batchSize: recipe.batchSize,
      dropsLast: true, shuffles: true, seed: seed / "pictures", threads: recipe.data.threads)
    guard loader.batches > 0 else {
      throw TrainingError.badRecipe(
        name: recipe.name,
        problems: [
          "batchSize is \(recipe.batchSize), only \(splits.training.count) pictures are trained on"
        ])
    }
    return loader
  }

  /// Makes the steps that remain, and judges what came of them.
  ///
  /// - Throws: `TrainingError.lossNotFinite`, and what reading pictures or writing files throws.
  public func run() throws {
    guard !state.isDone else {
      report(.notice("\(folder.path) is finished; its last log line holds the results"))
      return
    }
    let recipe = session.recipe
    report(.begins(steps: recipe.epochs * loader.batches, done: state.step))
    while state.epoch < recipe.epochs {
      let clock = Stopwatch()
      let waited = try trainEpoch()
      let training = clock.seconds
      try endEpoch(training: training, waited: waited)
    }
    try finish()
  }

  /// Makes the epoch's remaining steps; returns the seconds spent waiting for pictures.
  private func trainEpoch() throws -> Double {
    let recipe = session.recipe
    let batching = Batching(for: session.task.network)
    let batches = loader.epoch(state.epoch, startingAt: state.batch)
    var waited = 0.0
    while let pictures = try batches.next() {
      let clock = Stopwatch()
      let rate = recipe.optimizer.learningRate * factor(at: state.step)
      try optimizer.zeroGradients()
      let learned = try recipe.method.training.learn(
        session.task, from: batching(pictures), seed: session.seed / "step" / state.step)
      let loss = try checkedTotal(learned)
      let norm = try recipe.clipNorm.map { try optimizer.clipGradients(to: $0) }
      try optimizer.step(learningRate: rate)
      state.step += 1
      state.batch += 1
      state.lossSum += loss
      let time = StepTime(step: clock.seconds, wait: batches.waited - waited)
      waited = batches.waited
      try logStep(learned, loss: loss, rate: rate, norm: norm, time)
      if let every = recipe.checkpointEvery, state.step % every == 0 {
        try writeCheckpoint("last")
      }
    }
    return waited
  }

  private func factor(at step: Int) -> Double {
    let recipe = session.recipe
    return recipe.schedule.factor(
      at: step, stepsPerEpoch: loader.batches, epochs: recipe.epochs)
  }

  private func checkedTotal(_ learned: Learned) throws -> Double {
    let total = try learned.total()
    guard total.isFinite else {
      let terms = try learned.parts.map { "\($0.name) \(try $0.value())" }
      throw TrainingError.lossNotFinite(
        step: state.step + 1, epoch: state.epoch + 1, terms: terms)
    }
    return total
  }

  private func logStep(
    _ learned: Learned, loss: Double, rate: Double, norm: Double?, _ time: StepTime
  ) throws {
    guard state.step % session.recipe.logEvery == 0 || state.step == 1 else {
      return report(.step(state.step, loss: loss, entry: nil))
    }
    let parts = try learned.parts.map { ($0.name, try $0.value()) }
    let survival = try session.recipe.precision.autocast.map { dtype in
      try learned.moves.flatMap { move in
        try move.lessons.indices.map { index in
          ("\(move.stage).\(index)", try move.survival(ofLesson: index, roundedTo: dtype))
        }
      }
    }
    let entry = StepEntry(
      epoch: state.epoch + 1, step: state.step, learningRate: rate, loss: loss,
      losses: Dictionary(uniqueKeysWithValues: parts), passes: PassesEntry(learned.passes),
      survival: survival.map { Dictionary(uniqueKeysWithValues: $0) }, gradientNorm: norm,
      time: time)
    try log.add(entry)
    report(.step(state.step, loss: loss, entry: entry))
  }
}
