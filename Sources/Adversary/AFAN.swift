import Networks
import Randomness
import Torch

/// Adversarial feature augmentation and normalization.
///
/// Each batch is learned as it is, and again from each cut on with the features there moved to
/// where the loss is higher. What is learned from moved features trains the stages behind the cut,
/// and with `front` attached those before it. Source: Chen et al., 2022 (arXiv 2103.12171), figure 2.
public struct AFAN: TrainingMethod, Sendable, Hashable {
  /// One place of the network whose features are moved.
  public struct Cut: Sendable, Hashable {
    /// The stage whose features are moved, such as `layer2`.
    public var stage: String
    /// How they are moved.
    public var attack: PGD
    /// What is learned from the move.
    public var lessons: [Lesson]

    /// A cut behind `stage`.
    public init(stage: String, attack: PGD, lessons: [Lesson]) {
      self.stage = stage
      self.attack = attack
      self.lessons = lessons
    }
  }

  /// What a batch is before its features are moved: the term of the loss beside the lessons.
  ///
  /// Pictures that are mixed with each other come so in the batch.
  public enum Start: Sendable, Hashable {
    /// The pictures as they are.
    case clean
    /// The pictures moved by an attack through the whole network, and kept in 0...1: training on
    /// attacked pictures (Madry et al., 2018) with lessons on top, as in the authors' `_advt` scripts.
    case attacked(PGD)
  }

  /// Where batch norms take mean and variance from while an attack looks for slopes.
  public enum AttackStatistics: String, Sendable, CaseIterable {
    /// The batch.
    case batch
    /// The running averages, as in evaluation.
    case running
  }

  /// What lessons have to do with the stages that made the maps they begin with.
  public enum Attachment: String, Sendable, CaseIterable {
    /// They train them.
    case attached
    /// They take the maps as they are.
    case detached
  }

  /// Where an attack's first slopes come from.
  public enum FirstSlopes: String, Sendable, CaseIterable {
    /// The clean loss's backward pass where that is exact, a pass of their own otherwise.
    case free
    /// Always a pass of their own.
    case explicit
  }

  /// What a batch is before its features are moved.
  public var start = Start.clean
  /// The weight of the loss at the start; 0 or more.
  public var cleanWeight = 0.5
  /// Where features are moved, each on its own.
  public var cuts: [Cut]
  /// The set of batch-norm parameters that lessons train.
  public var branch = Pass.Branch.main
  /// The set that attacks go through; `nil` for the one that lessons train.
  public var attackBranch: Pass.Branch?
  /// Where batch norms take mean and variance from while an attack looks for slopes.
  public var attackStatistics = AttackStatistics.batch
  /// Whether lessons move the main branch's running averages, as in the authors' code.
  ///
  /// By default they do not: evaluation sees clean features, and averages that are mixed with moved
  /// ones belong to neither. Averages of an auxiliary branch always follow the lessons.
  public var lessonsMoveAverages = false
  /// Whether lessons train the stages before their cut, as if they began with the clean features plus
  /// a constant.
  ///
  /// By default they do not, as in the authors' code.
  public var front = Attachment.detached
  /// Whether lessons train the stages that made the maps which a decoder reads past their cut, as in
  /// the authors' segmentation code; such maps are never moved.
  public var skips = Attachment.attached
  /// Whether lessons behind the first stage begin with pictures as they were before any were mixed.
  var attacksOriginals = false
  /// Where an attack's first slopes come from.
  public var firstSlopes = FirstSlopes.free

  /// A method with the given cuts and the weight of the clean loss.
  public init(cleanWeight: Double = 0.5, cuts: [Cut]) {
    self.cleanWeight = cleanWeight
    self.cuts = cuts
  }

  /// The stages that are cut.
  public var stages: [String] { cuts.map(\.stage) }

  /// One more than the last auxiliary branch that lessons or attacks go through, or 0.
  public var auxiliaryBranches: Int {
    max(branch.auxiliaryBranches, attackBranch?.auxiliaryBranches ?? 0)
  }

  /// Adds this batch's gradients to the parameters, and tells what was learned.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    try learn(task, from: batch, seed: seed, strengths: nil)
  }

  /// The same with the strength of each cut's lessons as a tensor, whose gradient is added too.
  func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed, strengths: [Tensor]?
  ) throws -> Learned {
    var step = AFANStep(self, task, seed: seed)
    var kept = try step.learnStart(of: batch)
    for (index, cut) in cuts.enumerated() {
      guard let state = try attacksOriginals ? step.original(batch) : kept[cut.stage] else {
        continue
      }
      if !cuts[(index + 1)...].contains(where: { $0.stage == cut.stage }) { kept[cut.stage] = nil }
      try step.learn(cut, from: state, strength: strengths?[index])
    }
    try step.learnFront()
    return step.learned
  }
}

extension AFAN {
  /// The forward pass by which attacks look for slopes, with the draws of `seed`.
  public func attackPass(seed: Seed) -> Pass {
    let branch = attackBranch ?? branch
    return switch attackStatistics {
    case .batch: .attacking(branch, seed: seed)
    case .running: .evaluating(branch)
    }
  }

  /// Whether the gradient of the loss at the start is the attack's first step's: the same pictures,
  /// objective, targets, branch, statistics and draws, from the same place.
  public func hasFreeSlopes(_ attack: PGD) -> Bool {
    firstSlopes == .free && !attacksOriginals && cleanWeight > 0
      && (attackBranch ?? branch) == .main
      && attackStatistics == .batch && !attack.targeted && !attack.randomStart
      && attack.direction == .gradient
  }
}

extension AFAN.Start {
  /// What the loss at the start is called in a log.
  var name: String {
    switch self {
    case .clean: "clean"
    case .attacked: "attacked"
    }
  }
}
