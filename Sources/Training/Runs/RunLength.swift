import Adversary

/// How long a run is, in steps and epochs.
public struct RunLength: Sendable, Hashable {
  /// The steps of a whole epoch; batches that do not fill one are left for another epoch.
  public let stepsPerEpoch: Int
  /// The steps of the run.
  public let steps: Int

  /// The length of a run of `recipe` whose training pictures make so many batches, one or more.
  init(_ recipe: Recipe, batches: Int) {
    stepsPerEpoch = max(1, batches / recipe.accumulate)
    steps = recipe.steps ?? recipe.epochs * stepsPerEpoch
  }

  /// The epochs of the run; the last one may be a part of one.
  public var epochs: Int { (steps + stepsPerEpoch - 1) / stepsPerEpoch }

  /// The steps of the epoch after `epoch` others.
  public func steps(inEpoch epoch: Int) -> Int {
    min(stepsPerEpoch, steps - epoch * stepsPerEpoch)
  }
}

extension Recipe {
  /// Where in a run of `length` step number `step` is, counted from 0; without a length all steps are
  /// of the first epoch.
  func moment(of step: Int, in length: RunLength?) -> RunMoment {
    let steps = length?.stepsPerEpoch ?? Int.max
    return RunMoment(
      stepInEpoch: step % steps,
      isEarlyInStage: schedule.isEarlyInStage(
        epoch: step / steps, of: length?.epochs ?? epochs))
  }
}

extension Recipe {
  /// What a person should know of the schedule in a run of `length`.
  ///
  /// - Throws: `TrainingError.badRecipe` where the rate would not come to its height.
  func notes(onScheduleOver length: RunLength) throws -> [String] {
    let rise = schedule.warmUpSteps(stepsPerEpoch: length.stepsPerEpoch)
    guard rise <= length.steps else {
      throw TrainingError.badRecipe(
        name: name,
        problems: [
          "schedule.warmUp is \(schedule.warmUp) epochs, \(rise) steps; the run has \(length.steps)"
        ])
    }
    guard case .steps(let falls) = schedule.shape else { return [] }
    let late = falls.epochs.filter { $0 >= length.epochs }
    guard !late.isEmpty else { return [] }
    let epochs = late.map(String.init).joined(separator: ", ")
    return [
      "schedule.shape.steps: the run ends after epoch \(length.epochs), so that the rate does not "
        + "fall at \(epochs)"
    ]
  }
}

extension EvaluationSettings {
  /// Every how many steps of a run the pictures held out are judged.
  func interval(in length: RunLength) -> Int { everySteps ?? every * length.stepsPerEpoch }

  /// Whether they are judged after so many steps, one or more.
  func judges(after step: Int, of length: RunLength) -> Bool {
    step % interval(in: length) == 0 || step == length.steps
  }
}
