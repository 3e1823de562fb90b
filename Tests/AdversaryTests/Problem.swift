import Adversary
import Networks
import Randomness
import Support
import Torch

/// A small network with weights, and a batch to learn from; equal arguments give equal numbers.
struct Problem {
  /// The networks that methods are tried on.
  enum Model: CaseIterable {
    case tiny, tinyWithDropout, cifarResNet, resNet

    /// The stage of the middle.
    var middle: String { self == .tiny || self == .tinyWithDropout ? "stem" : "layer2" }
  }

  let store: ParameterStore
  let task: Classification
  let batch: ClassifierBatch

  init(
    _ model: Model = .tiny, precision: Precision = .fp64, frozen: [String] = [],
    auxiliaryBranches: Int = 0, recomputing: Bool = false
  ) throws {
    store = ParameterStore(
      seed: Seed(11), precision: precision, auxiliaryBranches: auxiliaryBranches)
    let network = try Self.network(model, Scope(store))
    try Self.shake(store)
    let side = model == .tiny || model == .tinyWithDropout ? [7, 6] : [12, 14]
    let images = try Tensor.uniform([4, 3] + side, seed: Seed(12), dtype: precision.storage)
    let targets = try Tensor([3, 0, 4, 1])
    batch = ClassifierBatch(images: images, targets: targets)
    let state = ClassifierState(maps: [images], targets: targets)
    let costed = try network.measuringCost(of: state)
    task = Classification(
      try costed.freezing(frozen, in: store).recomputing(recomputing), classes: 5)
  }

  /// The same network with another batch.
  init(_ other: Problem, batch: ClassifierBatch) {
    store = other.store
    task = other.task
    self.batch = batch
  }

  private static func network(_ model: Model, _ scope: Scope) throws -> Network<ClassifierState> {
    let colors = Normalization(mean: [0.5, 0.4, 0.6], deviation: [0.25, 0.2, 0.3])
    switch model {
    case .tiny: return try .tiny(scope)
    case .tinyWithDropout: return try .tiny(dropout: 0.3, scope)
    case .cifarResNet:
      return try .cifarResNet(depth: 8, classes: 5, normalization: colors, width: 4, scope)
    case .resNet:
      return try .resNet(
        depth: 18, classes: 5, normalization: colors, stem: .small, width: 4, scope)
    }
  }

  /// Leaves no norm at its trivial values, and no two branches of one alike.
  private static func shake(_ store: ParameterStore) throws {
    try withoutGradients {
      for (path, tensor) in store.parameters + store.buffers where tensor.shape.count == 1 {
        let range = path.hasSuffix("weight") || path.hasSuffix("var") ? 0.5...1.5 : -0.3...0.3
        let drawn = try Tensor.uniform(tensor.shape, in: range, seed: Seed(13) / path)
        try tensor.copyInPlace(drawn.to(tensor.dtype))
      }
    }
  }

  /// The maps behind `stage` and the targets, outside any graph.
  func state(behind stage: String, seed: Seed = Self.seed) throws -> ClassifierState {
    let front = try task.network.front(upTo: stage)
    let pass = Pass.attacking(seed: seed)
    return try withoutGradients { try front(task.begin(batch), pass) }
  }

  /// The loss of `maps` behind `stage`.
  func loss(
    of maps: [Tensor], behind stage: String, _ branch: Pass.Branch = .main, seed: Seed = Self.seed
  ) throws -> Tensor {
    let back = try task.network.cut(after: stage).back
    let state = ClassifierState(maps: maps, targets: batch.targets)
    return try task.losses(back(state, .attacking(branch, seed: seed))).total()
  }

  /// The gradient of the loss at the clean maps behind `stage`.
  func slope(behind stage: String, _ branch: Pass.Branch = .main) throws -> Tensor {
    let leaf = try state(behind: stage).maps[0].requiringGradient()
    return try gradients(of: loss(of: [leaf], behind: stage, branch), at: [leaf])[0]
  }

  /// The seed of a step, where a test does not say another.
  static let seed = Seed(17)
}

/// What one step on a problem left behind.
struct Outcome {
  let learned: Learned
  let gradients: [String: Tensor]
  let buffers: [String: Tensor]

  /// Learns from `problem` once, from gradients that are forgotten.
  init(_ problem: Problem, _ method: some TrainingMethod, seed: Seed = Problem.seed) throws {
    for (_, parameter) in problem.store.parameters { try parameter.setGradient(nil) }
    learned = try method.learn(problem.task, from: problem.batch, seed: seed)
    var gradients: [String: Tensor] = [:]
    for (path, parameter) in problem.store.parameters {
      gradients[path] = try parameter.gradientIfAny()?.clone()
    }
    self.gradients = gradients
    buffers = try Dictionary(
      uniqueKeysWithValues: problem.store.buffers.map { ($0.path, try $0.tensor.clone()) })
  }

  /// The move at the cut of that number, `moved - clean`.
  func move(_ index: Int = 0) throws -> Tensor {
    try learned.moves[index].moved[0] - learned.moves[index].clean[0]
  }

  /// How far the gradients are from `other`'s, each against its own largest element.
  func gradientDistance(to other: Outcome) throws -> Double {
    guard Set(gradients.keys) == Set(other.gradients.keys) else { return .infinity }
    return try gradients.reduce(0) { worst, entry in
      try max(worst, other.gradients[entry.key].map { try distance(entry.value, $0) } ?? .infinity)
    }
  }
}

extension TrainingMethod where Self == AFAN {
  /// One cut with lessons of whole strength.
  static func at(
    _ stage: String, _ attack: PGD, cleanWeight: Double = 0.5,
    lessons: [AFAN.Lesson] = [AFAN.Lesson(weight: 0.5)]
  ) -> AFAN {
    AFAN(
      cleanWeight: cleanWeight, cuts: [AFAN.Cut(stage: stage, attack: attack, lessons: lessons)])
  }

}

extension AFAN {
  /// The same with some settings changed.
  func with(_ change: (inout AFAN) -> Void) -> AFAN {
    var changed = self
    change(&changed)
    return changed
  }
}
