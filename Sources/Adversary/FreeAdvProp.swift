import Networks
import Randomness

/// AdvProp whose attack's first step is free: it follows the slopes that learning from the clean
/// pictures leaves at them.
///
/// Another method than `AdvProp`: the attack raises the loss of the pictures' own classes, through
/// the batch norms of clean pictures with the batch's statistics, and starts at the pictures.
/// Attacked pictures are then learned through batch norms of their own all the same.
public struct FreeAdvProp: TrainingMethod, Sendable, Hashable {
  /// The weight of the loss on clean pictures, above 0; without it the first step is not free.
  public var cleanWeight = 0.5
  /// The weight of the loss on attacked pictures; 0 or more.
  public var adversarialWeight = 0.5
  /// How pictures, in 0...1, are attacked; they are kept in there.
  public var attack = PGD(stepSize: 1.0 / 255, radius: 1.0 / 255)
  /// The batch norms of attacked pictures.
  public var branch = Pass.Branch.auxiliary(0)

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
    method.attackBranch = .main
    return try method.learn(task, from: batch, seed: seed)
  }
}
