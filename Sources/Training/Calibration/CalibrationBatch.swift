import Adversary
import Networks
import Randomness
import Torch

/// A batch cut behind a stage: the features there, the loss's slopes at them, and what the network
/// makes of them.
///
/// Everything is as in a training step with one lesson behind the stage, but for the running
/// averages, which stay as they are.
struct CalibrationBatch<Task: RecognitionTask> {
  private let task: Task
  private let method: AFAN
  private let seed: Seed
  private let stage: Stage<Task.State>
  private let back: Network<Task.State>
  private let state: Task.State
  /// The loss's gradient at the features; `nil` where attacks begin with a pass of their own.
  private let slopes: [Tensor]?
  private let loss: Double
  private let score: Double?
  /// The root mean square of the features.
  let featureRMS: Double

  /// `batch` behind the stage called `name`; attacks and lessons go through the batch norms that
  /// `method` says.
  init(
    _ task: Task, _ batch: Task.Batch, behind name: String, method: AFAN, seed: Seed
  ) throws {
    (self.task, self.method, self.seed) = (task, method, seed)
    (stage, back) = try task.network.cut(after: name)
    let pass = Pass.attacking(seed: seed)
    let front = try task.network.front(upTo: name)
    let start = try withoutGradients { try front(task.begin(batch), pass).detached() }
    var charged = start
    let leaves = try start[keyPath: stage.features].map { try $0.requiringGradient() }
    charged[keyPath: stage.features] = leaves
    let end = try back(charged, pass)
    let total = try task.losses(end).total()
    // Attacks here aim at nothing and start where the features are, as this one does.
    let knowsSlopes = method.hasFreeSlopes(PGD(stepSize: 1))
    slopes = try knowsSlopes ? gradients(of: total, at: leaves) : nil
    // What moves do is told beside the clean features through the same norms.
    let (branch, back) = (method.branch, back)
    let clean =
      try branch == .main
      ? end : withoutGradients { try back(start, .attacking(branch, seed: seed)) }
    loss = try task.losses(clean).total().item()
    score = try task.score(clean)?.item()
    state = start
    let maps = start[keyPath: stage.features]
    let squares = try maps.reduce(0) { try $0 + $1.square().sum().item() }
    featureRMS = (squares / Double(maps.reduce(0) { $0 + $1.count })).squareRoot()
  }

  /// Moves the features by `attack`, and by random signs as far; `dtype` is what the stages behind
  /// the cut round to.
  func measure(_ attack: PGD, roundedTo dtype: DType?) throws -> CalibrationMeasurement {
    let clean = state[keyPath: stage.features]
    let moved = try attack.perturb(clean, slopes: slopes, seed: seed / stage.name) {
      try task.losses(end(from: $0, by: method.attackPass(seed: seed))).total()
    }
    let effect = try effect(of: moved, roundedTo: dtype)
    var random = PGD(stepSize: effect.rms * featureRMS, range: attack.range)
    random.direction = .random
    let drawn = try random.perturb(clean, seed: seed / stage.name / "random") { _ in
      try task.losses(end(from: clean, by: lessonPass)).total()
    }
    return CalibrationMeasurement(
      effect: effect,
      survivalInBF16: try Move.survival(from: clean, to: moved, roundedTo: .bfloat16),
      random: try self.effect(of: drawn, roundedTo: dtype))
  }

  /// What the network makes of `moved` beside the clean features.
  private func effect(of moved: [Tensor], roundedTo dtype: DType?) throws -> MoveEffect {
    try withoutGradients {
      let clean = state[keyPath: stage.features]
      let end = try end(from: moved, by: lessonPass)
      let score: Double? = try task.score(end)?.item()
      return MoveEffect(
        rms: try Move.relativeRMS(from: clean, to: moved),
        lossRatio: try task.losses(end).total().item() / loss,
        accuracyLost: self.score.flatMap { before in score.map { before - $0 } },
        survival: try dtype.map { try Move.survival(from: clean, to: moved, roundedTo: $0) } ?? 1)
    }
  }

  /// A lesson's pass, but for running averages.
  private var lessonPass: Pass { .attacking(method.branch, seed: seed) }

  /// What the last stage makes of `maps`.
  private func end(from maps: [Tensor], by pass: Pass) throws -> Task.State {
    var start = state
    start[keyPath: stage.features] = maps
    return try back(start, pass)
  }

  /// What the stage leaves of one picture.
  var shape: [Int] { Array((state[keyPath: stage.features].first?.shape ?? []).dropFirst()) }
}

/// What a move of a batch's features did, and what random signs as far did.
struct CalibrationMeasurement {
  let effect: MoveEffect
  let survivalInBF16: Double
  let random: MoveEffect
}
