import Networks
import Pictures
import Randomness
import Torch

// What a trainer does between epochs and at the end.

extension Trainer {
  /// Judges the epoch on the pictures held out, and keeps its weights.
  func endEpoch() throws {
    let clock = Stopwatch()
    let isJudged = session.recipe.evaluation.judges(epoch: state.epoch + 1, of: length)
    let held = isJudged ? splits.validation : nil
    let scores = try held.map { try judge($0, "validation", .clean).scores }
    if let scores { try checkFinite(scores.loss, "validation") }
    let steps = length.steps(inEpoch: state.epoch)
    state.epoch += 1
    let isBest = scores.map { $0.top1 > state.bestTop1 ?? -1 } ?? false
    if isBest {
      state.bestTop1 = scores?.top1
      state.bestEpoch = state.epoch
    }
    let entry = EpochEntry(
      epoch: state.epoch, step: state.step, loss: state.lossSum / Double(steps),
      validation: scores, bestEpoch: state.bestEpoch,
      time: EpochTime(
        training: state.spent.training, wait: state.spent.wait, validation: clock.seconds))
    state.batch = 0
    state.lossSum = 0
    state.spent = .init()
    let warnings = state.moves.warnings()
    try log.add(entry)
    try writeCheckpoint(isBest: isBest)
    try folder.writeTable()
    report(.epoch(entry))
    for warning in warnings { report(.notice(warning)) }
  }

  /// Judges the last and the best weights on the test pictures, keeps what a report shows, and ends
  /// the log.
  func finish() throws {
    let kept = try JudgedFolder("\(folder.path)/judged")
    let last = try examine(learner.judged, "last", epoch: state.epoch, kept)
    try checkFinite(last.scores["clean"]?.loss ?? 0, "test")
    var best: Judged.Weights?
    if let epoch = state.bestEpoch, epoch < state.epoch {
      try noteCheckpoint(writer.wait())
      let weights = try ParameterStore.Source(path: folder.checkpoints().place("best"))
      let session = try Session(
        session.recipe, classes: splits.training.classes, weights: weights)
      best = try examine(session.task, "best", epoch: epoch, kept)
    }
    try kept.finish(
      Judged(
        classes: splits.test.classes, last: last, best: best, bestEpoch: state.bestEpoch))
    try folder.writeTable()
    let entry = FinalEntry(
      step: state.step, pictures: splits.judged, last: last.scores,
      best: best?.scores ?? (state.bestEpoch == nil ? nil : last.scores),
      bestEpoch: state.bestEpoch)
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

  /// Judges some weights under every challenge.
  private func examine(
    _ task: Classification, _ name: String, epoch: Int, _ kept: JudgedFolder
  ) throws -> Judged.Weights {
    let clean = try judge(splits.test, "\(name) weights, clean", .clean, task)
    var scores = ["clean": clean.scores]
    for (challenge, change) in session.recipe.evaluation.challenges where challenge != "clean" {
      scores[challenge] =
        try judge(splits.test, "\(name) weights, \(challenge)", change, task).scores
    }
    if let pictures = session.recipe.conflictPictures {
      scores["conflict"] = try judge(pictures, "\(name) weights, conflict", .clean, task)
        .scores(ofCuesIn: pictures)
    }
    let examiner = Examiner(
      recipe: session.recipe, pictures: splits.test, reading: session.recipe.data.reading,
      folder: kept, seed: session.seed / "examples")
    return try examiner.examine(task, name, epoch: epoch, scores: scores, clean)
  }

  private func judge(
    _ pictures: any PictureSet, _ name: String, _ challenge: Challenge,
    _ task: Classification? = nil
  ) throws -> Judgement {
    let evaluator = Evaluator(task ?? learner.judged, as: session.recipe, seed: session.seed)
    let judgement = try evaluator.judge(pictures, under: challenge) {
      report(.judging(name, done: $0, of: pictures.count))
      try heedStop()
    }
    try noteSkipped(judgement.skipped, of: name)
    return judgement
  }
}
