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
    let survival = try session.recipe.precision.autocast.map { dtype in
      try learned.moves.flatMap { move in
        try move.lessons.indices.map { index in
          ("\(move.stage).\(index)", try move.survival(ofLesson: index, roundedTo: dtype))
        }
      }
    }
    let entry = StepEntry(
      epoch: state.epoch + 1, step: state.step, learningRate: rate, loss: learned.total,
      losses: Dictionary(uniqueKeysWithValues: learned.parts.map { ($0.name, $0.value) }),
      passes: PassesEntry(learned.passes),
      survival: survival.map { Dictionary(uniqueKeysWithValues: $0) }, gradientNorm: norm,
      time: time)
    try log.add(entry)
    report(.step(state.step, loss: learned.total, time: time, entry: entry))
  }
}
