import Adversary
import Networks
import Randomness
import Torch

/// One training step on given numbers, written down whole, to hold against another implementation.
public struct Trace {
  /// Every tensor by name.
  ///
  /// `logits`, `[N, classes]`, of pixels `[N, classes, H, W]`, of the batch in evaluation before
  /// the first step; for each cut `clean.<stage>`, `moved.<stage>` and `lesson.<stage>.<i>` (what
  /// was learned from); `loss.clean` and `loss.<stage>.<i>`, unweighted; `gradient.<parameter>`;
  /// `parameter.<name>` and `buffer.<name>` after the optimizer's step, and `average.<name>` of
  /// both where the recipe averages weights; `memory.<name>` of a method that has one;
  /// `initial.<name>` where no weights were given.
  public private(set) var tensors: [String: Tensor] = [:]
  /// The recipe that was followed, all of it, as YAML.
  public let recipe: String
  /// What a person should know of the weights that it started from.
  public let notices: [String]

  /// Takes `steps` steps of `recipe` on the batch in the file `batch`, and records the last; 0
  /// steps leave the logits alone.
  ///
  /// `batch` is a safetensors file of `images`, float32 `[N, C, H, W]` in 0...1, and of `labels`,
  /// int64 `[N]`, or where the recipe tells the classes of pixels of `masks`, int64 or uint8 `[N,
  /// H, W]`, in which 255 is ignored; where the method learns from views of the pictures also of
  /// `view.<i>`, as `images`. The learning rate is the recipe's highest; its schedule has no say.
  /// Where a step learns from several batches (`accumulate`), each is this one.
  ///
  /// - Throws: `TrainingError.badBatch`, `.badRecipe` of a task without classes, and what building
  ///   and training the network throws.
  public init(_ recipe: Recipe, weights: String?, batch path: String, steps: Int = 1) throws {
    guard let task = recipe.task.type as? any TraceableTask.Type else {
      throw recipe.wrongTask(for: "\(Classification.name) and \(Segmentation.name)")
    }
    self = try Self(task, recipe, weights, path, steps)
  }

  private init<Task: TraceableTask>(
    _: Task.Type, _ recipe: Recipe, _ weights: String?, _ path: String, _ steps: Int
  ) throws {
    self.recipe = try recipe.yaml()
    let tells = recipe.network.classes ?? recipe.data.classes != nil
    let session = try Session<Task>(
      recipe, classes: tells ? nil : recipe.data.classNames(),
      weights: weights.map { try ParameterStore.Source(path: $0) })
    if weights == nil {
      for (name, tensor) in session.weights { tensors["initial.\(name)"] = try tensor.clone() }
    }
    notices = session.notices
    let batch = try session.task.batch(
      in: BatchFile(path), channels: recipe.data.pictureShape[0],
      views: steps > 0 ? recipe.method.settings.viewCount : 0)
    tensors["logits"] = try withoutGradients {
      try session.task.logits(session.task.network(session.task.begin(batch), .evaluation))
    }
    try record(steps, of: session, from: batch)
  }

  /// Takes `steps` steps on `batch`, and records the last one.
  private mutating func record<Task: TraceableTask>(
    _ steps: Int, of session: Session<Task>, from batch: Task.Batch
  ) throws {
    guard steps > 0 else { return }
    let learner = try Learner(session)
    for step in 0..<steps {
      let learned = try learner.learn(step: step) { batch }
      if step == steps - 1, let learned { try record(learned, of: session) }
      try learner.move(step: step, learningRate: session.recipe.optimizer.learningRate)
    }
    for (name, tensor) in learner.memory { tensors["memory.\(name)"] = tensor }
    for (path, tensor) in learner.average?.weights ?? [:] { tensors["average.\(path)"] = tensor }
    for (path, parameter) in session.store.parameters {
      tensors["parameter.\(path)"] = try parameter.detach()
    }
    for (path, buffer) in session.store.buffers { tensors["buffer.\(path)"] = buffer }
  }

  /// Writes everything to a safetensors file at `path`; its metadata has the `recipe`.
  public func write(to path: String) throws {
    try save(tensors, metadata: ["recipe": recipe], to: path)
  }

  private mutating func record<Task: TraceableTask>(
    _ learned: LearnedStep, of session: Session<Task>
  ) throws {
    for part in learned.parts {
      tensors["loss.\(part.name)"] = try Tensor(
        part.value, dtype: session.task.network.precision.storage)
    }
    for (path, parameter) in session.store.parameters {
      if let gradient = try parameter.gradientIfAny() {
        tensors["gradient.\(path)"] = try gradient.clone()
      }
    }
    for move in learned.moves {
      tensors["clean.\(move.stage)"] = move.clean[0]
      tensors["moved.\(move.stage)"] = move.moved[0]
      for (index, taken) in move.lessons.enumerated() {
        tensors["lesson.\(move.stage).\(index)"] = taken[0]
      }
    }
  }
}
