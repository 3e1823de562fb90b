import Randomness
import Torch

/// A recognition problem: how a batch enters its network and what the output is charged for.
public protocol RecognitionTask<State> {
  /// Images and their targets.
  associatedtype Batch
  /// What flows through the network.
  associatedtype State: Flow
  /// The network being trained.
  var network: Network<State> { get }
  /// The state before the first stage.
  func begin(_ batch: Batch) throws -> State
  /// The same of the pictures as they were before any were mixed with each other.
  func original(_ batch: Batch) throws -> State
  /// Whether pictures of `batch` were mixed with each other.
  func isMixed(_ batch: Batch) -> Bool
  /// The same of view `index`, from 0, which a batch has beside its pictures as they were before any
  /// were mixed, with the targets of the view.
  ///
  /// Where targets say places, as boxes do, those of a picture are a view's only if nothing in it was
  /// moved.
  ///
  /// - Throws: `NetworkError.noView`.
  func view(_ index: Int, of batch: Batch) throws -> State
  /// The named losses of a state that passed the last stage.
  func losses(_ state: State) throws -> Losses
  /// The share of the batch that a state past the last stage tells right, 0...1, of shape `[]` and
  /// outside any graph; `nil` where the task has no score that takes next to no time.
  ///
  /// It stays on the device until somebody reads it.
  func score(_ state: State) throws -> Tensor?
  /// The logarithm of every class's probability, `[N, classes, ...]`, as a state past the last stage
  /// tells it; `nil` where the task does not tell classes apart.
  func logProbabilities(_ state: State) throws -> Tensor?
  /// `state` with targets drawn from `seed` that are wrong, for a targeted attack.
  func retargeted(_ state: State, seed: Seed) throws -> State
}

extension RecognitionTask {
  /// What `begin` says, for batches whose pictures are never mixed.
  public func original(_ batch: Batch) throws -> State { try begin(batch) }

  /// Never.
  public func isMixed(_ batch: Batch) -> Bool { false }

  /// None: its batches have no views.
  public func view(_ index: Int, of batch: Batch) throws -> State {
    throw NetworkError.noView(index, count: 0)
  }

  /// None.
  public func score(_ state: State) throws -> Tensor? { nil }

  /// None.
  public func logProbabilities(_ state: State) throws -> Tensor? { nil }
}
