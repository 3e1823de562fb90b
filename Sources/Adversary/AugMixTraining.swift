import Networks
import Randomness
import Torch

/// AugMix's training: what the network makes of a picture and of views of it is kept close together.
///
/// Each batch is learned as it is, and charged for the Jensen-Shannon divergence between it and its
/// views, which a loader's `AugMix` makes. As in the authors' code, pictures and views go through the
/// network as one batch, by whose statistics norms work. Source: Hendrycks et al., 2020 (arXiv
/// 1912.02781), section 3 and algorithm 1.
public struct AugMixTraining: TrainingMethod, Sendable, Hashable {
  /// What the divergence counts, where the loss on the pictures counts 1; 0 or more.
  public var weight = 12.0
  /// How many views of each picture it is compared with, 1 or more.
  public var viewCount = 2

  /// The settings of the paper.
  public init() {}

  /// Adds this batch's gradients to the parameters, and tells what was learned: `clean`, and
  /// `divergence`.
  ///
  /// Every tensor of the task's states has a sample at each index of its first dimension. Pictures
  /// that were mixed are learned as they were before.
  ///
  /// - Throws: `NetworkError.noView` where the batch has fewer views, and
  ///   `AdversaryError.noProbabilities`.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    let views = try (0..<viewCount).map { try task.view($0, of: batch) }
    let states = try [task.original(batch)] + views
    let count = task.samples(of: states[0])
    let end = try task.network(.joined(states), .training(seed: seed))
    let ends = try states.indices.map { try end.samples($0 * count..<($0 + 1) * count) }
    let logs = try ends.compactMap { try task.logProbabilities($0) }
    guard logs.count == ends.count else { throw AdversaryError.noProbabilities }
    let losses = try task.losses(ends[0])
    let divergence = Losses("jensenShannon", try Self.divergence(of: logs))
    try (losses + divergence.weighted(weight)).total().backward()
    var learned = Learned()
    try learned.add("clean", weight: 1, losses)
    try learned.add("divergence", weight: weight, divergence)
    learned.passes.addLearning(Double(states.count), through: task.network)
    return learned
  }

  /// The Jensen-Shannon divergence of two distributions or more, given by the logarithms of their
  /// probabilities, each `[N, classes, ...]`: `[]`, the mean over all that is told apart, in nats.
  ///
  /// Each is as far from the mean of all as the Kullback-Leibler divergence has it; probabilities in
  /// that mean count as 1e-7 at least, as in the authors' code.
  public static func divergence(of logs: [Tensor]) throws -> Tensor {
    let share = 1 / Double(logs.count)
    let parts = try logs.map { try $0.exp() }
    let sum = try parts.dropFirst().reduce(parts[0]) { try $0 + $1 }
    let mixture = try (share * sum).clamp(min: 1e-7, max: 1).log()
    let apart = try zip(parts, logs).map { part, log in
      try (part * (log - mixture)).sum(dim: [1]).mean()
    }
    return try share * apart.dropFirst().reduce(apart[0]) { try $0 + $1 }
  }
}
