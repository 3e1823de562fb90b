import Adversary
import Networks
import Randomness
import Torch

/// Where an adversary moves what a stage leaves of some pictures, as the network is evaluated.
struct FeatureMoves<Task: RecognitionTask> {
  /// For each picture the mean over channels of |moved - clean| at each place.
  let distances: [HeatMap]
  /// For each picture and place, by how much the move there raises the loss, to first order.
  ///
  /// The sum over channels of the slope times the move; 0 where that lowers the loss.
  let rises: [HeatMap]
  /// For each picture the rise over all places, with those where it is lowered.
  let totals: [Double]
  /// What the network makes of the features as they are, and of the moved ones, past its last stage.
  let (cleanEnd, end): (Task.State, Task.State)

  /// Moves the features behind `cut` for the pictures of `batch`, each charged by itself.
  ///
  /// Batch norms use the stored averages of `branch`, so that pictures do not depend on their
  /// neighbours; but for `unit: relative`, which measures steps by all of them.
  init(
    _ task: Task, _ cut: AFAN.Cut, branch: Pass.Branch, _ batch: Task.Batch, seed: Seed
  ) throws {
    let pass = Pass(statistics: .stored, branch: branch, seed: nil)
    let (stage, back) = try task.network.cut(after: cut.stage)
    let state = try withoutGradients {
      try task.network.front(upTo: cut.stage)(task.begin(batch), .evaluation)
    }
    let clean = state[keyPath: stage.features]
    let aimed = cut.attack.targeted ? try task.retargeted(state, seed: seed) : state
    func end(_ start: Task.State, _ maps: [Tensor]) throws -> Task.State {
      var start = start
      start[keyPath: stage.features] = maps
      return try back(start, pass)
    }
    let moved = try cut.attack.perturb(clean, seed: seed / cut.stage) {
      try task.losses(end(aimed, $0)).total()
    }
    let leaves = try clean.map { try $0.requiringGradient() }
    let cleanEnd = try end(state, leaves)
    let slopes = try gradients(of: task.losses(cleanEnd).total(), at: leaves)
    // The loss is a mean over the pictures; each is to be charged as if it were alone.
    let count = clean[0].shape[0]
    let move = try moved[0] - clean[0]
    let rise = try Double(count) * (slopes[0] * move).sum(dim: [1])
    distances = try Self.maps(move.abs().mean(dim: [1]))
    rises = try Self.maps(rise.clamp(min: 0))
    totals = try rise.sum(dim: [1, 2]).to(dtype: .float64, device: .cpu).elements()
    self.cleanEnd = cleanEnd
    self.end = try withoutGradients { try end(state, moved) }
  }

  /// `[N, H, W]` as a map for each of N.
  private static func maps(_ values: Tensor) throws -> [HeatMap] {
    let (height, width) = (values.shape[1], values.shape[2])
    let all = try values.detach().to(dtype: .float64, device: .cpu).elements(Double.self)
    return (0..<values.shape[0]).map {
      let start = $0 * height * width
      return HeatMap(
        values: Array(all[start..<(start + height * width)]), height: height, width: width)
    }
  }
}

extension FeatureMoves<Classification> {
  /// For each picture the probability of every class after the move.
  func probabilities(by task: Classification) throws -> [[Double]] {
    let logits = try task.logits(end)
    let all = try logits.to(.float64).softmax(dim: 1).to(.cpu).elements(Double.self)
    let classes = logits.shape[1]
    return (0..<logits.shape[0]).map { Array(all[($0 * classes)..<(($0 + 1) * classes)]) }
  }
}
