import Adversary
import Foundation
import Networks
import Pictures
import Randomness
import Torch

/// How a run ended.
public enum TrainingEnding: Sendable, Hashable {
  /// All its steps are made.
  case done
  /// It was asked to stop, and can be resumed.
  case stopped(StopRequest.Reason, step: Int, of: Int)
}

/// Trains a recipe in a run's folder, from its beginning or from where it was left.
public final class Trainer<Task: TrainableTask> {
  let learner: Learner<Task>
  let folder: RunFolder
  let stop: StopRequest
  let report: (TrainingEvent) -> Void
  let splits: PictureSplits
  let loader: Loader
  let log: RunLogs
  let writer: CheckpointWriter
  var state = RunState()
  /// Whether this has made a step, or judged an epoch.
  var hasAdvanced = false
  /// The damaged pictures that were told of.
  var told: Set<String> = []
  /// What the newest checkpoint, perhaps not yet whole, is of, and how long training stood still.
  var beingWritten: (state: RunState, held: Double)?

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
    splits = try recipe.splits { report(.scanning($0, $1)) }
    if !recipe.data.collection.isPublished { report(.notice(splits.summary)) }
    loader = try Self.loader(recipe, splits, seed)
    let length = RunLength(recipe, batches: loader.batches)
    for note in try recipe.notes(onScheduleOver: length) { report(.notice(note)) }
    report(.preparing("building the network"))
    let classes = splits.training.classes
    let checkpoint =
      resumes ? try Self.checkpoint(in: folder, for: recipe, classes, report: report) : nil
    let session = try Session<Task>(
      recipe, classes: classes,
      weights: checkpoint.map { .init(name: "the checkpoint", $0.weights) })
    if let checkpoint {
      state = checkpoint.state
      try state.check(length, perStep: recipe.accumulate, folder.path)
      try checkpoint.requireAverages(recipe.average != nil, folder.path)
    }
    learner = try Learner(
      session, state: checkpoint?.optimizer ?? [:], averages: checkpoint?.averages)
    log = try RunLogs(of: recipe, in: folder.path, lengths: state.logLengths)
    writer = CheckpointWriter(folder.checkpoints(kept: recipe.checkpointsKept))
    self.folder = folder
    self.stop = stop
    self.report = report
    for notice in session.notices { report(.notice(notice)) }
    try noteEngine()
    if checkpoint == nil {
      try writeCheckpointAndWait()
    } else {
      beingWritten = (state, 0)
      try folder.writeTable()
    }
  }

  /// Makes the steps that remain, and judges what came of them.
  ///
  /// Where it is asked to stop it ends the step under way, or leaves off judging, and writes a
  /// checkpoint. A time limit is heeded once a step was made or an epoch judged, so that a run comes to
  /// its end by any. It returns when nothing is being written any more.
  ///
  /// - Throws: `TrainingError.lossNotFinite`, and what reading pictures or writing files throws.
  @discardableResult
  public func run() throws -> TrainingEnding {
    guard !state.isDone else {
      report(.notice("\(folder.path) is finished; these are its results"))
      if let results = try folder.results() { report(.final(results)) }
      return .done
    }
    do {
      report(.begins(plan))
      while state.epoch < length.epochs {
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

  /// Ends what is under way where the run was asked to stop; by a time limit, not before something was
  /// done that need not be done again.
  func heedStop() throws {
    guard let reason = stop.reason, hasAdvanced || reason != .timeLimit else { return }
    throw Stopped(reason: reason)
  }

  /// Makes the epoch's remaining steps.
  private func trainEpoch() throws {
    let batches = StepBatches(loader.epoch(state.epoch, startingAt: state.batch))
    var clock = Stopwatch()
    let steps = length.steps(inEpoch: state.epoch)
    while state.batch < steps * session.recipe.accumulate {
      if isToJudgeWithinEpoch {
        try judgeWithinEpoch()
        _ = clock.lap()
      }
      try step(on: batches)
      state.spent.training += clock.lap()
      if let every = session.recipe.checkpointEvery, state.step % every == 0 {
        try writeCheckpoint()
      }
      try noteCheckpoint(writer.finished())
      try heedStop()
    }
  }

  /// Makes one step, and tells of it; one of which no picture could be read counts all the same, so
  /// that an epoch always has as many.
  private func step(on batches: StepBatches) throws {
    let recipe = session.recipe
    let clock = Stopwatch()
    let waited = batches.waited
    let rate = recipe.optimizer.learningRate * factor(at: state.step)
    let end = state.batch + recipe.accumulate
    var isFirst = state.batch == 0
    let learned = try learner.learn(step: state.step, of: length) {
      guard let pictures = try batches.next(before: end) else { return nil }
      if isFirst { try log.show(pictures, epoch: state.epoch + 1, step: state.step) }
      isFirst = false
      return try session.task.batch(of: pictures)
    }
    try noteSkipped(batches.skipped(before: end), of: "training")
    state.batch = end
    state.step += 1
    hasAdvanced = true
    guard let learned else { return }
    try checkFinite(learned)
    let norm = try learner.move(step: state.step - 1, learningRate: rate)
    state.lossSum += learned.total
    state.passes? += learned.passes
    let wait = batches.waited - waited
    state.spent.wait += wait
    try logStep(learned, rate: rate, norm: norm, StepTime(step: clock.seconds - wait, wait: wait))
    if state.step == 1 || state.batch == length.steps(inEpoch: state.epoch) * recipe.accumulate {
      try log.show(learned.moves, step: state.step)
    }
  }

  /// The network that learns, and its recipe.
  var session: Session<Task> { learner.session }

  /// How many steps and epochs the run has.
  var length: RunLength { RunLength(session.recipe, batches: loader.batches) }

  private func factor(at step: Int) -> Double {
    session.recipe.schedule.factor(
      at: step, stepsPerEpoch: length.stepsPerEpoch, steps: length.steps)
  }

  private func checkFinite(_ learned: LearnedStep) throws {
    guard !learned.total.isFinite else { return }
    throw TrainingError.lossNotFinite(
      step: state.step, epoch: state.epoch + 1,
      terms: learned.parts.map { "\($0.name) \($0.value)" })
  }
}

/// What `run` catches when it was asked to stop.
private struct Stopped: Error {
  let reason: StopRequest.Reason
}
