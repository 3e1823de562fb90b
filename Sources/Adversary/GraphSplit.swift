import Networks
import Torch

/// A network's graph, parted behind stages whose maps lessons train the stages before by.
///
/// The clean loss and the lessons add what they make of such maps to one gradient at them, and the
/// stages before them go back once, by the sum.
struct GraphSplit<State: Flow> {
  /// Maps that one stage left: in the graph of the stages before, and what stands for them behind.
  private struct Part {
    let stage: String
    let ends, leaves: [Tensor]
    /// What lessons have made of its features so far, which come first in `ends`.
    var learned: [Tensor] = []
  }

  private let order: [String]
  /// The cuts whose lessons train all that lies before them.
  private let fronts: Set<String>
  /// The stage whose maps a decoder reads past the cuts.
  private let skipping: Stage<State>?
  /// Whether lessons train what made those maps.
  private let attachesSkips: Bool
  /// The last place where the graph is parted.
  let last: String
  /// The parts, first to last.
  private var parts: [Part] = []
  /// The leaves that stand for the skipped maps.
  private var skips: [Tensor] = []

  /// A split of `network`; `nil` where lessons of `method` train nothing before their cuts.
  init?(_ network: Network<State>, for method: AFAN) {
    let (stages, cuts) = (network.stages, Set(method.stages))
    let skipped = stages.lastIndex { $0.skips != nil }.flatMap { place in
      stages[place...].contains { cuts.contains($0.name) } ? stages[place] : nil
    }
    order = stages.map(\.name)
    fronts = method.front == .attached ? cuts : []
    attachesSkips = method.skips == .attached
    // An attack behind the skip's own stage does not move the skip, so its free slopes are those of
    // what flows on alone.
    let hasSlopesThere = method.cuts.contains {
      $0.stage == skipped?.name && method.hasFreeSlopes($0.attack)
    }
    // Where fronts go back once, by a sum, what goes back past the cuts waits for it too.
    let isParted = attachesSkips || method.front == .attached || hasSlopesThere
    skipping = isParted ? skipped : nil
    let places = fronts.union([skipping?.name].compactMap(\.self))
    guard let last = order.last(where: places.contains) else { return nil }
    self.last = last
  }

  /// Whether `cut` is the last place where the graph is parted, or lies behind it.
  func isBehind(_ cut: String) -> Bool { isBehind(cut, last) }

  private func isBehind(_ cut: String, _ place: String) -> Bool {
    order.drop { $0 != place }.contains(cut)
  }

  /// Parts the graph where `stage`, which has left `state`, is one of the places.
  mutating func part(_ state: inout State, behind stage: Stage<State>) throws {
    let isSkipping = stage.name == skipping?.name
    guard isSkipping || fronts.contains(stage.name) else { return }
    let kept = [stage.features, isSkipping ? stage.skips : nil].compactMap(\.self)
    let ends = kept.flatMap { state[keyPath: $0] }
    for maps in kept {
      state[keyPath: maps] = try state[keyPath: maps].map {
        try $0.requiresGradient ? $0.requiringGradient() : $0
      }
    }
    parts.append(Part(stage: stage.name, ends: ends, leaves: kept.flatMap { state[keyPath: $0] }))
    if isSkipping, let maps = stage.skips { skips = state[keyPath: maps] }
  }

  /// Lets what is learned from `state`, behind `cut`, train the stages before it.
  func attach(_ state: inout State, behind cut: Stage<State>) throws {
    if attachesSkips, let skipping, let maps = skipping.skips, isBehind(cut.name, skipping.name) {
      state[keyPath: maps] = skips
    }
    if trainsFront(cut.name) {
      state[keyPath: cut.features] = try state[keyPath: cut.features].map {
        try $0.requiringGradient()
      }
    }
  }

  /// Whether lessons behind `cut` train the stages before it by its features.
  func trainsFront(_ cut: String) -> Bool { place(of: cut) != nil }

  /// Keeps what was learned from `start`, which was attached behind `cut`.
  mutating func keep(_ start: State, behind cut: Stage<State>) throws {
    guard let place = place(of: cut.name) else { return }
    let gradients = try start[keyPath: cut.features].map { try $0.gradient() }
    let before = parts[place].learned
    parts[place].learned =
      try before.isEmpty ? gradients : zip(before, gradients).map { try $0 + $1 }
  }

  /// The part that lessons behind `cut` add to, unless nothing before it learns.
  private func place(of cut: String) -> Int? {
    guard fronts.contains(cut) else { return nil }
    return parts.firstIndex { $0.stage == cut && $0.ends[0].requiresGradient }
  }

  /// Goes back through the stages before the last place; returns whether any of them learned.
  func goBack() throws -> Bool {
    var hasLearned = false
    for part in parts.reversed() {
      var slopes = try part.leaves.map { try $0.gradientIfAny() }
      for (index, learned) in part.learned.enumerated() {
        slopes[index] = try slopes[index].map { try $0 + learned } ?? learned
      }
      let ends = zip(part.ends, slopes).compactMap { end, slope in
        end.requiresGradient ? slope.map { (end: end, slope: $0) } : nil
      }
      try Tensor.backward(from: ends)
      hasLearned = hasLearned || !ends.isEmpty
    }
    return hasLearned
  }
}
