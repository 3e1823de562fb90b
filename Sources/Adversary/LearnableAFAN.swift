import Networks
import Randomness
import Torch

/// A-FAN whose strengths are learned: at each cut features are moved by their own part of an attack.
///
/// The authors' variant for several layers (`main_learnable.py` of their code; L-ALFA in an earlier
/// manuscript). A strength is lowered where that lowers the loss, so the strengths work against the
/// attack: only their sum, brought back to 1 after each batch, keeps the moves from vanishing, and
/// the penalty on their size has no say while all are positive. It is here for comparison; `AFAN`
/// with strengths that are chosen is what to train with.
public struct LearnableAFAN: TrainingMethod, Sendable, Hashable {
  /// The weight of the clean loss; 0 or more.
  public var cleanWeight = 0.5
  /// The weight of all the cuts' losses together, each an equal part of it.
  public var lessonWeight = 0.5
  /// The stages whose features are moved, each on its own.
  public var cuts: [String]
  /// How features are moved; of the move each cut takes its strength.
  public var attack = PGD(steps: 3, stepSize: 1.0 / 255)
  /// How far the strengths follow their slopes.
  public var learningRate = 0.01
  /// The part of the strengths' velocity that is kept, 0..<1.
  public var momentum = 0.9
  /// What the sum of the strengths' sizes costs.
  public var penalty = 1.0
  /// Whether lessons move the running averages of batch norm, as in the authors' code.
  public var lessonsMoveAverages = false

  /// Moves the features of the stages `cuts`.
  public init(cuts: [String]) { self.cuts = cuts }

  /// The stages that are cut.
  public var stages: [String] { cuts }

  /// Learns with strengths that are all the same, as in a run's first step.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var memory: MethodMemory = [:]
    return try learn(task, from: batch, seed: seed, memory: &memory)
  }

  /// Adds this batch's gradients to the parameters, and moves the strengths.
  ///
  /// `memory` has `strengths` and their `velocity`, `[cuts]`, in the order of `cuts`; empty at a
  /// run's start, where every strength is 1 / cuts.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed, memory: inout MethodMemory
  ) throws -> Learned {
    let network = task.network
    let usual = try Tensor.full(
      1 / Double(cuts.count), [cuts.count], dtype: network.precision.storage,
      device: network.device)
    let strengths = try (memory["strengths"] ?? usual).requiringGradient()
    let learned = try method.learn(
      task, from: batch, seed: seed,
      strengths: cuts.indices.map { try strengths.select(dim: 0, index: $0) })
    try withoutGradients {
      let slope = try strengths.gradient() + penalty * strengths.sign()
      let velocity = try memory["velocity"].map { try momentum * $0 + slope } ?? slope
      let moved = try strengths.detach() - learningRate * velocity
      memory["velocity"] = velocity
      memory["strengths"] = try moved - (moved.sum() - 1) / Double(cuts.count)
    }
    return learned
  }

  /// The method with one lesson at each cut, whose strength is learned.
  private var method: AFAN {
    let lesson = AFAN.Lesson(weight: lessonWeight / Double(max(1, cuts.count)))
    var method = AFAN(
      cleanWeight: cleanWeight,
      cuts: cuts.map { AFAN.Cut(stage: $0, attack: attack, lessons: [lesson]) })
    method.lessonsMoveAverages = lessonsMoveAverages
    return method
  }
}
