import Networks
import Randomness
import Torch

extension RecognitionTask {
  /// What the stages up to `stage` make of `start` by its own statistics, outside any graph; no
  /// running average moves.
  func front(upTo stage: String, of start: State, seed: Seed) throws -> State {
    let front = try network.front(upTo: stage)
    return try withoutGradients { try front(start, .attacking(seed: seed)) }
  }

  /// How many samples a state before the first stage, or behind it, has.
  func samples(of start: State) -> Int {
    start[keyPath: network.stages[0].features][0].shape[0]
  }
}
