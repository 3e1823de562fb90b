import Support
import Testing
import Torch

@testable import Training

/// Checkpoints of a few numbers.
enum TinyCheckpoint {
  static let config = ModelConfig(Recipe(), classes: ["a", "b"])

  /// A checkpoint whose every number is a function of `step`.
  static func make(
    _ step: Int, epoch: Int = 1, batch: Int = 3, best: Int? = 1
  ) throws -> Checkpoint {
    var state = RunState()
    state.step = step
    state.epoch = epoch
    state.batch = batch
    state.lossSum = Double(step) + 0.1
    state.bestMerit = best.map { 1 / Double($0 + 2) }
    state.bestEpoch = best
    state.bestStep = best.map { 10 * $0 }
    state.logLengths = ["metrics.jsonl": 1 << 40, "events": 7]
    state.recipe = "name: mine\n"
    return Checkpoint(
      weights: [
        "conv1.weight": try .full(Double(step) / 7, [2, 3, 3, 3]).channelsLast(),
        "bn1.num_batches_tracked": try .full(Double(step), [], dtype: .int64),
        "bn1.weight": try .full(Double(step) / 3, [2], dtype: .float64),
      ], optimizer: ["conv1.weight": try .full(-0.1, [2, 3, 3, 3])], state: state)
  }

  static func expectSame(_ left: Checkpoint, _ right: Checkpoint) throws {
    #expect(left.state == right.state)
    for (left, right) in [
      (left.weights, right.weights), (left.optimizer, right.optimizer),
    ] {
      #expect(Set(left.keys) == Set(right.keys))
      for (name, tensor) in left {
        #expect(try identical(tensor, #require(right[name])), "\(name)")
      }
    }
  }
}

extension Checkpoint {
  static func make(_ step: Int) throws -> Checkpoint { try TinyCheckpoint.make(step) }
}
