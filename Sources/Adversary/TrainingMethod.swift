import Networks
import Randomness
import Torch

/// What a method asks of a network, which is known before there is one.
public protocol MethodOutline {
  /// The stages whose names the method uses, so that a misspelt one is found before training.
  var stages: [String] { get }

  /// How many auxiliary sets of batch-norm parameters the method trains.
  var auxiliaryBranches: Int { get }

  /// How many views of each picture the method learns from beside the picture.
  var viewCount: Int { get }
}

extension MethodOutline {
  /// None.
  public var stages: [String] { [] }
  /// None: everything goes through the main one.
  public var auxiliaryBranches: Int { 0 }
  /// None.
  public var viewCount: Int { 0 }
}

/// A way to learn from one batch.
public protocol TrainingMethod: MethodOutline {
  /// Adds this batch's gradients to the parameters, and tells what was learned.
  ///
  /// `seed` is the only source of randomness: the same batch, weights and seed give the same step.
  func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned

  /// The same, given what earlier steps left in `memory` for later ones, which a checkpoint keeps.
  ///
  /// Most methods remember nothing.
  func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed, memory: inout MethodMemory
  ) throws -> Learned

  /// The method as it learns at a moment of a run.
  ///
  /// Most methods are the same throughout.
  func adapted(to moment: RunMoment) -> any TrainingMethod
}

extension TrainingMethod {
  /// Itself.
  public func adapted(to moment: RunMoment) -> any TrainingMethod { self }

  /// What `learn` without a memory does.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed, memory: inout MethodMemory
  ) throws -> Learned {
    try learn(task, from: batch, seed: seed)
  }
}

/// Tensors by name that a method keeps from step to step, beside the network's.
public typealias MethodMemory = [String: Tensor]

/// What the gradients of batch norms' scales and shifts are multiplied by when a step's batches were
/// all learned from.
public struct BranchFactors: Sendable, Hashable {
  /// Those of the main branch.
  public let main: Double
  /// Those of every auxiliary one.
  public let auxiliary: Double
}

/// What one step learned, and what it cost.
public struct Learned {
  /// One of the losses that a step lowered together.
  public struct Part {
    /// `clean`, or `<stage>.<i>` for the i-th lesson behind a cut, or what its method calls it.
    public let name: String
    /// What it counts in the step's total.
    public let weight: Double
    /// The task's terms, outside any graph.
    public let losses: Losses
    /// The share told right, `[]`; `nil` where the task has no such score or it was not asked for.
    let score: Tensor?

    /// The sum of the terms before the part's weight.
    public func value() throws -> Double { try losses.total().item() }
  }

  /// All parts, the clean one first.
  public private(set) var parts: [Part] = []
  /// What the step cost.
  public internal(set) var passes = Passes()
  /// Where features were moved, and how.
  public internal(set) var moves: [Move] = []
  /// What the gradients of batch norms are still to be multiplied by; `nil` for nothing.
  public internal(set) var gradientFactors: BranchFactors?

  mutating func add(
    _ name: String, weight: Double, _ losses: Losses, score: Tensor? = nil
  ) throws {
    parts.append(
      Part(name: name, weight: weight, losses: try losses.detached(), score: score))
  }

  /// Learns from `start`, a state before the first stage, by the whole network, and adds that part.
  mutating func learn<Task: RecognitionTask>(
    _ name: String, weight: Double = 1, _ task: Task, from start: Task.State, _ pass: Pass
  ) throws {
    func losses() throws -> Losses { try task.losses(task.network(start, pass)) }
    guard weight > 0 else {
      try add(name, weight: weight, withoutGradients(losses))
      passes.forward += 1
      return
    }
    let lowered = try losses()
    try lowered.weighted(weight).total().backward()
    try add(name, weight: weight, lowered)
    passes.addLearning(1, through: task.network)
  }

  /// The same without the features that were moved, which take memory.
  public var withoutMoves: Learned {
    var learned = self
    learned.moves = []
    return learned
  }

  /// The number that the step lowered.
  public func total() throws -> Double {
    try parts.reduce(0) { try $0 + $1.weight * $1.value() }
  }
}
