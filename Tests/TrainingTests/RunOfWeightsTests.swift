import Foundation
import Support
import Testing
import Torch

@testable import Training

/// What model cards tell of a run whose epochs have ten steps, whose best was the first, and which
/// ended after two.
struct RunOfWeightsTests {
  private let folder: TemporaryFolder
  private let weights: [String: Tensor]

  init() throws {
    folder = try TemporaryFolder()
    weights = try NarrowNetwork.weights()
    try begin(Recipe.named("fashion-mnist-resnet20-plain"))
    try end()
    try add("last", RunState(epoch: 2, step: 20))
    try add("best", RunState(epoch: 1, step: 10))
  }

  private func begin(_ recipe: Recipe) throws {
    try folder.write(recipe.yaml().utf8, to: "run/recipe.yaml")
  }

  /// Writes the last line of the log.
  private func end() throws {
    let (last, best) = (
      Scores(count: 40, top1: 0.25, top5: 0.5, loss: 2),
      Scores(count: 40, top1: 0.75, top5: 1, loss: 1)
    )
    let entry = FinalEntry(
      step: 20, pictures: .test, last: ["clean": last], best: ["clean": best], bestEpoch: 1)
    try folder.write(RunLog.line(entry), to: "run/metrics.jsonl")
  }

  private func add(_ name: String, _ state: RunState) throws {
    let place = "run/checkpoints/\(name)"
    try folder.write(RunLog.line(state), to: "\(place)/\(RunState.name)")
    try folder.write(RunLog.line(NarrowNetwork.config()), to: "\(place)/config.json")
    try save(weights, to: "\(folder.path)/\(place)/\(WeightsFile.name)")
  }

  /// The card of what is at `name` in the run's folder.
  private func card(
    _ name: String, _ change: (inout Conversion.Options) -> Void = { _ in }
  ) throws -> String {
    var options = Conversion.Options()
    options.overwrites = true
    change(&options)
    _ = try Conversion("\(folder.path)/run/\(name)", to: "\(folder.path)/hub", options)
    return try String(contentsOfFile: "\(folder.path)/hub/README.md", encoding: .utf8)
  }

  private let ofLast = results(after: 20, "| clean | 25.00 % | 50.00 % | 2.0000 | 40 |")
  private let ofBest = results(after: 10, "| clean | 75.00 % | 100.00 % | 1.0000 | 40 |")

  private static func results(after steps: Int, _ row: String) -> String {
    """
    ## Results

    On the test pictures, after \(steps) steps.

    | | top-1 | top-5 | loss | pictures |
    |---|---|---|---|---|
    \(row)

    """
  }

  @Test func `the scores are those of the very weights, however they are named`() throws {
    for name in ["", "checkpoints/last", "checkpoints/last/model.safetensors"] {
      #expect(try card(name).contains(ofLast), "\(name)")
    }
    try add("step-10", RunState(epoch: 1, step: 10))
    for name in ["best", "best/", "best/model.safetensors", "../checkpoints/best", "step-10"] {
      let card = try card("checkpoints/\(name)")
      #expect(card.contains(ofBest), "\(name): \(card)")
      #expect(card.contains("```yaml\n") && card.contains("| number format in training | fp32 |"))
    }
    let link = "\(folder.path)/run/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "checkpoints/best")
    #expect(try card("link").contains(ofBest))
  }

  @Test
  func `where pictures are judged every so many steps, the step tells which weights are best`()
    throws
  {
    let entry = FinalEntry(
      step: 20, pictures: .test, last: ["clean": Scores(count: 40, top1: 0.25, top5: 0.5, loss: 2)],
      best: ["clean": Scores(count: 40, top1: 0.75, top5: 1, loss: 1)], bestEpoch: 2, bestStep: 14)
    try folder.write(RunLog.line(entry), to: "run/metrics.jsonl")
    try add("step-14", RunState(epoch: 1, batch: 4, step: 14))
    #expect(try card("checkpoints/step-14").contains("75.00 %"))
    try add("step-15", RunState(epoch: 1, batch: 5, step: 15))
    #expect(try !card("checkpoints/step-15").contains("75.00 %"))
  }

  @Test(arguments: [
    ("step-15", RunState(epoch: 1, batch: 5, step: 15)),
    ("best-1", RunState(epoch: 0, batch: 9, step: 9)),
  ])
  func `weights that the run's end did not judge have no scores`(
    name: String, state: RunState
  ) throws {
    try add(name, state)
    let card = try card("checkpoints/\(name)")
    #expect(card.contains("after \(state.step) steps, which the run's end did not judge"))
    #expect(card.contains("## Training") && !card.contains("top-1"))
  }

  @Test func `where averaged weights were judged the plain ones have no scores`() throws {
    try save(weights, to: "\(folder.path)/run/checkpoints/last/\(WeightsFile.averageName)")
    #expect(try card("").contains(ofLast))
    for name in ["", "checkpoints/last/model.safetensors"] {
      let card = try card(name) { $0.averaged = name.isEmpty ? false : nil }
      #expect(card.contains("The run judged the weights averaged over its steps (EMA), not these."))
      #expect(!card.contains("top-1"))
    }
  }

  @Test func `a branch that was judged and is left out takes its scores along`() throws {
    try begin(
      Recipe.named(
        "cifar10-resnet20-advprop", overrides: ["evaluation.branch={auxiliary: {index: 0}}"]))
    let branched = weights.merging(["bn1.aux_bn.0.bias": try .zeros([2])]) { first, _ in first }
    try save(branched, to: "\(folder.path)/run/checkpoints/last/\(WeightsFile.name)")
    let whole = try card("")
    #expect(whole.contains("steps, through the auxiliary 0 branch of the batch norms."))
    #expect(whole.contains("25.00 %"))
    let stripped = try card("") { $0.stripsAuxiliary = true }
    #expect(stripped.contains("The run judged the auxiliary 0 branch of the batch norms, which is"))
    #expect(!stripped.contains("25.00 %"))
  }

  @Test func `a run that has not ended has no scores`() throws {
    try folder.write([], to: "run/metrics.jsonl")
    #expect(try card("").contains("after 20 steps; the run did not come to its end."))
  }
}

extension RunState {
  fileprivate init(epoch: Int, batch: Int = 0, step: Int) {
    self.init()
    (self.epoch, self.batch, self.step) = (epoch, batch, step)
  }
}
