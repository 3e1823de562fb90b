import Networks
import Randomness
import Torch

/// One step of A-FAN on one batch.
struct AFANStep<Task: RecognitionTask> {
  let method: AFAN
  let task: Task
  let seed: Seed
  private(set) var learned = Learned()
  private var split: GraphSplit<Task.State>?
  /// Whether cuts are learned from the pictures that the first loss is of.
  private var isOfStart = true

  init(_ method: AFAN, _ task: Task, seed: Seed) {
    self.method = method
    self.task = task
    self.seed = seed
    split = GraphSplit(task.network, for: method)
  }

  /// Trains on the batch as it starts, and returns what each cut's stage left, with its slopes.
  mutating func learnStart(of batch: Task.Batch) throws -> [String: Task.State] {
    let places = Set(method.stages)
    for place in places {
      guard try !task.network.cut(after: place).back.stages.isEmpty else {
        throw AdversaryError.nothingBehind(stage: place)
      }
    }
    let pictures = try startingPictures(of: batch)
    let sloped = Set(method.cuts.filter(hasFreeSlopes).map(\.stage))
    var kept: [String: Task.State] = [:]
    func pass() throws -> Task.State {
      try task.network(task.begin(batch), .training(seed: seed), keeping: places) {
        stage, state in
        if let pictures, stage.name == pictures.stage {
          state[keyPath: stage.features] = pictures.maps
        }
        try split?.part(&state, behind: stage)
        guard places.contains(stage.name) else { return }
        if sloped.contains(stage.name) {
          state[keyPath: stage.features] = try state[keyPath: stage.features].map {
            try $0.keepingGradient()
          }
        }
        kept[stage.name] = state
      }
    }
    let (name, weight) = (method.start.name, method.cleanWeight)
    if weight > 0 {
      let end = try pass()
      let losses = try task.losses(end)
      try losses.weighted(weight).total().backward()
      try learned.add(name, weight: weight, losses, score: task.score(end))
      learned.passes.addLearning(1, through: task.network, keeping: sloped)
    } else {
      // Lessons may still train the stages before a skip, or before their cut.
      let end = try split == nil ? withoutGradients(pass) : pass()
      try learned.add(name, weight: 0, task.losses(end), score: task.score(end))
      learned.passes.forward += 1
    }
    return kept
  }

  /// What the first stage makes of the pictures as they were before any were mixed, outside any
  /// graph.
  mutating func original(_ batch: Task.Batch) throws -> Task.State {
    isOfStart = !task.isMixed(batch)
    return try task.front(upTo: task.network.stages[0].name, of: task.original(batch), seed: seed)
  }

  /// Moves the features that `state` holds behind `cut`, and trains the stages that follow.
  ///
  /// `strength` stands for that of the lessons where it is learned.
  mutating func learn(_ cut: AFAN.Cut, from state: Task.State, strength: Tensor?) throws {
    let (stage, back) = try task.network.cut(after: cut.stage)
    let clean = try state.detached()
    let maps = clean[keyPath: stage.features]
    let slopes =
      try hasFreeSlopes(cut)
      ? freeSlopes(at: state[keyPath: stage.features]) : nil
    let moved = try perturbed(
      clean, behind: cut.stage, by: cut.attack, slopes, method.attackPass(seed: seed))
    var move = Move(
      stage: cut.stage, clean: maps, moved: moved, start: learned.parts[0],
      ownNorms: method.branch != .main, isOfStart: isOfStart)
    for (index, lesson) in cut.lessons.enumerated() {
      let taken = try lesson.features(from: maps, to: moved, at: cut.stage, strength: strength)
      var start = clean
      start[keyPath: stage.features] = taken
      try split?.attach(&start, behind: stage)
      let end = try back(start, lessonPass)
      let losses = try task.losses(end)
      try losses.weighted(lesson.weight).total().backward()
      try split?.keep(start, behind: stage)
      let name = "\(cut.stage).\(index)"
      try learned.add(name, weight: lesson.weight, losses, score: task.score(end))
      move.add(try taken.map { try $0.detach() }, learned.parts[learned.parts.count - 1])
      learned.passes.addLearning(
        back.share(of: task.network), through: back,
        wholly: split?.trainsFront(cut.stage) ?? false)
    }
    learned.moves.append(move)
  }

  /// Trains the stages before the places where the graph is parted, by all that was learned behind.
  mutating func learnFront() throws {
    guard let split, try split.goBack(), method.cleanWeight == 0 else { return }
    let front = try task.network.front(upTo: split.last)
    let share = front.share(of: task.network)
    learned.passes.inputGradient += share * front.shareReached()
    learned.passes.weightGradient += share * front.shareLearning
  }

  private var lessonPass: Pass {
    method.branch != .main || method.lessonsMoveAverages
      ? .training(method.branch, seed: seed) : .attacking(method.branch, seed: seed)
  }

  /// The pictures moved as `start` says, which stand for what the first stage leaves; `nil` where
  /// they are as they are.
  private mutating func startingPictures(
    of batch: Task.Batch
  ) throws -> (stage: String, maps: [Tensor])? {
    guard case .attacked(var attack) = method.start, let first = task.network.stages.first?.name
    else { return nil }
    attack.range = 0...1
    let state = try task.front(upTo: first, of: task.begin(batch), seed: seed)
    return (
      first,
      try perturbed(
        state, behind: first, by: attack, nil, .attacking(seed: seed), seed / "start")
    )
  }

  /// What `attack` makes of the features that `state`, which has no graph, holds behind `place`.
  private mutating func perturbed(
    _ state: Task.State, behind place: String, by attack: PGD, _ slopes: [Tensor]?,
    _ pass: Pass, _ draws: Seed? = nil
  ) throws -> [Tensor] {
    let (stage, back) = try task.network.cut(after: place)
    let share = back.share(of: task.network)
    let aimed = attack.targeted ? try task.retargeted(state, seed: draws ?? seed) : state
    var passes = learned.passes
    defer { learned.passes = passes }
    return try attack.perturb(
      state[keyPath: stage.features], slopes: slopes, seed: (draws ?? seed) / place
    ) {
      passes.addAttack(share)
      var start = aimed
      start[keyPath: stage.features] = $0
      return try task.losses(back(start, pass)).total()
    }
  }

  /// Whether the clean backward pass leaves the slopes at a cut: it ends where the graph is parted last,
  /// to go on once lessons have added theirs.
  private func hasFreeSlopes(_ cut: AFAN.Cut) -> Bool {
    method.hasFreeSlopes(cut.attack) && split?.isBehind(cut.stage) ?? true
  }

  /// The gradients of the unweighted loss at the start, at `maps`.
  private func freeSlopes(at maps: [Tensor]) throws -> [Tensor] {
    try maps.map { try (1 / method.cleanWeight) * $0.gradient() }
  }
}
