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

  /// What a batch is before its features are moved: the term of the loss beside the lessons.
  ///
  /// Ways to mix or augment a batch and its targets belong here too.
  public enum Start: Sendable, Hashable {
    /// The pictures as they are.
    case clean
    /// The pictures moved by an attack through the whole network, and kept in 0...1: training on
    /// attacked pictures (Madry et al., 2018) with lessons on top, as in the authors' `_advt` scripts.
    case attacked(PGD)
  }

  /// Where an attack's first slopes come from.
  public enum FirstSlopes: String, Sendable, CaseIterable {
    /// The clean loss's backward pass where that is exact, a pass of their own otherwise.
    case free
    /// Always a pass of their own.
    case explicit
  }

  /// What a batch is before its features are moved.
  public var start = Start.clean
  /// The weight of the loss at the start; 0 or more.
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
    try learn(task, from: batch, seed: seed, strengths: nil)
  }

  /// The same with the strength of each cut's lessons as a tensor, whose gradient is added too.
  func learn<Task: RecognitionTask>(
    _ task: Task, from batch: Task.Batch, seed: Seed, strengths: [Tensor]?
  ) throws -> Learned {
    var learned = Learned()
    var kept = try learnStart(task, batch, seed, &learned)
    for (index, cut) in cuts.enumerated() {
      guard let state = kept[cut.stage] else { continue }
      if !cuts[(index + 1)...].contains(where: { $0.stage == cut.stage }) { kept[cut.stage] = nil }
      try learn(task, cut, from: state, seed, strength: strengths?[index], &learned)
    }
    return learned
  }

  /// Trains on the batch as it starts, and returns what each cut's stage left, with its slopes.
  private func learnStart<Task: RecognitionTask>(
    _ task: Task, _ batch: Task.Batch, _ seed: Seed, _ learned: inout Learned
  ) throws -> [String: Task.State] {
    let pictures = try startingPictures(task, batch, seed, &learned)
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
        if let pictures, stage.name == task.network.stages.first?.name {
          state[keyPath: stage.features] = pictures
        }
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
      try learned.add(start.name, weight: cleanWeight, losses)
      learned.passes.addLearning(1, through: task.network, keeping: sloped)
    } else {
      try learned.add(start.name, weight: 0, try withoutGradients(pass))
      learned.passes.forward += 1
    }
    return kept
  }

  /// Moves the features that `state` holds behind the cut, and trains the stages that follow.
  private func learn<Task: RecognitionTask>(
    _ task: Task, _ cut: Cut, from state: Task.State, _ seed: Seed, strength: Tensor?,
    _ learned: inout Learned
  ) throws {
    let (stage, back) = try task.network.cut(after: cut.stage)
    let clean = try state.detached()
    let maps = clean[keyPath: stage.features]
    let free = try hasFreeSlopes(cut.attack) ? slopes(at: state[keyPath: stage.features]) : nil
    let moved = try perturbed(
      task, cut.attack, behind: cut.stage, of: clean, slopes: free, branch, seed, &learned)
    var move = Move(stage: cut.stage, clean: maps, moved: moved)

    let movesAverages = branch != .main || lessonsMoveAverages
    let pass = movesAverages ? Pass.training(branch, seed: seed) : .attacking(branch, seed: seed)
    for (index, lesson) in cut.lessons.enumerated() {
      let taken = try lesson.features(from: maps, to: moved, at: cut.stage, strength: strength)
      move.lessons.append(try taken.map { try $0.detach() })
      var start = clean
      start[keyPath: stage.features] = taken
      let part = try task.losses(back(start, pass))
      try part.weighted(lesson.weight).total().backward()
      try learned.add("\(cut.stage).\(index)", weight: lesson.weight, part)
      learned.passes.addLearning(back.share(of: task.network), through: back)
    }
    learned.moves.append(move)
  }

  /// The pictures moved as `start` says, which stand for what the first stage leaves; `nil` where
  /// they are as they are.
  private func startingPictures<Task: RecognitionTask>(
    _ task: Task, _ batch: Task.Batch, _ seed: Seed, _ learned: inout Learned
  ) throws -> [Tensor]? {
    guard case .attacked(var attack) = start, let first = task.network.stages.first?.name else {
      return nil
    }
    attack.range = 0...1
    let state = try withoutGradients {
      try task.network.front(upTo: first)(task.begin(batch), .attacking(seed: seed))
    }
    return try perturbed(
      task, attack, behind: first, of: state, slopes: nil, .main, seed / "start", &learned)
  }

  /// What `attack` makes of the features that `state`, which has no graph, holds behind `place`.
  private func perturbed<Task: RecognitionTask>(
    _ task: Task, _ attack: PGD, behind place: String, of state: Task.State, slopes: [Tensor]?,
    _ branch: Pass.Branch, _ seed: Seed, _ learned: inout Learned
  ) throws -> [Tensor] {
    let (stage, back) = try task.network.cut(after: place)
    let share = back.share(of: task.network)
    let aimed = attack.targeted ? try task.retargeted(state, seed: seed) : state
    var passes = learned.passes
    defer { learned.passes = passes }
    return try attack.perturb(state[keyPath: stage.features], slopes: slopes, seed: seed / place) {
      passes.addAttack(share)
      var start = aimed
      start[keyPath: stage.features] = $0
      return try task.losses(back(start, .attacking(branch, seed: seed))).total()
    }
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

extension AFAN.Start {
  /// What the loss at the start is called in a log.
  var name: String {
    switch self {
    case .clean: "clean"
    case .attacked: "attacked"
    }
  }
}
