import Networks
import Randomness

/// AdvProp: each batch is learned as it is, and once more with its pictures attacked, through batch
/// norms of their own.
///
/// Convolutions are shared, scales, shifts and running averages are not; evaluation uses the clean
/// ones. Source: Xie et al., 2020 (arXiv 1911.09665), algorithm 1. By default the attack is a small
/// network's: one targeted step of 1/255, from a random place, by the running averages.
public struct AdvProp: TrainingMethod, Sendable, Hashable {
  /// The weight of the loss on clean pictures; 0 or more.
  public var cleanWeight = 0.5
  /// The weight of the loss on attacked pictures; 0 or more.
  public var adversarialWeight = 0.5
  /// How pictures, in 0...1, are attacked; they are kept in there.
  public var attack: PGD = {
    var attack = PGD(stepSize: 1.0 / 255, radius: 1.0 / 255, randomStart: true, targeted: true)
    attack.cleanStarts = 0.2
    return attack
  }()
  /// The batch norms of attacked pictures; `main` is the joint training that AdvProp improves on.
  public var branch = Pass.Branch.auxiliary(0)
  /// Where these take mean and variance from while the attack looks for slopes; `batch` where they
  /// are the main ones, whose averages have moved by then.
  public var attackStatistics = AFAN.AttackStatistics.running

  /// The usual settings.
  public init() {}

  /// The branch of attacked pictures and those before it.
  public var auxiliaryBranches: Int { branch.auxiliaryBranches }

  /// Adds this batch's gradients to the parameters, and tells what was learned: `clean`, and
  /// `<first stage>.0` on attacked pictures.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var method = AFAN.atPictures(
      of: task, attack, branch, weights: (cleanWeight, adversarialWeight))
    method.attacksOriginals = true
    method.attackStatistics = attackStatistics
    return try method.learn(task, from: batch, seed: seed)
  }
}

extension AFAN {
  /// Lessons on attacked pictures, of their whole move, kept in 0...1, through the norms of `branch`,
  /// whose averages follow.
  static func atPictures<Task: RecognitionTask>(
    of task: Task, _ attack: PGD, _ branch: Pass.Branch,
    weights: (clean: Double, adversarial: Double)
  ) -> AFAN {
    var attack = attack
    attack.range = 0...1
    let stage = task.network.stages.first?.name ?? ""
    let lesson = Lesson(weight: weights.adversarial)
    var method = AFAN(
      cleanWeight: weights.clean, cuts: [Cut(stage: stage, attack: attack, lessons: [lesson])])
    method.branch = branch
    method.lessonsMoveAverages = true
    return method
  }
}
