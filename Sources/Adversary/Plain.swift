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
    var learned = Learned()
    try learned.learn("clean", task, from: task.begin(batch), .training(seed: seed))
    return learned
  }
}
