import Networks
import Randomness
import Torch

/// Adversarial feature augmentation and normalization.
///
/// Each batch is learned as it is, and again from each cut on with the features there moved to
/// where the loss is higher. What is learned from moved features trains the stages behind the cut
/// only. Source: Chen et al., 2022 (arXiv 2103.12171), figure 2.
public struct AFAN: TrainingMethod, Hashable {
  /// One place of the network whose features are moved.
  public struct Cut: Sendable, Hashable {
    /// The stage whose features are moved, such as `layer2`.
    public var stage: String
    /// How they are moved.
    public var attack: PGD
    /// What is learned from the move.
    public var lessons: [Lesson]

    /// A cut behind `stage`.
    public init(stage: String, attack: PGD, lessons: [Lesson]) {
      self.stage = stage
      self.attack = attack
      self.lessons = lessons
    }
  }

  /// Where an attack's first slopes come from.
  public enum FirstSlopes: String, Sendable, CaseIterable {
    /// The clean loss's backward pass where that is exact, a pass of their own otherwise.
    case free
    /// Always a pass of their own.
    case explicit
  }

  /// The weight of the clean loss; 0 or more.
  public var cleanWeight = 0.5
  /// Where features are moved, each on its own.
  public var cuts: [Cut]
  /// The set of batch-norm parameters that lessons train and attacks go through.
  public var branch = Pass.Branch.main
  /// Whether lessons move the main branch's running averages, as in the authors' code.
  ///
  /// By default they do not: evaluation sees clean features, and averages that are mixed with moved
  /// ones belong to neither. Averages of an auxiliary branch always follow the lessons.
  public var lessonsMoveAverages = false
  /// Where an attack's first slopes come from.
  public var firstSlopes = FirstSlopes.free

  /// A method with the given cuts and the weight of the clean loss.
  public init(cleanWeight: Double = 0.5, cuts: [Cut]) {
    self.cleanWeight = cleanWeight
    self.cuts = cuts
  }

  /// The stages that are cut.
  public var stages: [String] { cuts.map(\.stage) }

  /// One more than the auxiliary branch that lessons train, or 0.
  public var auxiliaryBranches: Int {
    switch branch {
    case .main: 0
    case .auxiliary(let index): index + 1
    }
  }

  /// Adds this batch's gradients to the parameters, and tells what was learned.
  public func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed
  ) throws -> Learned {
    var learned = Learned()
    var kept = try learnClean(task, batch, seed, &learned)
    for (index, cut) in cuts.enumerated() {
      guard let state = kept[cut.stage] else { continue }
      if !cuts[(index + 1)...].contains(where: { $0.stage == cut.stage }) { kept[cut.stage] = nil }
      try learn(task, cut, from: state, seed, &learned)
    }
    return learned
  }

  /// Trains on the clean batch, and returns what each cut's stage left, with its slopes.
  private func learnClean<Task: RecognitionTask>(
    _ task: Task, _ batch: Task.Batch, _ seed: Seed, _ learned: inout Learned
  ) throws -> [String: Task.State] {
    var kept: [String: Task.State] = [:]
    let places = Set(cuts.map(\.stage))
    for place in places {
      guard try !task.network.cut(after: place).back.stages.isEmpty else {
        throw AdversaryError.nothingBehind(stage: place)
      }
    }
    let sloped = Set(cuts.filter { hasFreeSlopes($0.attack) }.map(\.stage))
    func pass() throws -> Losses {
      let end = try task.network(task.begin(batch), .training(seed: seed)) { stage, state in
        guard places.contains(stage.name) else { return }
        if sloped.contains(stage.name) {
          state[keyPath: stage.features] = try state[keyPath: stage.features].map {
            try $0.keepingGradient()
          }
        }
        kept[stage.name] = state
      }
      return try task.losses(end)
    }
    if cleanWeight > 0 {
      let losses = try pass()
      try losses.weighted(cleanWeight).total().backward()
      try learned.add("clean", weight: cleanWeight, losses)
      learned.passes.addLearning(1, through: task.network, keeping: sloped)
    } else {
      try learned.add("clean", weight: 0, try withoutGradients(pass))
      learned.passes.forward += 1
    }
    return kept
  }

  /// Moves the features that `state` holds behind the cut, and trains the stages that follow.
  private func learn<Task: RecognitionTask>(
    _ task: Task, _ cut: Cut, from state: Task.State, _ seed: Seed, _ learned: inout Learned
  ) throws {
    let (stage, back) = try task.network.cut(after: cut.stage)
    let share = back.share(of: task.network)
    let clean = try state.detached()
    let maps = clean[keyPath: stage.features]
    func losses(from start: Task.State, with maps: [Tensor], _ pass: Pass) throws -> Losses {
      var start = start
      start[keyPath: stage.features] = maps
      return try task.losses(back(start, pass))
    }

    let aimed = cut.attack.targeted ? try task.retargeted(clean, seed: seed) : clean
    let free = try hasFreeSlopes(cut.attack) ? slopes(at: state[keyPath: stage.features]) : nil
    var passes = learned.passes
    let moved = try cut.attack.perturb(maps, slopes: free, seed: seed / cut.stage) {
      passes.addAttack(share)
      return try losses(from: aimed, with: $0, .attacking(branch, seed: seed)).total()
    }
    learned.passes = passes
    var move = Move(stage: cut.stage, clean: maps, moved: moved)

    let movesAverages = branch != .main || lessonsMoveAverages
    let pass = movesAverages ? Pass.training(branch, seed: seed) : .attacking(branch, seed: seed)
    for (index, lesson) in cut.lessons.enumerated() {
      let taken = try lesson.features(from: maps, to: moved, at: cut.stage)
      move.lessons.append(taken)
      let part = try losses(from: clean, with: taken, pass)
      try part.weighted(lesson.weight).total().backward()
      try learned.add("\(cut.stage).\(index)", weight: lesson.weight, part)
      learned.passes.addLearning(share, through: back)
    }
    learned.moves.append(move)
  }

  /// Whether the clean loss's gradient is the first step's: the same objective, targets, branch,
  /// statistics and draws, from the same place.
  private func hasFreeSlopes(_ attack: PGD) -> Bool {
    firstSlopes == .free && cleanWeight > 0 && branch == .main && !attack.targeted
      && !attack.randomStart && attack.direction == .gradient
  }

  /// The gradients of the unweighted clean loss at `maps`.
  private func slopes(at maps: [Tensor]) throws -> [Tensor] {
    try maps.map { try (1 / cleanWeight) * $0.gradient() }
  }
}
