import Foundation
import Support
import Testing

@testable import Training

struct TrainerTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  @Test func `the loss falls, and the log tells every step and epoch`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "network.width=4", "epochs=3", "data.flip=0",
      "data.cropPadding=0")
    let events = try run.train(recipe, in: "a")
    let log = try run.log("a")
    #expect(log.count == 34)
    #expect(log.filter { $0.kind == "step" }.map { $0.number("step") } == (1...30).map(Double.init))
    let epochs = log.filter { $0.kind == "epoch" }
    #expect(epochs.map { $0.number("epoch") } == [1, 2, 3])
    #expect(epochs.map { $0.number("step") } == [10, 20, 30])
    let first = try #require(epochs[0].number("loss"))
    let last = try #require(epochs[2].number("loss"))
    #expect(last < 0.5 * first)
    #expect(try #require(epochs[2].number("validation", "top1")) > 0.5)
    #expect(log.last?.kind == "final")
    guard case .final(let final) = events.last else { throw Missing() }
    #expect(final.last.keys.sorted() == ["clean", "fgsm", "noise"])
    #expect(final.last["clean"]?.count == 40)
    #expect(final.step == 30)
    #expect(final.best != nil && final.bestEpoch != nil)
  }

  @Test func `an epoch's loss is the mean of its steps'`() throws {
    try run.train(run.recipe(), in: "a")
    let log = try run.log("a")
    let steps = log.filter { $0.kind == "step" && $0.number("epoch") == 2 }
    let losses = steps.compactMap { $0.number("loss") }
    #expect(losses.count == 10)
    let epoch = try #require(log.last { $0.kind == "epoch" }?.number("loss"))
    #expect(abs(epoch - losses.reduce(0, +) / 10) < 1e-12)
  }

  @Test func `the learning rate of every step is the schedule's`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "schedule.warmUp=1", "optimizer.learningRate=0.5",
      "clipNorm=0.1")
    try run.train(recipe, in: "a")
    let steps = try run.log("a").filter { $0.kind == "step" }
    for (index, step) in steps.enumerated() {
      let factor = recipe.schedule.factor(at: index, stepsPerEpoch: 10, steps: 20)
      #expect(step.number("learningRate") == 0.5 * factor)
      #expect(try #require(step.number("gradientNorm")) > 0)
    }
  }

  @Test func `a line of the log has the loss of each part and the passes`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-afan", "epochs=1")
    try run.train(recipe, in: "a")
    let step = try #require(try run.log("a").first)
    #expect(step.keys(of: "losses") == ["clean", "layer2.0", "layer2.1"])
    #expect(
      step.keys(of: "passes") == ["forward", "inputGradient", "plainSteps", "weightGradient"])
    let forward = try #require(step.number("passes", "forward"))
    #expect(forward > 1 && forward < 3)
    #expect(step.number("passes", "weightGradient") == forward)
    let parts = try ["clean", "layer2.0", "layer2.1"].map {
      try #require(step.number("losses", $0))
    }
    let total = 0.5 * parts[0] + 0.25 * parts[1] + 0.25 * parts[2]
    #expect(abs(try #require(step.number("loss")) - total) < 1e-12)
    #expect(step.keys(of: "moves") == ["layer2.0", "layer2.1"])
    #expect(step.number("gradientNorm") == nil)
    #expect(step.keys(of: "time") == ["step", "wait"])
  }

  @Test func `under bf16 the log tells how much of a move survives`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-afan", "precision=bf16", "epochs=1", "data.limit=20",
      "evaluation.fgsm=null", "evaluation.noise=null",
      "method.afan.cuts[0].attack={stepSize: 0.5/255}")
    try run.train(recipe, in: "a")
    for step in try run.log("a") where step.kind == "step" {
      let survival = try #require(step.number("moves", "layer2.0", "survival"))
      // A move of 0.002 is lost where a feature is above about 0.5.
      #expect(survival > 0.05 && survival < 0.999)
    }
  }

  @Test func `only every so many steps are logged, and always the first`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "logEvery=4"), in: "a")
    let steps = try run.log("a").filter { $0.kind == "step" }.map { $0.number("step") }
    #expect(steps == [1, 4, 8, 12, 16, 20])
  }

  @Test func `a loss that is no number stops the run, and names step and terms`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-afan", "optimizer.learningRate=1e30", "checkpointEvery=1")
    let error = #expect(throws: TrainingError.self) { try run.train(recipe, in: "a") }
    let text = try #require(error?.description)
    #expect(text.contains(/the loss of step \d+ \(epoch 1\) is not finite: clean/))
    #expect(text.contains("layer2.1 "))
    #expect(text.contains("optimizer.learningRate"))
    // What was whole before is still there.
    #expect(try Checkpoint(at: "\(run.place("a"))/checkpoints/last").state.step > 0)
  }

  @Test func `a batch larger than the set is refused`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "batchSize=101")
    let error = #expect(throws: TrainingError.self) { try run.train(recipe, in: "a") }
    let text = try #require(error?.description)
    #expect(text.contains("batchSize is 101, only 100 pictures are trained on"))
  }

  @Test func `pictures that do not fill a batch are left for another epoch`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "batchSize=30"), in: "a")
    #expect(try run.log("a").filter { $0.kind == "step" }.count == 6)
  }

  @Test func `without validation there is no best`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "data.validation=0", "epochs=1")
    let events = try run.train(recipe, in: "a")
    guard case .final(let final) = events.last else { throw Missing() }
    #expect(final.best == nil && final.bestEpoch == nil)
    #expect(!FileManager.default.fileExists(atPath: "\(run.place("a"))/checkpoints/best"))
  }

  @Test func `the best weights are those of the epoch that judged best first`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "network.width=4", "epochs=4")
    try run.train(recipe, in: "a")
    let tops = try run.log("a").filter { $0.kind == "epoch" }.map {
      try #require($0.number("validation", "top1"))
    }
    let best = try #require(tops.firstIndex(of: tops.max() ?? 0)) + 1
    let checkpoint = try Checkpoint(at: "\(run.place("a"))/checkpoints/best")
    #expect(checkpoint.state.epoch == best)
    #expect(try run.log("a").last?.number("bestEpoch") == Double(best))
    let scores = try Evaluated(recipe, weights: "\(run.place("a"))/checkpoints/best").scores
    #expect(try run.log("a").last?.number("best", "clean", "loss") == scores["clean"]?.loss)
  }

  @Test func `what the run judged is what evaluating its folder finds`() throws {
    let recipe = try run.recipe()
    let events = try run.train(recipe, in: "a")
    guard case .final(let final) = events.last else { throw Missing() }
    #expect(try Evaluated(recipe, weights: run.place("a")).scores == final.last)
    let file = "\(run.place("a"))/checkpoints/last/model.safetensors"
    #expect(try Evaluated(recipe, weights: file).scores == final.last)
  }

  @Test func `a folder without weights is told`() throws {
    let error = #expect(throws: TrainingError.self) {
      try Evaluated(run.recipe(), weights: run.folder.path)
    }
    let text = try #require(error?.description)
    #expect(text.contains("cannot read \(run.folder.path)"))
    #expect(text.contains("model.safetensors"))
  }
}

/// A run did not end as it should.
private struct Missing: Error {}
