import Networks
import Randomness
import Torch

/// Moment exchange: features take mean and deviation from those of another picture of the batch,
/// and a part of the loss is charged for that picture's class.
///
/// What is exchanged says little of what a picture shows and much of how it looks, so that a network
/// learns to attend to both. A baseline. Source: Li et al., 2021 (arXiv 2002.11102), section 3.
public struct MomentExchange: TrainingMethod, Sendable, Hashable {
  /// The stage whose features exchange their moments.
  public var stage = "stem"
  /// Over what the moments are taken; over the batch (`channel`) all pictures have the same, so that
  /// nothing is exchanged.
  public var statistics = AFAN.Lesson.Statistics.position
  /// The probability, 0...1, that a batch exchanges them.
  public var probability = 0.5
  /// What a picture's own class counts where moments are exchanged, 0...1; the other one's counts the
  /// rest.
  public var ownShare = 0.9

  /// The usual settings.
  public init() {}

  /// The one whose features exchange their moments.
  public var stages: [String] { [stage] }

  /// Adds this batch's gradients to the parameters, and tells what was learned: `clean`, the loss for
  /// both classes.
  ///
  /// Every tensor of the task's first state has a sample at each index of its first dimension.
  ///
  /// - Throws: `AdversaryError.tooFewValues` where the moments are of single values.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var stream = (seed / "moments").stream
    guard stream.chance(probability) else {
      return try Plain().learn(task, from: batch, seed: seed)
    }
    let start = try task.begin(batch)
    let partners = try task.partners(in: start, from: &stream)
    let end = try task.network(start, .training(seed: seed), keeping: [stage]) { stage, state in
      guard stage.name == self.stage else { return }
      state[keyPath: stage.features] = try state[keyPath: stage.features].map {
        let other = try $0.indexSelect(dim: 0, index: partners)
        return try statistics.exchanged(in: $0, for: other, at: self.stage)
      }
    }
    let losses = try Losses.mean(
      of: [
        (task.losses(end), ownShare), (task.losses(end, for: partners, of: start), 1 - ownShare),
      ])
    try losses.total().backward()
    var learned = Learned()
    try learned.add("clean", weight: 1, losses)
    learned.passes.addLearning(1, through: task.network)
    return learned
  }
}
