import Networks
import Pictures
import Randomness
import Torch

// What a trainer does between epochs and at the end.

extension Trainer {
  /// Judges the epoch on the pictures held out, and keeps its weights.
  func endEpoch() throws {
    let clock = Stopwatch()
    let isJudged = session.recipe.evaluation.judges(after: state.step, of: length)
    let scores = isJudged ? try splits.validation.map(judgeHeldOut) : nil
    let isBest = scores.map(keepIfBest) ?? false
    let steps = length.steps(inEpoch: state.epoch)
    state.epoch += 1
    let entry = EpochEntry(
      epoch: state.epoch, step: state.step, loss: state.lossSum / Double(steps),
      validation: scores, bestEpoch: state.bestEpoch,
      passes: state.passes.map { PassesEntry($0, over: Double(steps)) },
      time: EpochTime(
        training: state.spent.training, wait: state.spent.wait, validation: clock.seconds))
    state.batch = 0
    state.lossSum = 0
    state.passes = .init()
    state.spent = .init()
    let warnings = state.moves.warnings()
    try log.add(entry)
    try writeCheckpoint(isBest: isBest)
    hasAdvanced = true
    try folder.writeTable()
    report(.epoch(entry))
    for warning in warnings { report(.notice(warning)) }
  }

  /// Whether the pictures held out are to be judged before the next step, which is not an epoch's
  /// first.
  var isToJudgeWithinEpoch: Bool {
    state.batch > 0 && state.judgedStep != state.step && splits.validation != nil
      && session.recipe.evaluation.judges(after: state.step, of: length)
  }

  /// Judges the pictures held out, and keeps the weights.
  func judgeWithinEpoch() throws {
    guard let pictures = splits.validation else { return }
    let clock = Stopwatch()
    let scores = try judgeHeldOut(pictures)
    let isBest = keepIfBest(scores)
    let entry = ValidationEntry(
      epoch: state.epoch + 1, step: state.step, validation: scores,
      bestStep: state.bestStep ?? state.step, time: ValidationTime(validation: clock.seconds))
    try log.add(entry)
    try writeCheckpoint(isBest: isBest)
    hasAdvanced = true
    report(.validation(entry))
  }

  /// Remembers how good the weights of the epoch under way are, and whether none were better.
  private func keepIfBest(_ scores: Scores) -> Bool {
    guard scores.merit > state.bestMerit ?? -.infinity else { return false }
    state.bestMerit = scores.merit
    (state.bestEpoch, state.bestStep) = (state.epoch + 1, state.step)
    return true
  }

  /// Judges the last and the best weights on the test pictures, keeps what a report shows, and ends
  /// the log.
  func finish() throws {
    let kept = try JudgedFolder("\(folder.path)/judged")
    let last = try examine(learner.judged, "last", epoch: state.epoch, step: state.step, kept)
    try checkFinite(last.scores["clean"]?.loss ?? 0, "test")
    var best: Judged.Weights?
    if let epoch = state.bestEpoch, let step = state.bestStep, step < state.step {
      try noteCheckpoint(writer.wait())
      let weights = try ParameterStore.Source(path: folder.checkpoints().place("best"))
      let session = try Session<Task>(
        session.recipe, classes: splits.training.classes, weights: weights)
      best = try examine(session.task, "best", epoch: epoch, step: step, kept)
    }
    try kept.finish(
      Judged(
        classes: splits.test.classes, last: last, best: best, bestEpoch: state.bestEpoch))
    try folder.writeTable()
    let entry = FinalEntry(
      step: state.step, pictures: splits.judged, last: last.scores,
      best: best?.scores ?? (state.bestEpoch == nil ? nil : last.scores),
      bestEpoch: state.bestEpoch, bestStep: judgesBySteps ? state.bestStep : nil)
    try log.add(entry)
    try Report([folder.path]).write(to: "\(folder.path)/report.html")
    state.isDone = true
    try writeCheckpointAndWait()
    report(.final(entry))
  }

  /// Stops where the last step broke the network, which no later step's loss would tell.
  private func checkFinite(_ loss: Double, _ pictures: String) throws {
    guard !loss.isFinite else { return }
    let epoch = (state.step + length.stepsPerEpoch - 1) / length.stepsPerEpoch
    throw TrainingError.lossNotFinite(
      step: state.step, epoch: epoch, terms: ["\(pictures) pictures \(loss)"])
  }

  /// Judges some weights on all that the recipe asks for.
  private func examine(
    _ task: Task, _ name: String, epoch: Int, step: Int, _ kept: JudgedFolder
  ) throws -> Judged.Weights {
    let recipe = session.recipe
    var scores: [String: Scores] = [:]
    var clean: Task.Judgement?
    try task.judgeAll(splits.test, by: recipe, seed: session.seed) {
      report(.judging("\(name) weights, \($0)", done: $1, of: $2))
      try heedStop()
    } each: { challenge, judgement in
      try noteSkipped(judgement.skipped, of: "\(name) weights, \(challenge)")
      scores[challenge] = judgement.scores
      if clean == nil { clean = judgement }
    }
    guard let clean else { preconditionFailure("unharmed pictures are judged first") }
    var weights = try task.kept(
      clean, scores,
      in: Examination(
        recipe: recipe, pictures: splits.test, seed: session.seed, name: name, epoch: epoch,
        folder: kept))
    weights.step = judgesBySteps ? step : nil
    return weights
  }

  private var judgesBySteps: Bool { session.recipe.evaluation.everySteps != nil }

  private func judgeHeldOut(_ pictures: any PictureSet) throws -> Scores {
    let judgement = try learner.judged.judge(
      pictures, under: .clean, by: session.recipe, seed: session.seed
    ) {
      report(.judging("validation", done: $0, of: pictures.count))
      try heedStop()
    }
    try noteSkipped(judgement.skipped, of: "validation")
    try checkFinite(judgement.scores.loss, "validation")
    state.judgedStep = state.step
    return judgement.scores
  }
}
