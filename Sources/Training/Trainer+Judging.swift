import Networks
import Pictures
import Randomness
import Torch

// What a trainer does between epochs and at the end.

extension Trainer {
  /// Judges the epoch on the pictures held out, and keeps its weights.
  func endEpoch(training: Double, waited: Double) throws {
    let clock = Stopwatch()
    let scores = try splits.validation.map { try judge($0, "validation", .clean) }
    if let scores { try checkFinite(scores.loss, "validation") }
    let steps = state.batch
    state.epoch += 1
    let isBest = scores.map { $0.top1 > state.bestTop1 ?? -1 } ?? false
    if isBest {
      state.bestTop1 = scores?.top1
      state.bestEpoch = state.epoch
    }
    let entry = EpochEntry(
      epoch: state.epoch, step: state.step, loss: state.lossSum / Double(max(1, steps)),
      validation: scores, bestEpoch: state.bestEpoch,
      time: EpochTime(training: training, wait: waited, validation: clock.seconds))
    state.batch = 0
    state.lossSum = 0
    try log.add(entry)
    if isBest { try writeCheckpoint("best") }
    try writeCheckpoint("last")
    try folder.writeTable()
    report(.epoch(entry))
  }

  /// Judges the last and the best weights on the test pictures, and ends the log.
  func finish() throws {
    let last = try judgeAll(session.task, "last")
    try checkFinite(last["clean"]?.loss ?? 0, "test")
    var best = state.bestEpoch == nil ? nil : last
    if let epoch = state.bestEpoch, epoch < state.epoch {
      let weights = try ParameterStore.Source(path: folder.checkpoint("best"))
      best = try judgeAll(Session(session.recipe, weights: weights).task, "best")
    }
    try folder.writeTable()
    let entry = FinalEntry(step: state.step, last: last, best: best, bestEpoch: state.bestEpoch)
    try log.add(entry)
    state.isDone = true
    try writeCheckpoint("last")
    report(.final(entry))
  }

  /// Stops where the last step broke the network, which no later step's loss would tell.
  private func checkFinite(_ loss: Double, _ pictures: String) throws {
    guard !loss.isFinite else { return }
    let epoch = (state.step + loader.batches - 1) / loader.batches
    throw TrainingError.lossNotFinite(
      step: state.step, epoch: epoch, terms: ["\(pictures) pictures \(loss)"])
  }

  private func judgeAll(_ task: Classification, _ name: String) throws -> [String: Scores] {
    try session.recipe.evaluation.challenges.reduce(into: [:]) { scores, challenge in
      scores[challenge.name] = try judge(
        splits.test, "\(name) weights, \(challenge.name)", challenge.challenge, task)
    }
  }

  private func judge(
    _ pictures: any PictureSet, _ name: String, _ challenge: Challenge,
    _ task: Classification? = nil
  ) throws -> Scores {
    let evaluator = Evaluator(
      task ?? session.task, batchSize: session.recipe.evaluation.batchSize,
      seed: session.seed / "evaluation")
    return try evaluator.scores(on: pictures, under: challenge) {
      report(.judging(name, done: $0, of: pictures.count))
    }
  }

  func writeCheckpoint(_ name: String) throws {
    try log.flush()
    state.logLengths = [RunLog.name: try log.length]
    state.engine = Engine.version
    state.threads = Engine.threads
    let config = ModelConfig(session.recipe, classes: splits.training.classes)
    try Checkpoint(weights: session.weights, velocities: optimizer.state, state: state)
      .write(to: folder.checkpoint(name), config: config)
  }

  /// Tells where numbers can differ from those of the run's beginning.
  func noteEngine() throws {
    if state.threads > 0, state.threads != Engine.threads || state.engine != Engine.version {
      report(
        .notice(
          "the run began with libtorch \(state.engine) and \(state.threads) threads, it goes on "
            + "with \(Engine.version) and \(Engine.threads): last digits can differ"))
    }
    if session.recipe.precision == .bf16, session.task.network.device.kind == .cpu,
      !Processor.hasBF16
    {
      report(
        .notice(
          "this processor has no bf16 instructions (avx512_bf16, amx_bf16): precision=fp32 is "
            + "about twice as fast here"))
    }
  }
}
