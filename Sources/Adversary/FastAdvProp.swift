import Networks
import Randomness
import Torch

/// Fast AdvProp: a share of each batch is attacked and learned through batch norms of its own, the
/// rest is learned as it is, at the cost of little more than plain training.
///
/// The attack is one step from a random place, whose backward pass gives the gradients of the weights
/// too, and these are learned from. Source: Mei et al., 2022 (ICLR), section 3.2 and algorithm 1.
/// The samples of a batch are in no order, so the last ones are attacked.
public struct FastAdvProp: TrainingMethod, Sendable, Hashable {
  /// The share of each batch that is attacked, 0..<1.
  public var attackedShare = 0.2
  /// What a sample's loss counts under random noise, where a clean one's counts 1.
  public var noiseWeight = 0.5
  /// What an attacked sample's loss counts.
  public var adversarialWeight = 0.5
  /// How far each pixel, in 0...1, may be moved; also the length of the attack's one step.
  public var radius = 1.0 / 255
  /// In how many groups, each with batch statistics of its own, attacked pictures are learned.
  ///
  /// They are drawn anew between the noisy and the attacked pictures, so that statistics do not tell
  /// which picture was attacked among which: what many devices do by shuffling (section 3.2.2).
  public var groups = 4
  /// Whether every parameter's gradient is a mean over the samples that reach it: those of the norms
  /// for clean and for attacked pictures are brought up to the size of the shared ones (section
  /// 3.2.3).
  public var balancesGradients = true

  /// The settings of the paper.
  public init() {}

  /// One, for attacked pictures.
  public var auxiliaryBranches: Int { 1 }

  /// How many samples of a batch of `count` are attacked.
  public func attackedCount(of count: Int) -> Int {
    Int((attackedShare * Double(count)).rounded())
  }

  /// Adds this batch's gradients to the parameters, and tells what was learned: `clean`, `noise`, and
  /// `<first stage>.0` on attacked pictures.
  ///
  /// Every tensor of the task's first state has a sample at each index of its first dimension. A batch
  /// of which fewer are attacked than there are groups has as many groups as these.
  ///
  /// - Throws: `AdversaryError.tooFewSamples`.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var step = try FastAdvPropStep(self, task, batch, seed: seed)
    try step.learnClean()
    try step.learnAttacked()
    return step.learned
  }
}

/// One step of Fast AdvProp on one batch.
private struct FastAdvPropStep<Task: RecognitionTask> {
  let method: FastAdvProp
  let task: Task
  let seed: Seed
  private(set) var learned = Learned()
  private let stage: Stage<Task.State>
  private let back: Network<Task.State>
  /// The pictures that are not attacked, before the first stage.
  private let clean: Task.State
  /// Those that are, behind the first stage.
  private let attacked: Task.State
  private let counts: (clean: Int, attacked: Int)
  private let groups: Int

  init(_ method: FastAdvProp, _ task: Task, _ batch: Task.Batch, seed: Seed) throws {
    self.method = method
    self.task = task
    self.seed = seed
    (stage, back) = try task.network.cut(after: task.network.stages[0].name)
    let all = try task.front(upTo: stage.name, of: task.original(batch), seed: seed)
    let count = task.samples(of: all)
    let attacks = method.attackedCount(of: count)
    guard (1..<count).contains(attacks) else {
      throw AdversaryError.tooFewSamples(attacked: attacks, batch: count)
    }
    counts = (count - attacks, attacks)
    groups = min(method.groups, attacks)
    let rest = count - attacks
    clean = try task.begin(batch).samples(0..<rest)
    attacked = try all.samples(rest..<count)
  }

  /// What all samples count together.
  private var total: Double {
    Double(counts.clean)
      + (method.noiseWeight + method.adversarialWeight) * Double(counts.attacked)
  }

  /// The part of the batch that is attacked.
  private var attackedPart: Double {
    Double(counts.attacked) / Double(counts.clean + counts.attacked)
  }

  mutating func learnClean() throws {
    let end = try task.network(clean, .training(seed: seed))
    let losses = try task.losses(end)
    let weight = Double(counts.clean) / total
    try losses.weighted(weight).total().backward()
    try learned.add("clean", weight: weight, losses)
    learned.passes.addLearning(1 - attackedPart, through: task.network)
  }

  mutating func learnAttacked() throws {
    let pictures = attacked[keyPath: stage.features]
    let starts = try pictures.enumerated().map { index, x in
      let noise = try Tensor.uniform(
        x.shape, in: -method.radius...method.radius, seed: seed / "noise" / index, device: x.device)
      return try (x + noise.to(x.dtype)).clamp(min: 0, max: 1).requiringGradient()
    }
    let order = Array(0..<counts.attacked)
    var stream = (seed / "groups").stream
    let shuffled = groups > 1 ? stream.permutation(of: counts.attacked) : order
    try learn("noise", from: starts, weight: method.noiseWeight, order)
    let moved = try withoutGradients {
      try starts.indices.map { index in
        let (start, x) = (starts[index], pictures[index])
        let stepped = try start.detach() + method.radius * start.gradient().sign()
        return try stepped.clamp(min: x - method.radius, max: x + method.radius)
          .clamp(min: 0, max: 1)
      }
    }
    let noisy = learned.parts[1]
    try learn("\(stage.name).0", from: moved, weight: method.adversarialWeight, shuffled)
    var move = Move(stage: stage.name, clean: pictures, moved: moved, start: noisy)
    move.add(moved, learned.parts[2])
    learned.moves = [move]
    guard method.balancesGradients else { return }
    let attackedWeight = total - Double(counts.clean)
    learned.gradientFactors = BranchFactors(
      main: total / Double(counts.clean), auxiliary: attackedWeight > 0 ? total / attackedWeight : 1
    )
  }

  /// Learns from `pictures` in groups, taken from `order` one after another.
  private mutating func learn(
    _ name: String, from pictures: [Tensor], weight: Double, _ order: [Int]
  ) throws {
    let weight = weight * Double(counts.attacked) / total
    var parts: [(losses: Losses, share: Double)] = []
    for group in 0..<groups {
      let range = group * order.count / groups..<(group + 1) * order.count / groups
      let share = Double(range.count) / Double(order.count)
      let index = try Tensor(order[range].map(Int64.init), device: task.network.device)
      var state = attacked
      state[keyPath: stage.features] = pictures
      state = try state.mapped { try $0.indexSelect(dim: 0, index: index) }
      let pass = Pass.training(.auxiliary(0), seed: seed / name / group)
      let losses = try task.losses(back(state, pass))
      try losses.weighted(weight * share).total().backward()
      parts.append((try losses.detached(), share))
    }
    try learned.add(name, weight: weight, .mean(of: parts))
    let part = attackedPart * back.share(of: task.network)
    let attacksNext = pictures.contains(where: \.requiresGradient)
    learned.passes.addLearning(part, through: back, wholly: attacksNext)
  }
}
