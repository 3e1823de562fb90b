import Adversary

/// What a run has to do, for those who tell how long it will take.
public struct RunPlan: Sendable, Hashable {
  /// The steps of the whole run.
  public var steps: Int
  /// How many of them are made already.
  public var done: Int
  /// The steps of an epoch.
  public var stepsPerEpoch: Int
  /// The epochs of the whole run.
  public var epochs: Int { (steps + stepsPerEpoch - 1) / stepsPerEpoch }
  /// Every how many steps the pictures held out are judged, and after the last one.
  public var judgedEvery: Int
  /// The pictures of a step.
  public var batchSize: Int
  /// What judging those takes, in passes of one picture; a plain step takes three a picture.
  public var validationPasses: Double
  /// What judging at the end takes, in passes of one picture.
  public var finalPasses: Double
}

extension Trainer {
  /// What is to be done, and what is done.
  var plan: RunPlan {
    let recipe = session.recipe
    let challenges = recipe.evaluation.challenges.map(\.challenge.passes).reduce(0, +)
    let views = Double(recipe.evaluation.views.count)
    // The best weights are judged beside the last.
    let judged = (splits.validation == nil ? 1.0 : 2.0) * views
    return RunPlan(
      steps: length.steps, done: state.step, stepsPerEpoch: length.stepsPerEpoch,
      judgedEvery: recipe.evaluation.interval(in: length),
      batchSize: recipe.batchSize * recipe.accumulate,
      validationPasses: views * Double(splits.validation?.count ?? 0),
      finalPasses: judged
        * (challenges * Double(splits.test.count) + Double(recipe.evaluation.conflict ?? 0)))
  }
}

extension Challenge {
  /// Passes of one picture: forwards, and for each step of an attack back to the pixels.
  fileprivate var passes: Double {
    switch self {
    case .clean, .noise: 1
    case .attack(let attack): 1 + 2 * Double(attack.steps)
    }
  }
}

/// How fast a run goes, and how long it has to go.
public struct Pace: Sendable {
  private let plan: RunPlan
  private var steps = 0
  private var step = 0.0
  private var wait = 0.0
  private var plainSteps = 1.0
  private var secondsPerPass: Double?

  /// The pace of a run that is about to begin.
  public init(_ plan: RunPlan) {
    self.plan = plan
  }

  /// Takes in a step, which cost as much as so many plain ones where that is known.
  ///
  /// The first step, slow as it is, counts only until there is another; the last fifty weigh most.
  public mutating func made(_ time: StepTime, plainSteps: Double? = nil) {
    steps += 1
    let weight = steps <= 2 ? 1 : max(1 / Double(steps - 1), 0.02)
    step += weight * (time.step - step)
    wait += weight * (time.wait - wait)
    self.plainSteps = plainSteps ?? self.plainSteps
  }

  /// Takes in that the pictures held out were judged in so many seconds.
  public mutating func judged(_ seconds: Double) {
    guard plan.validationPasses > 0 else { return }
    secondsPerPass = seconds / plan.validationPasses
  }

  /// Pictures learned from in a second; 0 before the first step.
  public var picturesPerSecond: Double {
    steps == 0 ? 0 : Double(plan.batchSize) / max(step + wait, 1e-9)
  }

  /// The part of the time that was spent waiting for pictures, 0...1.
  public var waitingShare: Double { wait / max(step + wait, 1e-9) }

  /// How many seconds the run has to go after step `made`, with all that is judged.
  ///
  /// Before anything was judged, what judging takes is reckoned from what a step takes.
  public func secondsLeft(after made: Int) -> Double {
    let pass = secondsPerPass ?? step / (3 * plainSteps * Double(plan.batchSize))
    let judgements =
      (plan.steps + plan.judgedEvery - 1) / plan.judgedEvery - made / plan.judgedEvery
    return Double(plan.steps - made) * (step + wait)
      + pass * (Double(judgements) * plan.validationPasses + plan.finalPasses)
  }
}
