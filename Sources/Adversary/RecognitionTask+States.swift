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

  /// Every tensor, in order.
  private var tensors: [Tensor] {
    var tensors: [Tensor] = []
    _ = mapped { tensor in
      tensors.append(tensor)
      return tensor
    }
    return tensors
  }
}
