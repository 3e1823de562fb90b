import Networks
import Randomness

/// AdvProp: each batch is learned as it is, and once more with its pictures attacked, through batch
/// norms of their own.
///
/// Convolutions are shared, scales, shifts and running averages are not; evaluation uses the clean
/// ones. Source: Xie et al., 2020 (arXiv 1911.09665), algorithm 1. By default the attack is a small
/// network's: one targeted step of 1/255, from a random place, by the running averages.
///
/// With `views` it is the fine-grained AdvProp of the same paper: each batch is learned once more for
/// each view of its pictures, such as one changed by AutoAugment, through batch norms of that view.
public struct AdvProp: TrainingMethod, Sendable, Hashable {
  /// How a view of the pictures is learned.
  public struct View: Sendable, Hashable {
    /// The weight of the loss on it; 0 or more.
    public var weight = 0.5
    /// Its batch norms.
    public var branch = Pass.Branch.auxiliary(1)

    /// The branch behind that of attacked pictures.
    public init() {}
  }

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
  /// How views of the pictures are learned, in the order in which a batch has them.
  public var views: [View] = []

  /// The usual settings.
  public init() {}

  /// The branches of attacked pictures and of views, and those before them.
  public var auxiliaryBranches: Int {
    views.map(\.branch.auxiliaryBranches).reduce(branch.auxiliaryBranches, max)
  }
  /// One for each of `views`.
  public var viewCount: Int { views.count }

  /// Adds this batch's gradients to the parameters, and tells what was learned: `clean`,
  /// `<first stage>.0` on attacked pictures, and `view.<i>`.
  ///
  /// - Throws: `NetworkError.noView` where the batch has fewer views.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var method = AFAN.atPictures(
      of: task, attack, branch, weights: (cleanWeight, adversarialWeight))
    method.attacksOriginals = true
    method.attackStatistics = attackStatistics
    var learned = try method.learn(task, from: batch, seed: seed)
    for (index, view) in views.enumerated() {
      try learned.learn(
        "view.\(index)", weight: view.weight, task, from: task.view(index, of: batch),
        .training(view.branch, seed: seed))
    }
    return learned
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
