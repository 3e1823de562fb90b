import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct AugMixTrainingTests {
  private func views(_ golden: Golden, _ count: Int) throws -> [Tensor] {
    try (0..<count).map { try golden["view.\($0)"] }
  }

  @Test(arguments: [1, 2, 3])
  func `a step equals that of the reference, tensor by tensor`(count: Int) throws {
    let golden = try Golden("augmix")
    let store = ParameterStore(
      seed: Seed(1), precision: .fp64,
      from: ParameterStore.Source(name: "initial", try golden.tensors(below: "initial")))
    let task = Classification(try .tiny(Scope(store)), classes: 5)
    let batch = ClassifierBatch(
      images: try golden["images"], targets: try golden["labels"], views: try views(golden, count))
    var method = AugMixTraining()
    method.viewCount = count
    let learned = try method.learn(task, from: batch, seed: Seed(2))
    #expect(learned.parts.map(\.name) == ["clean", "divergence"])
    #expect(learned.parts.map(\.weight) == [1, 12])
    var left: [String: Tensor] = [:]
    for part in learned.parts { left["loss.\(part.name)"] = try part.losses.total() }
    for (path, parameter) in store.parameters {
      left["gradient.\(path)"] = try parameter.gradient()
    }
    for (path, buffer) in store.buffers { left["buffer.\(path)"] = buffer }
    let expected = try golden.tensors(below: "\(count)")
    #expect(try differences(left, from: expected, beyond: Tolerance.network64) == [])
  }

  @Test func `the divergence of logits far apart, and its slopes, are the reference's`() throws {
    let golden = try Golden("augmix")
    let logits = try golden["far.logits"].requiringGradient()
    let logs = try (0..<3).map { try logits.select(dim: 0, index: $0).logSoftmax(dim: 1) }
    let divergence = try AugMixTraining.divergence(of: logs)
    try divergence.backward()
    #expect(try distance(divergence, golden["far.divergence"]) < Tolerance.network64)
    #expect(try distance(logits.gradient(), golden["far.gradient"]) < Tolerance.network64)
  }

  @Test func `it is 0 for what is alike, at most the logarithm of how many are apart`() throws {
    let one = try Tensor([0.5, 1, -2] as [Double], shape: [1, 3])
    let alike = try AugMixTraining.divergence(of: [one, one].map { try $0.logSoftmax(dim: 1) })
    #expect(try abs(alike.item()) < 1e-12)
    // Probabilities of 0 and 1, which have no logarithm to multiply by.
    let far = try Tensor([2_000, 0, 0, 0, 2_000, 0] as [Double], shape: [2, 1, 3])
      .requiringGradient()
    let logs = try (0..<2).map { try far.select(dim: 0, index: $0).logSoftmax(dim: 1) }
    let apart = try AugMixTraining.divergence(of: logs)
    try apart.backward()
    #expect(try abs(apart.item() - 0.693147180559945) < 1e-12)
    #expect(try far.gradient().isfinite().all().item() == 1)
  }

  @Test func `it is a plain step for the pictures and for each view`() throws {
    let problem = try Problem()
    let batch = ClassifierBatch(
      images: problem.batch.images, targets: problem.batch.targets,
      views: [problem.batch.images, problem.batch.images])
    let same = try Outcome(Problem(problem, batch: batch), AugMixTraining())
    let plain = try Outcome(problem, Plain())
    #expect(abs(same.learned.passes.plainSteps - 3) < 1e-12)
    #expect(try abs(same.learned.parts[1].value()) < 1e-12)
    // Thrice the same pictures have the statistics of them once.
    #expect(try same.gradientDistance(to: plain) < Tolerance.network64)
  }

  @Test func `what it cannot do is told`() throws {
    let problem = try Problem()
    let batch = ClassifierBatch(
      images: problem.batch.images, targets: problem.batch.targets, views: [problem.batch.images])
    let error = try #require(throws: NetworkError.self) {
      _ = try Outcome(Problem(problem, batch: batch), AugMixTraining())
    }
    #expect(error.description.hasPrefix("view 1 of the pictures was asked for, the batch has 1"))
    let task = WithoutClasses(task: problem.task)
    let whole = ClassifierBatch(
      images: batch.images, targets: batch.targets, views: [batch.images, batch.images])
    #expect(throws: AdversaryError.noProbabilities) {
      try AugMixTraining().learn(task, from: whole, seed: Seed(1))
    }
    #expect(throws: NetworkError.self) { try Unviewed(task: problem.task).view(0, of: whole) }
  }

  /// A task that tells no classes apart.
  private struct WithoutClasses: RecognitionTask {
    let task: Classification
    var network: Network<ClassifierState> { task.network }
    func begin(_ batch: ClassifierBatch) throws -> ClassifierState { try task.begin(batch) }
    func view(_ index: Int, of batch: ClassifierBatch) throws -> ClassifierState {
      try task.view(index, of: batch)
    }
    func losses(_ state: ClassifierState) throws -> Losses { try task.losses(state) }
    func retargeted(_ state: ClassifierState, seed: Seed) throws -> ClassifierState { state }
  }

  /// A task whose batches have no views.
  private struct Unviewed: RecognitionTask {
    let task: Classification
    var network: Network<ClassifierState> { task.network }
    func begin(_ batch: ClassifierBatch) throws -> ClassifierState { try task.begin(batch) }
    func losses(_ state: ClassifierState) throws -> Losses { try task.losses(state) }
    func retargeted(_ state: ClassifierState, seed: Seed) throws -> ClassifierState { state }
  }
}
