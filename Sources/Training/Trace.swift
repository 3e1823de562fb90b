import Adversary
import Networks
import Randomness
import Torch

/// One training step on given numbers, written down whole, to hold against another implementation.
public struct Trace {
  /// Every tensor by name.
  ///
  /// `logits`, `[N, classes]`, of the batch in evaluation before the first step; for each cut
  /// `clean.<stage>`, `moved.<stage>` and `lesson.<stage>.<i>` (what was learned from);
  /// `loss.clean` and `loss.<stage>.<i>`, unweighted; `gradient.<parameter>`; `parameter.<name>` and
  /// `buffer.<name>` after the optimizer's step, and `average.<name>` of both where the recipe
  /// averages weights; `memory.<name>` of a method that has one; `initial.<name>` where no weights
  /// were given.
  public private(set) var tensors: [String: Tensor] = [:]
  /// The recipe that was followed, all of it, as YAML.
  public let recipe: String
  /// What a person should know of the weights that it started from.
  public let notices: [String]

  /// Takes `steps` steps of `recipe` on the batch in the file `batch`, and records the last; 0 steps
  /// leave the logits alone.
  ///
  /// `batch` is a safetensors file of `images`, float32 `[N, C, H, W]` in 0...1, and `labels`,
  /// int64 `[N]`. The learning rate is the recipe's highest; its schedule has no say. Where a step
  /// learns from several batches (`accumulate`), each is this one.
  ///
  /// - Throws: `TrainingError.badBatch`, and what building and training the network throws.
  public init(_ recipe: Recipe, weights: String?, batch path: String, steps: Int = 1) throws {
    self.recipe = try recipe.yaml()
    let tells = recipe.network.classes ?? recipe.data.classes != nil
    let session = try Session(
      recipe, classes: tells ? nil : recipe.data.classNames(),
      weights: weights.map { try ParameterStore.Source(path: $0) })
    if weights == nil {
      for (name, tensor) in session.weights { tensors["initial.\(name)"] = try tensor.clone() }
    }
    notices = session.notices
    let batch = try Self.batch(path, for: session)
    tensors["logits"] = try withoutGradients {
      try session.task.network(session.task.begin(batch), .evaluation).maps[0]
    }
    guard steps > 0 else { return }
    let learner = try Learner(session)
    for step in 0..<steps {
      let learned = try learner.learn(step: step) { batch }
      if step == steps - 1, let learned { try record(learned, of: session) }
      try learner.move(step: step, learningRate: recipe.optimizer.learningRate)
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

  private mutating func record(_ learned: LearnedStep, of session: Session) throws {
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

  private static func batch(_ path: String, for session: Session) throws -> ClassifierBatch {
    let file = try SafetensorsFile(path)
    func tensor(_ name: String, _ dtype: DType, dimensions: Int) throws -> Tensor {
      guard file.names.contains(name) else {
        throw TrainingError.badBatch(
          path, reason: "it has \(file.names.joined(separator: ", ")), but no '\(name)'")
      }
      let tensor = try file.tensor(name)
      guard try tensor.dtype == dtype, tensor.shape.count == dimensions else {
        throw TrainingError.badBatch(
          path, reason: "'\(name)' is \(tensor.summary), expected is \(dtype) of \(dimensions) axes"
        )
      }
      return tensor
    }
    let images = try tensor("images", .float32, dimensions: 4)
    let labels = try tensor("labels", .int64, dimensions: 1)
    try check(images, labels, path, session)
    let network = session.task.network
    return ClassifierBatch(
      images: try images.to(dtype: network.precision.storage, device: network.device),
      targets: try labels.to(network.device))
  }

  private static func check(
    _ images: Tensor, _ labels: Tensor, _ path: String, _ session: Session
  ) throws {
    guard images.shape[0] == labels.shape[0], images.count > 0 else {
      throw TrainingError.badBatch(
        path, reason: "images are \(images.shape), labels are \(labels.shape)")
    }
    let channels = session.recipe.data.pictureShape[0]
    guard images.shape[1] == channels else {
      throw TrainingError.badBatch(
        path, reason: "images have \(images.shape[1]) channels, the network takes \(channels)")
    }
    let classes = session.task.classes
    let numbers = try labels.elements(Int64.self)
    if let wrong = numbers.firstIndex(where: { !(0..<Int64(classes)).contains($0) }) {
      throw TrainingError.badBatch(
        path, reason: "label \(wrong) is \(numbers[wrong]), the network has \(classes) classes")
    }
    let low = try images.amin().item()
    let high = try images.amax().item()
    guard low >= 0, high <= 1 else {
      throw TrainingError.badBatch(path, reason: "images are in \(low)...\(high), not in 0...1")
    }
  }
}
