import Foundation
import Networks
import Support
import Testing
import Torch

@testable import Training

/// Runs that start from weights, freeze stages, average weights or learn from several batches.
struct FineTuningTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  private func weights(_ name: String, _ file: String = "model") throws -> [String: Tensor] {
    try loadTensors(from: "\(run.place(name))/checkpoints/last/\(file).safetensors")
  }

  @Test func `steps of several batches resume in mid-epoch, and leave what does not fill one`()
    throws
  {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-afan", "accumulate=3", "checkpointEvery=2", "ema={decay: 0.5}")
    try run.train(recipe, copiedAfter: 5)
    let events = try run.resume("broken")
    let plan = try #require(events.plan)
    #expect(plan.steps == 6 && plan.stepsPerEpoch == 3 && plan.batchSize == 30)
    #expect(plan.done == 4)
    try run.expectSame("whole", "broken")
    let state = try Checkpoint(at: "\(run.place("whole"))/checkpoints/last").state
    #expect(state.step == 6 && state.epoch == 2)
    #expect(try weights("whole")["bn1.num_batches_tracked"]?.item() == 18)
  }

  @Test func `more batches to a step than there are is an error`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "accumulate=11")
    let error = try #require(throws: TrainingError.self) { try run.train(recipe, in: "a") }
    #expect(
      error.description.contains(
        "accumulate is 11, batchSize is 10, only 100 pictures are trained on"))
  }

  @Test func `the averaged weights are what is judged, in the run and from its folder`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "ema={decay: 0.9}", "optimizer.learningRate=0.5")
    let events = try run.train(recipe, in: "a")
    guard case .final(let final) = events.last else { throw CancellationError() }
    let folder = run.place("a")
    #expect(try Evaluated(recipe, weights: folder).scores == final.last)
    let last = "\(folder)/checkpoints/last"
    #expect(try Recipe.averagedWeights(at: folder) == "\(last)/ema.safetensors")
    #expect(try Recipe.averagedWeights(at: "\(last)/model.safetensors") == nil)
    let raw = try Evaluated(recipe, weights: "\(last)/model.safetensors").scores
    #expect(raw != final.last)
    let best = try Evaluated(recipe, weights: "\(folder)/checkpoints/best").scores
    #expect(best == final.best)
  }

  @Test(arguments: [("ema={decay: 0.5}", true), ("ema=null", false)])
  func `a checkpoint without the averages that are asked for is refused`(
    setting: String, isMissing: Bool
  ) throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "epochs=1", setting), in: "a")
    let checkpoint = try Checkpoint(at: "\(run.place("a"))/checkpoints/last")
    try checkpoint.requireAverages(isMissing, "a")
    let error = try #require(throws: TrainingError.self) {
      try checkpoint.requireAverages(!isMissing, "a")
    }
    #expect(error.description.contains("cannot resume a: its"))
  }

  @Test func `a run starts from another's weights, and does not read them again`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "epochs=1"), in: "old")
    let start = try run.recipe(
      "fashion-mnist-resnet20-plain", "network.classes=12", "init=\(run.place("old"))",
      "freeze=[stem, layer1, layer2, layer3]", "checkpointEvery=4")
    let recipe = try start.resolved()
    let file = "\(run.place("old"))/checkpoints/last/model.safetensors"
    #expect(recipe.initialWeights == URL(filePath: file).standardizedFileURL.path)
    try run.train(recipe, copiedAfter: 13)
    let old = try weights("old")
    for (name, tensor) in try weights("whole") where !name.hasPrefix("linear") {
      #expect(try identical(tensor, #require(old[name])), "\(name)")
    }
    try FileManager.default.removeItem(atPath: run.place("old"))
    let events = try run.resume("broken")
    #expect(events.notices.isEmpty, "\(events.notices)")
    try run.expectSame("whole", "broken")
  }

  @Test func `a head for other classes is told when the run begins`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "epochs=1"), in: "old")
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "epochs=1", "network.classes=12", "init=\(run.place("old"))")
    let notices = try run.train(recipe, in: "new").notices
    #expect(notices.count == 1)
    #expect(
      notices.first?.contains("'linear.bias' is [10] in the weights, [12] in the network") == true)
  }

  @Test func `weights that are not there are told`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "init=nowhere")
    for work in [{ _ = try recipe.resolved() }, { _ = try Session<Classification>(recipe) }] {
      let error = try #require(throws: (any Error).self) { try work() }
      #expect("\(error)".contains("nowhere"), "\(error)")
    }
  }
}
