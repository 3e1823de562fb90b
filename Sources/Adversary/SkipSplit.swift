import Networks
import Torch

/// A network's graph, parted behind the stage whose maps a decoder reads past the cuts.
///
/// Each lesson adds what it makes of such maps to one gradient at them, and the stages before them go
/// back once, by the sum.
struct SkipSplit<State: Flow> {
  /// The stage that leaves the maps.
  let stage: String
  private let skips: WritableKeyPath<State, [Tensor]>
  /// The stages from that one on.
  private let behind: [String]
  /// What it left, in the graph of the stages before, and the leaves that stand for it behind.
  private var parted: [(end: Tensor, leaf: Tensor)] = []
  private var leaves: [Tensor] = []

  /// A split of `network`; `nil` where no cut of `cuts` lies at or behind maps that are kept.
  init?(_ network: Network<State>, cuts: [String]) {
    let stages = network.stages
    guard let place = stages.lastIndex(where: { $0.skips != nil }),
      let skips = stages[place].skips
    else { return nil }
    stage = stages[place].name
    behind = stages[place...].map(\.name)
    self.skips = skips
    guard cuts.contains(where: behind.contains) else { return nil }
  }

  /// Whether `cut` is the stage that leaves the maps, or one behind it.
  func isBehind(_ cut: String) -> Bool { behind.contains(cut) }

  /// Parts the graph where `stage` is the one that leaves the maps.
  mutating func part(_ state: inout State, behind stage: Stage<State>) throws {
    guard stage.name == self.stage else { return }
    for maps in [stage.features, skips] {
      let ends = state[keyPath: maps]
      state[keyPath: maps] = try ends.map { try $0.requiringGradient() }
      parted += zip(ends, state[keyPath: maps]).map { (end: $0, leaf: $1) }
    }
    leaves = state[keyPath: skips]
  }

  /// Lets what is learned from `state`, behind the stage `cut`, train the stages before the maps.
  func attach(_ state: inout State, behind cut: String) {
    if isBehind(cut) { state[keyPath: skips] = leaves }
  }

  /// Goes back through the stages before the maps; returns whether any of them learned.
  func goBack() throws -> Bool {
    let ends = try parted.compactMap { end, leaf in
      try end.requiresGradient ? leaf.gradientIfAny().map { (end: end, slope: $0) } : nil
    }
    try Tensor.backward(from: ends)
    return !ends.isEmpty
  }
}
