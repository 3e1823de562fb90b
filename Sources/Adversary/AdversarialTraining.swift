import Networks
import Randomness

/// Adversarial training: every batch is learned with its pictures attacked, and not as it is.
///
/// A baseline, and the first half of training on attacked pictures and then on clean ones. The attack
/// goes through the network as it trains, by the batch's statistics, and moves no running average.
/// Source: Madry et al., 2018 (arXiv 1706.06083), section 2.
public struct AdversarialTraining: TrainingMethod, Sendable, Hashable {
  /// How pictures, in 0...1, are attacked; they are kept in there.
  public var attack: PGD

  /// Training on pictures that `attack` moved.
  public init(attack: PGD) { self.attack = attack }

  /// Adds this batch's gradients to the parameters, and tells what was learned: `attacked`.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var method = AFAN(cleanWeight: 1, cuts: [])
    method.start = .attacked(attack)
    return try method.learn(task, from: batch, seed: seed)
  }
}
