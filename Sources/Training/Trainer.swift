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
  let stop: StopRequest
  let report: (TrainingEvent) -> Void
  let splits: PictureSplits
  let loader: Loader
  let optimizer: SGD
  let log: RunLog
  let writer: CheckpointWriter
  var state = RunState()
  /// What the newest checkpoint, perhaps not yet whole, is of, and how long training stood still.
  var beingWritten: (state: RunState, held: Double)?

  /// How a run ended.
  public enum Ending: Sendable, Hashable {
    /// All its steps are made.
    case done
    /// It was asked to stop, and can be resumed.
    case stopped(StopRequest.Reason, step: Int, of: Int)
  }

  /// A run of `recipe` in `folder`: from the newest whole checkpoint where it resumes, else from
  /// the start.
  ///
  /// A run that was killed before its first checkpoint begins anew when it is resumed.
  ///
  /// - Throws: what reading the pictures, the recipe or the checkpoint throws.
  public init(
    _ recipe: Recipe, in folder: RunFolder, resumes: Bool, stop: StopRequest = StopRequest(),
    report: @escaping (TrainingEvent) -> Void
  ) throws {
    report(.preparing("reading the pictures"))
    let seed = Seed(recipe.seed)
    splits = try recipe.data.splits(seed: seed)
    loader = try Self.loader(recipe, splits, seed)
    report(.preparing("building the network"))
    let checkpoint = resumes ? try Self.checkpoint(in: folder, for: recipe, report: report) : nil
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
    writer = CheckpointWriter(folder.checkpoints(kept: recipe.checkpointsKept))
    self.folder = folder
    self.stop = stop
    self.report = report
    try noteEngine()
    if checkpoint == nil {
      try writeCheckpointAndWait()
    } else {
      beingWritten = (state, 0)
      try folder.writeTable()
    }
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
  /// Where it is asked to stop it ends the step under way, or leaves off judging, and writes a
  /// checkpoint; at least one step is made. It returns when nothing is being written any more.
  ///
  /// - Throws: `TrainingError.lossNotFinite`, and what reading pictures or writing files throws.
  @discardableResult
  public func run() throws -> Ending {
    guard !state.isDone else {
      report(.notice("\(folder.path) is finished; these are its results"))
      if let results = try folder.results() { report(.final(results)) }
      return .done
    }
    do {
      report(.begins(plan))
      while state.epoch < session.recipe.epochs {
        try trainEpoch()
        try endEpoch()
      }
      try finish()
      return .done
    } catch let error as Stopped {
      try writeCheckpointAndWait()
      return .stopped(error.reason, step: state.step, of: plan.steps)
    } catch {
      _ = try? writer.wait()
      throw error
    }
  }

  /// Ends what is under way where the run was asked to stop.
  func heedStop() throws {
    if let reason = stop.reason { throw Stopped(reason: reason) }
  }

  /// What `run` catches when it was asked to stop.
  private struct Stopped: Error {
    let reason: StopRequest.Reason
  }

  /// Makes the epoch's remaining steps.
  private func trainEpoch() throws {
    let batches = loader.epoch(state.epoch, startingAt: state.batch)
    var clock = Stopwatch()
    var waited = 0.0
    while let pictures = try batches.next() {
      let wait = batches.waited - waited
      waited = batches.waited
      try step(on: pictures, waited: wait)
      state.spent.wait += wait
      state.spent.training += clock.lap()
      if let every = session.recipe.checkpointEvery, state.step % every == 0 {
        try writeCheckpoint()
      }
      try noteCheckpoint(writer.finished())
      try heedStop()
    }
  }

  /// Makes one step, and tells of it; `wait` is how long its pictures were waited for, in seconds.
  private func step(on pictures: PictureBatch, waited wait: Double) throws {
    let recipe = session.recipe
    let clock = Stopwatch()
    let batch = try Batching(for: session.task.network)(pictures)
    let rate = recipe.optimizer.learningRate * factor(at: state.step)
    try optimizer.zeroGradients()
    let learned = try recipe.method.training.learn(
      session.task, from: batch, seed: session.seed / "step" / state.step)
    let loss = try checkedTotal(learned)
    let norm = try recipe.clipNorm.map { try optimizer.clipGradients(to: $0) }
    try optimizer.step(learningRate: rate)
    state.step += 1
    state.batch += 1
    state.lossSum += loss
    let time = StepTime(step: clock.seconds, wait: wait)
    try logStep(learned, loss: loss, rate: rate, norm: norm, time)
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
}
