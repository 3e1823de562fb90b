import Adversary
import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct MoveEntryTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  private static let keys = ["accuracyLost", "lossRatio", "ownNorms", "rms", "survival", "warns"]

  private func recipe(_ step: String, _ overrides: String...) throws -> Recipe {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-afan", "evaluation.fgsm=null", "evaluation.noise=null",
      "method.afan.cuts[0].attack={\(step)}")
    return try Recipe(yaml: recipe.yaml(), name: recipe.name, overrides: overrides)
  }

  @Test func `a line has what each lesson did, by the losses that it has too`() throws {
    try run.train(recipe("stepSize: 0.05, unit: relative", "epochs=1"), in: "a")
    for step in try run.log("a") where step.kind == "step" {
      #expect(step.keys(of: "moves") == ["layer2.0", "layer2.1"])
      for (lesson, rms) in [("layer2.0", 0.025), ("layer2.1", 0.05)] {
        let losses = try ["clean", lesson].map { try #require(step.number("losses", $0)) }
        let ratio = try #require(step.number("moves", lesson, "lossRatio"))
        #expect(abs(ratio - losses[1] / losses[0]) < 1e-12)
        // Not all signs are taken: some slopes are 0.
        let size = try #require(step.number("moves", lesson, "rms"))
        #expect(size < rms * 1.001 && size > 0.9 * rms)
        #expect(step.number("moves", lesson, "survival") == 1)
        let isFair = (1.05...4).contains(ratio)
        #expect(step.text.contains("\"warns\":\(!isFair)"))
        let lost = try #require(step.number("moves", lesson, "accuracyLost"))
        #expect(abs(10 * lost - (10 * lost).rounded()) < 1e-5)
      }
    }
  }

  @Test func `with several batches to a step the last one is measured`() throws {
    let recipe = try recipe("stepSize: 0.05, unit: relative", "epochs=1", "accumulate=2")
    try run.train(recipe, in: "a")
    let session = try Session<Classification>(
      recipe, classes: recipe.splits { _, _ in }.training.classes)
    let trainer = try Trainer<Classification>(
      recipe, in: RunFolder(creating: run.place("b"), for: recipe), resumes: false
    ) { _ in }
    let pictures = trainer.loader.epoch(0)
    let batches = try (0..<2).map { _ in
      try Batching(for: session.task.network)(#require(try pictures.next()))
    }
    let last = try session.method.learn(
      session.task, from: batches[1], seed: session.seed / "step" / 0 / 1)
    let expected = try last.moves[0].effect(ofLesson: 1, roundedTo: nil)
    let line = try #require(try run.log("a").first)
    #expect(line.number("moves", "layer2.1", "lossRatio") == expected.lossRatio)
    #expect(line.number("moves", "layer2.1", "accuracyLost") == expected.accuracyLost)
  }

  @Test func `every number is TensorBoard's too`() throws {
    try run.train(recipe("stepSize: 0.05, unit: relative", "epochs=1", "logEvery=5"), in: "a")
    let (events, log) = try (run.events("a"), run.log("a").filter { $0.kind == "step" })
    for key in Self.keys where !["ownNorms", "warns"].contains(key) {
      let found = events.filter { $0.tag == "train/moves/layer2.1/\(key)" }
      #expect(found.map(\.step) == [1, 5, 10])
      #expect(
        found.map(\.scalar)
          == log.map { $0.number("moves", "layer2.1", key).map(Float.init) }, "\(key)")
    }
    #expect(!events.contains { $0.tag.hasSuffix("/warns") })
  }

  @Test func `a person is warned once for each lesson, after the warm-up`() throws {
    let recipe = try recipe("stepSize: 0.0001", "epochs=4", "schedule.warmUp=1")
    let events = try run.train(recipe, in: "a")
    let told = events.enumerated().compactMap { place, event in
      if case .notice(let text) = event, text.hasPrefix("lesson") { (place, text) } else { nil }
    }
    #expect(told.count == 2)
    #expect(told[0].1.hasPrefix("lesson layer2.0: in 10 of 10 logged steps"))
    #expect(told[1].1.hasPrefix("lesson layer2.1: "))
    let epochs = events.prefix(told[0].0).count { if case .epoch = $0 { true } else { false } }
    #expect(epochs == 2)
  }

  @Test func `fair moves warn of nothing`() throws {
    let recipe = try recipe("stepSize: 0.3, unit: relative", "precision=bf16")
    #expect(!(try run.train(recipe, in: "a").notices.contains { $0.hasPrefix("lesson") }))
  }

  @Test func `a resumed run warns as one that was not stopped`() throws {
    let recipe = try recipe("stepSize: 0.0001", "checkpointEvery=4")
    try run.train(recipe, copiedAfter: 6)
    let notices = try run.resume("broken").notices.filter { $0.hasPrefix("lesson") }
    #expect(notices.count == 2)
    #expect(notices.allSatisfy { $0.contains("in 10 of 10") })
    try run.expectSame("whole", "broken")
  }

  @Test func `a loss ratio that is no number is kept as a word`() throws {
    let text =
      #"{"accuracyLost":null,"lossRatio":"inf","ownNorms":false,"rms":0.1,"survival":1,"warns":true}"#
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let entry = try decoder.decode(MoveEntry.self, from: Data(text.utf8))
    #expect(entry.effect.lossRatio == .infinity && entry.effect.accuracyLost == nil)
    #expect(logLine(entry) == text)
  }
}
