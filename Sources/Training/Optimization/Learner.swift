import Adversary
import Networks
import Randomness
import Torch

/// What a run changes step by step: the weights, what the optimizer remembers, and their average.
///
/// One optimizer step is `learn`, which leaves the gradients, and then `move`.
public final class Learner<Task: TrainableTask> {
  /// The network that learns.
  public let session: Session<Task>
  /// What moves its parameters.
  public let optimizer: any Optimizer
  /// What follows its weights, where the recipe asks for it.
  public let average: WeightAverage<Task>?
  private let method: any TrainingMethod
  /// What the method keeps from step to step; empty for most.
  public private(set) var memory: MethodMemory

  /// Ready for the first step, or for the next one after those of a checkpoint.
  ///
  /// `state` is the optimizer's and the method's, `averages` are of the weights; `session` has the
  /// weights.
  ///
  /// - Throws: what making the method throws, `TrainingError.optimizerDoesNotFit`, `.optimizerLacks`, and
  ///   `NetworkError.weightsDoNotFit` of the averages.
  public init(
    _ session: Session<Task>, state: [String: Tensor] = [:], averages: [String: Tensor]? = nil
  ) throws {
    self.session = session
    method = try session.method
    optimizer = session.recipe.optimizer.optimizer(of: session.task.network, session.store)
    memory = state.filter { $0.key.hasPrefix(memoryPrefix) }.renamed {
      String($0.dropFirst(memoryPrefix.count))
    }
    try optimizer.restore(state.filter { !$0.key.hasPrefix(memoryPrefix) })
    average = try session.recipe.average.map {
      try WeightAverage($0, of: session, from: averages)
    }
  }

  /// What the optimizer and the method remember, by name, for a checkpoint.
  public var state: [String: Tensor] {
    optimizer.state.merging(memory.renamed { memoryPrefix + $0 }) { own, _ in own }
  }

  /// What is judged: the average where there is one, else the network that learns.
  public var judged: Task { (average?.session ?? session).task }

  /// Leaves the gradients of step number `step`, counted from 0, at the parameters.
  ///
  /// They are the mean of those of `accumulate` batches, or of as many as `next` has, each learned
  /// with a seed of its own; a method's weights are as for one batch. Without batch statistics that
  /// is the gradient of one batch of all the pictures. `nil` where `next` has none.
  ///
  /// `length` tells methods that change over a run where in it the step is; without it all steps are
  /// of one epoch, the first.
  public func learn(
    step: Int, of length: RunLength? = nil, from next: () throws -> Task.Batch?
  ) throws -> LearnedStep? {
    let recipe = session.recipe
    let method = self.method.adapted(to: recipe.moment(of: step, in: length))
    let seed = session.seed / "step" / step
    try optimizer.zeroGradients()
    var learned: [Learned] = []
    for index in 0..<recipe.accumulate {
      guard let batch = try next() else { break }
      // Features that were moved are kept of the last batch alone.
      learned = learned.map(\.withoutMoves)
      let seed = recipe.accumulate == 1 ? seed : seed / index
      let prepared = try session.task.prepared(batch, by: recipe, seed: seed)
      learned.append(
        try method.learn(session.task, from: prepared, seed: seed, memory: &memory))
    }
    if learned.count > 1 { try optimizer.scaleGradients(by: 1 / Double(learned.count)) }
    if let factors = learned.last?.gradientFactors {
      try optimizer.scaleGradients(by: factors, in: session.store)
    }
    return try learned.isEmpty ? nil : LearnedStep(learned)
  }

  /// Moves the parameters along the gradients of step number `step`, and the average behind them.
  ///
  /// Returns how long the gradients were together where the recipe clips them.
  @discardableResult
  public func move(step: Int, learningRate: Double) throws -> Double? {
    let norm = try session.recipe.clipNorm.map { try optimizer.clipGradients(to: $0) }
    try optimizer.step(learningRate: learningRate)
    try average?.follow(step: step + 1)
    return norm
  }
}

/// What a method's names begin with in a checkpoint, so that they are not those of parameters.
private let memoryPrefix = "method."

/// What an optimizer step learned, over all batches that it learned from.
public struct LearnedStep {
  /// The mean over the batches of each part's loss before its weight, the clean one first.
  public let parts: [(name: String, value: Double)]
  /// The mean over the batches of the number that is lowered.
  public let total: Double
  /// What a batch cost, in the mean.
  public let passes: Passes
  /// Where the last batch's features were moved, and how.
  public let moves: [Move]

  /// The mean of what was learned from one batch or more, which have the same parts.
  init(_ learned: [Learned]) throws {
    precondition(!learned.isEmpty, "a step learns from one batch or more")
    let count = Double(learned.count)
    parts = try learned[0].parts.indices.map { index in
      let values = try learned.map { try $0.parts[index].value() }
      return (learned[0].parts[index].name, values.reduce(0, +) / count)
    }
    total = try learned.reduce(0) { try $0 + $1.total() } / count
    passes = learned[0].passes
    moves = learned[learned.count - 1].moves
  }
}

extension [String: Tensor] {
  /// The same tensors by other names, which `rename` gives.
  fileprivate func renamed(_ rename: (String) -> String) -> Self {
    Dictionary(uniqueKeysWithValues: map { (rename($0.key), $0.value) })
  }
}
