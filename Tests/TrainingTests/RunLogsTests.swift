import Foundation
import Networks
import Pictures
import Support
import Testing

@testable import Training

struct RunLogsTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  @Test func `every number of the log is an event's, at the same step`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-afan", "logEvery=3", "clipNorm=1")
    try run.train(recipe, in: "a")
    let (events, log) = try (run.events("a"), run.log("a"))
    func expectSame(_ tag: String, _ kind: String, _ keys: String...) throws {
      let found = events.filter { $0.tag == tag }
      let lines = log.filter { $0.kind == kind }
      #expect(!lines.isEmpty && found.map(\.step) == lines.map { Int($0.number("step") ?? -1) })
      let numbers = lines.map { line in
        keys.count == 1
          ? line.number(keys[0])
          : keys.count == 2
            ? line.number(keys[0], keys[1])
            : line.number(keys[0], keys[1], keys[2])
      }
      #expect(found.map(\.scalar) == numbers.map { $0.map(Float.init) }, "\(tag)")
    }
    try expectSame("train/loss", "step", "loss")
    for part in ["clean", "layer2.0", "layer2.1"] {
      try expectSame("train/losses/\(part)", "step", "losses", part)
    }
    try expectSame("train/learningRate", "step", "learningRate")
    try expectSame("train/gradientNorm", "step", "gradientNorm")
    try expectSame("train/passes", "step", "passes", "plainSteps")
    try expectSame("time/step", "step", "time", "step")
    try expectSame("time/wait", "step", "time", "wait")
    try expectSame("epoch/loss", "epoch", "loss")
    try expectSame("epoch/time/training", "epoch", "time", "training")
    for score in ["top1", "top5", "loss"] {
      try expectSame("validation/\(score)", "epoch", "validation", score)
      for challenge in ["clean", "noise", "fgsm"] {
        try expectSame("test/\(challenge)/\(score)", "final", "last", challenge, score)
        try expectSame("testOfBest/\(challenge)/\(score)", "final", "best", challenge, score)
      }
    }
  }

  @Test func `views are shown beside the pictures that they are of`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "method=augmix", "data.augMix={}", "epochs=3")
    try run.train(recipe, in: "a")
    let shown = try run.events("a").filter { $0.tag.hasPrefix("pictures/") }
    let tags = ["pictures/training", "pictures/view.0", "pictures/view.1"]
    #expect(shown.map(\.tag) == tags + tags)
    #expect(shown.map(\.step) == [0, 0, 0, 10, 10, 10])
    #expect(Set(shown.map { $0.fields.description }).count == 6)
  }

  @Test func `the recipe, pictures and moves are shown`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-afan", "epochs=5"), in: "a")
    let events = try run.events("a")
    let recipe = try #require(events.first)
    #expect(recipe.tag == "recipe/text_summary" && recipe.step == 0)
    let text = String(decoding: try #require(recipe.fields[8]), as: UTF8.self)
    #expect(text.contains("```yaml\nname: ") && text.contains("stage: layer2"))
    #expect(events.filter { $0.tag == "pictures/training" }.map(\.step) == [0, 10, 30])
    for lesson in ["moves/layer2.0", "moves/layer2.1"] {
      let moves = events.filter { $0.tag == lesson }
      #expect(moves.map(\.step) == [1, 10, 20, 30, 40, 50])
      #expect(moves.allSatisfy { $0.fields[5] != nil })
    }
  }

  @Test func `moves are shown at the end of an epoch that is a part of one`() throws {
    try run.train(run.recipe("fashion-mnist-resnet20-afan", "steps=13"), in: "a")
    let moves = try run.events("a").filter { $0.tag == "moves/layer2.0" }
    #expect(moves.map(\.step) == [1, 10, 13])
  }

  @Test func `the pictures are those of the first batch, as they were augmented`() throws {
    let recipe = try run.recipe()
    try run.train(recipe, in: "a")
    let image = try #require(run.events("a").first { $0.tag == "pictures/training" }?.fields[4])
    let start = try #require(image.firstRange(of: [0x89] + Data("PNG".utf8))).lowerBound
    let shown = try ImageFile(bytes: Array(image[start...]), name: "shown")
      .picture(ImageDecoding(channels: 1))
    let folder = try RunFolder(creating: run.place("b"), for: recipe)
    let trainer = try Trainer<Classification>(recipe, in: folder, resumes: false) { _ in }
    #expect(try shown == trainer.loader.epoch(0).next()?.grid())
  }

  @Test func `every line of a kind has the same keys, null where there is nothing`() throws {
    try run.train(run.recipe(), in: "a")
    try run.train(
      run.recipe("fashion-mnist-resnet20-plain", "clipNorm=1", "data.validation=0"), in: "b")
    let logs = try (run.log("a") + run.log("b")).map(\.text)
    let steps = logs.filter { $0.contains(#""kind":"step""#) }
    #expect(steps.allSatisfy { $0.contains(#""moves":null"#) })
    #expect(steps.filter { $0.contains(#""gradientNorm":null"#) }.count == 20)
    let epochs = logs.filter { $0.contains(#""kind":"epoch""#) }
    #expect(epochs.filter { $0.contains(#""bestEpoch":null"#) }.count == 2)
    #expect(epochs.filter { $0.contains(#""validation":null"#) }.count == 2)
    #expect(logs.last?.contains(#""best":null,"bestEpoch":null"#) == true)
  }
}
