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

  /// For each sample of `start` the place of another, or of itself, by a permutation: int64 `[N]`.
  func partners(in start: State, from stream: inout RandomStream) throws -> Tensor {
    try Tensor(
      stream.permutation(of: samples(of: start)).map(Int64.init), device: network.device)
  }

  /// The losses of a state past the last stage, charged for the targets that the samples at the
  /// places `others` have in `start`.
  func losses(_ end: State, for others: Tensor, of start: State) throws -> Losses {
    var other = try start.mapped { try $0.indexSelect(dim: 0, index: others) }
    let last = network.stages[network.stages.count - 1]
    other[keyPath: last.features] = end[keyPath: last.features]
    return try losses(other)
  }
}

// Every tensor of these states has a sample at each index of its first dimension.
extension Flow {
  /// The samples at `range`.
  func samples(_ range: Range<Int>) throws -> Self {
    try mapped { try $0.narrow(dim: 0, start: range.lowerBound, length: range.count) }
  }

  /// The samples of one state or more, behind each other.
  static func joined(_ states: [Self]) throws -> Self {
    let rest = states.dropFirst().map(\.tensors)
    var index = 0
    return try states[0].mapped { first in
      defer { index += 1 }
      return try Tensor.cat([first] + rest.map { $0[index] })
    }
  }
}
