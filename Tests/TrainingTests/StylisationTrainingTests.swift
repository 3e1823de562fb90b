import Adversary
import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

@Suite struct StylisationTrainingTests {
  private let run: TinyRun

  init() throws {
    run = try TinyRun()
    let plain = try run.recipe("fashion-mnist-resnet20-plain", "epochs=1")
    try run.train(plain, in: "encoder")
  }

  /// A decoder over `layer2` of the encoder's run, of which two epochs of ten steps are trained.
  private func recipe(_ overrides: String...) throws -> Recipe {
    var recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "task={stylisation: {encoder: {network: {stage: layer2}}}}",
      "init=\(run.place("encoder"))", "optimizer.kind=adamw", "optimizer.learningRate=0.003",
      "optimizer.weightDecay=0")
    recipe = try Recipe(yaml: recipe.yaml(), name: recipe.name, overrides: overrides)
    return try recipe.resolved()
  }

  private func weights(_ name: String) throws -> [String: Tensor] {
    try loadTensors(from: "\(run.place(name))/checkpoints/last/model.safetensors")
  }

  @Test func `a decoder learns, its encoder does not, and pictures of it are kept`() throws {
    let recipe = try recipe("epochs=4")
    try run.train(recipe, in: "decoder")
    let losses = try run.log("decoder").filter { $0.kind == "epoch" }.map {
      try #require($0.number("validation", "loss"))
    }
    #expect(losses.count == 4 && losses[3] < 0.8 * losses[0])
    let (encoder, both) = try (weights("encoder"), weights("decoder"))
    for (name, tensor) in encoder {
      #expect(try distance(tensor, #require(both["encoder.\(name)"])) == 0, "\(name)")
    }
    #expect(both.keys.contains { $0.hasPrefix("decoder.") })
    let final = try #require(run.log("decoder").last)
    let terms = try ["content", "style"].map {
      try #require(final.number("last", "clean", "terms", $0))
    }
    let total = try #require(final.number("last", "clean", "loss"))
    #expect(abs(terms[0] + 10 * terms[1] - total) < 1e-6 * total)
    #expect(final.number("last", "clean", "top1") == nil)
    let judged = try #require(try Judged.read(from: "\(run.place("decoder"))/judged"))
    let drawn = try #require(judged.last.drawn)
    #expect(drawn.count == 8 && judged.last.confusion == nil)
    let page = try Report([run.place("decoder")]).html()
    #expect(page.contains("Drawn pictures") && !page.contains("What was taken for what"))
    let evaluated = try Evaluated(recipe, weights: run.place("decoder"))
    #expect(evaluated.scores["clean"]?.loss == total && evaluated.choices == nil)
  }

  @Test func `a run that was stopped goes on as if it had not been`() throws {
    let recipe = try recipe()
    try run.train(recipe, in: "whole")
    var steps = 0
    _ = try run.train(recipe, in: "stopped") {
      if case .step = $0 { steps += 1 }
      return steps == 13
    }
    try FileManager.default.removeItem(atPath: run.place("encoder"))
    try run.resume("stopped")
    try run.expectSame("whole", "stopped")
  }

  @Test(arguments: [
    (["init=null"], "init"), (["method={advprop: {}}"], "method"),
    (["labelSmoothing=0.1"], "labelSmoothing"), (["mixing={mixup: 1}"], "mixing"),
    (["freeze=[exchange]"], "freeze"), (["evaluation.pgd={stepSize: 1/255}"], "evaluation.pgd"),
    (["evaluation.fgsm=8/255"], "evaluation.fgsm"),
    (["task={stylisation: {encoder: vgg19}}"], "network"),
    (["task={stylisation: {encoder: vgg19}}"], "3 channels"),
  ])
  func `what a decoder would ignore or lacks is refused`(settings: [String], named: String) throws {
    var recipe = try recipe()
    recipe = try Recipe(yaml: recipe.yaml(), name: recipe.name, overrides: settings)
    let error = #expect(throws: TrainingError.self) { try recipe.check() }
    #expect("\(error as Any)".contains(named))
  }

  @Test(arguments: ["input", "head", "layer9"])
  func `a stage of which nothing can be drawn is refused by name`(stage: String) throws {
    let recipe = try recipe("task.stylisation.encoder.network.stage=\(stage)")
    let error = #expect(throws: NetworkError.self) { try Session<Stylisation>(recipe) }
    #expect("\(error as Any)".contains("'\(stage)'") && "\(error as Any)".contains("layer2"))
  }

  @Test func `weights of a decoder are no classifier's, and the other way round`() throws {
    let recipe = try recipe("epochs=1")
    try run.train(recipe, in: "decoder")
    let predicting = #expect(throws: TrainingError.self) {
      try Predictor(weights: run.place("decoder"))
    }
    #expect("\(predicting as Any)".contains("stylisation"))
    let plain = try run.recipe()
    #expect(throws: (any Error).self) { try Evaluated(plain, weights: run.place("decoder")) }
    #expect(throws: NetworkError.self) { try Evaluated(recipe, weights: run.place("encoder")) }
    let trace = #expect(throws: TrainingError.self) {
      try Session<Classification>(recipe, classes: nil)
    }
    #expect("\(trace as Any)".contains("task is stylisation"))
  }

  @Test func `shape-texture training draws by a run's decoder`() throws {
    try run.train(try recipe("epochs=1"), in: "decoder")
    let style = "{trained: {weights: \(run.place("decoder")), strength: 1}}"
    let learning = try run.recipe(
      "fashion-mnist-resnet20-plain", "method={shape-texture: {style: \(style)}}"
    ).resolved()
    let session = try Session<Classification>(learning)
    let method = try #require(session.method as? ShapeTexture)
    let drawer = try Session<Stylisation>(
      recipe("epochs=1"), weights: .init(path: run.place("decoder"))
    ).task.drawer
    let contents = try Tensor.uniform([2, 1, 28, 28], in: 0...1, seed: Seed(1))
    let styles = try Tensor.uniform([2, 1, 28, 28], in: 0...1, seed: Seed(2))
    let right = try withoutGradients {
      try drawer(contents, as: styles, strength: 1).clamp(min: 0, max: 1)
    }
    #expect(try distance(method.styliser.stylised(contents, as: styles), right) == 0)
    #expect(try run.train(learning, in: "learner").plan?.steps == 20)
    let classifier = "{trained: {weights: \(run.place("encoder"))}}"
    let wrong = try run.recipe(
      "fashion-mnist-resnet20-plain", "method={shape-texture: {style: \(classifier)}}")
    let error = #expect(throws: TrainingError.self) {
      try Session<Classification>(wrong).method
    }
    #expect("\(error as Any)".contains("expected is stylisation"))
  }
}
