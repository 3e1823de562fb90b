import Adversary

// How a trainer tells of its steps.

extension Trainer {
  /// Tells of the step just made, in the log too where it is its turn.
  func logStep(
    _ learned: LearnedStep, rate: Double, norm: Double?, _ time: StepTime
  ) throws {
    guard state.step % session.recipe.logEvery == 0 || state.step == 1 else {
      return report(.step(state.step, loss: learned.total, time: time, entry: nil))
    }
    let entry = StepEntry(
      epoch: state.epoch + 1, step: state.step, learningRate: rate, loss: learned.total,
      losses: Dictionary(uniqueKeysWithValues: learned.parts.map { ($0.name, $0.value) }),
      passes: PassesEntry(learned.passes), moves: try moves(learned), gradientNorm: norm,
      time: time)
    try log.add(entry)
    let rise = session.recipe.schedule.warmUpSteps(stepsPerEpoch: length.stepsPerEpoch)
    if let moves = entry.moves, state.step > rise { state.moves.add(moves) }
    report(.step(state.step, loss: learned.total, time: time, entry: entry))
  }

  /// What the lessons of the step's last batch were learned from; `nil` without lessons, and where
  /// there is nothing to compare them with.
  private func moves(_ learned: LearnedStep) throws -> [String: MoveEntry]? {
    let autocast = session.recipe.precision.autocast
    let pictures = session.task.network.stages.first?.name
    let entries = try learned.moves.filter(\.isOfStart).flatMap { move in
      // Pictures are normalized in the parameters' type before anything is rounded.
      let dtype = move.stage == pictures ? nil : autocast
      return try move.lessons.indices.map { index in
        ("\(move.stage).\(index)", MoveEntry(try move.effect(ofLesson: index, roundedTo: dtype)))
      }
    }
    return entries.isEmpty ? nil : Dictionary(uniqueKeysWithValues: entries)
  }
}
