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
  /// The named losses of a state that passed the last stage.
  func losses(_ state: State) throws -> Losses
  /// `state` with targets drawn from `seed` that are wrong, for a targeted attack.
  func retargeted(_ state: State, seed: Seed) throws -> State
}
