import Networks
import Randomness

/// Plain training: every batch is learned as it is.
public struct Plain: TrainingMethod, Sendable, Hashable {
  /// Plain training has no settings.
  public init() {}

  /// Adds this batch's gradients to the parameters, and tells what was learned.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    let end = try task.network(task.begin(batch), .training(seed: seed))
    let losses = try task.losses(end)
    try losses.total().backward()
    var learned = Learned()
    try learned.add("clean", weight: 1, losses)
    learned.passes.addLearning(1, through: task.network)
    return learned
  }
}
