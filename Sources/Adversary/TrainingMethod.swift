import Networks
import Randomness
import Torch

/// A way to learn from one batch.
public protocol TrainingMethod: Sendable {
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

  /// The stages whose names the method uses, so that a misspelt one is found before training.
  var stages: [String] { get }

  /// How many auxiliary sets of batch-norm parameters the method trains.
  var auxiliaryBranches: Int { get }
}

extension TrainingMethod {
  /// What `learn` without a memory does.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed, memory: inout MethodMemory
  ) throws -> Learned {
    try learn(task, from: batch, seed: seed)
  }
}

/// Tensors by name that a method keeps from step to step, beside the network's.
public typealias MethodMemory = [String: Tensor]

/// What one step learned, and what it cost.
public struct Learned {
  /// One of the losses that a step lowered together.
  public struct Part {
    /// `clean`, or `<stage>.<i>` for the i-th lesson behind a cut.
    public let name: String
    /// What it counts in the step's total.
    public let weight: Double
    /// The task's terms, outside any graph.
    public let losses: Losses

    /// The sum of the terms before the part's weight.
    public func value() throws -> Double { try losses.total().item() }
  }

  /// All parts, the clean one first.
  public private(set) var parts: [Part] = []
  /// What the step cost.
  public internal(set) var passes = Passes()
  /// Where features were moved, and how.
  public internal(set) var moves: [Move] = []

  mutating func add(_ name: String, weight: Double, _ losses: Losses) throws {
    parts.append(Part(name: name, weight: weight, losses: try losses.detached()))
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

/// How features were moved at one cut.
public struct Move {
  /// The stage that left the features.
  public let stage: String
  /// The features as they were, outside any graph.
  public let clean: [Tensor]
  /// The features fully moved.
  public let moved: [Tensor]
  /// What each lesson was learned from.
  public internal(set) var lessons: [[Tensor]] = []

  /// The part of the elements changed in the full move that still differ from the clean ones after
  /// rounding to `dtype`, 0...1; 1 where nothing was changed.
  public func survival(roundedTo dtype: DType) throws -> Double {
    try survival(of: moved, roundedTo: dtype)
  }

  /// The same of what lesson `index` was learned from.
  public func survival(ofLesson index: Int, roundedTo dtype: DType) throws -> Double {
    try survival(of: lessons[index], roundedTo: dtype)
  }

  private func survival(of moved: [Tensor], roundedTo dtype: DType) throws -> Double {
    var changed = 0.0
    var surviving = 0.0
    for (clean, moved) in zip(clean, moved) {
      changed += try moved.ne(clean).sum().item()
      surviving += try moved.to(dtype).ne(clean.to(dtype)).sum().item()
    }
    return changed > 0 ? surviving / changed : 1
  }
}
