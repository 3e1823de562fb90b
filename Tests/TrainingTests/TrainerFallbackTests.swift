import Foundation
import Support
import Testing

@testable import Training

/// Runs that go on although something in their folder was damaged or changed.
struct TrainerFallbackTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  private func path(_ name: String) -> String { "\(run.place("broken"))/\(name)" }

  /// Cuts a file short; beside and moved, since it may have two names.
  private func tear(_ name: String) throws {
    let data = try Data(contentsOf: URL(filePath: path(name)))
    try Data(data.dropLast(7)).write(to: URL(filePath: path("torn")))
    try move(path("torn"), to: path(name))
  }

  private func replace(_ text: String, with other: String, in name: String) throws {
    let found = try String(contentsOfFile: path(name), encoding: .utf8)
    #expect(found.contains(text))
    try Data(found.replacing(text, with: other).utf8).write(to: URL(filePath: path(name)))
  }

  private func expectRefused(_ texts: String...) throws {
    let log = try Data(contentsOf: URL(filePath: path("metrics.jsonl")))
    let error = #expect(throws: TrainingError.self) { try run.resume("broken") }
    for text in texts {
      #expect(error?.description.contains(text) == true, "\(error?.description ?? "")")
    }
    #expect(try Data(contentsOf: URL(filePath: path("metrics.jsonl"))) == log)
  }

  @Test(arguments: [
    (14, "model.safetensors"), (14, "state.json"), (10, "optimizer.safetensors"),
  ])
  func `a run whose last checkpoint is torn ends as one that was left alone, bit for bit`(
    step: Int, file: String
  ) throws {
    try run.train(
      run.recipe("fashion-mnist-resnet20-plain", "checkpointEvery=3"), copiedAfter: step)
    try tear("checkpoints/last/\(file)")
    let events = try run.resume("broken")
    #expect(events.notices.count == 1)
    #expect(events.notices[0].contains("last is torn and passed over for step-"))
    #expect(try #require(events.plan).done <= step - 3)
    try run.expectSame("whole", "broken")
  }

  @Test func `a run that goes back behind its best one finds it again`() throws {
    // Validation improves with the second epoch; the checkpoint of step 16 knows the first alone.
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "network.width=4", "epochs=3", "data.flip=0",
      "data.cropPadding=0", "checkpointEvery=4",
      "checkpointsKept=2")
    try run.train(recipe, copiedAfter: 21)
    let bests = try run.log("whole").filter { $0.kind == "epoch" }
      .map { $0.number("bestEpoch") }
    #expect(bests[0] == 1 && bests[1] == 2)
    for name in ["last", "best", "step-20"] { try tear("checkpoints/\(name)/model.safetensors") }
    let events = try run.resume("broken")
    #expect(events.notices.count == 3)
    #expect(try #require(events.plan).done == 16)
    try run.expectSame("whole", "broken")
  }

  @Test func `where no checkpoint is whole the run is refused, and stays as it is`() throws {
    try run.train(
      run.recipe("fashion-mnist-resnet20-plain", "checkpointsKept=0"), copiedAfter: 6)
    try tear("checkpoints/last/state.json")
    try expectRefused("none of its checkpoints is whole", "last/state.json")
  }

  @Test func `where the best weights are gone that is told, and the best is looked for anew`()
    throws
  {
    try run.train(
      run.recipe("fashion-mnist-resnet20-plain", "checkpointEvery=3", "checkpointsKept=0"),
      copiedAfter: 16)
    try FileManager.default.removeItem(atPath: path("checkpoints/best"))
    let events = try run.resume("broken")
    #expect(events.notices.count == 1)
    #expect(events.notices[0].contains("the best weights, of step 10, are not there or torn"))
    #expect(try run.log("broken").last?.number("bestEpoch") == 2)
  }

  @Test func `an edited recipe is refused with the lines that differ`() throws {
    try run.train(run.recipe(), copiedAfter: 14)
    try replace("momentum: 0.9", with: "momentum: 0.5", in: "recipe.yaml")
    try expectRefused("asked momentum: 0.5", "begun with momentum: 0.9")
    try replace("momentum: 0.5", with: "momentum: 0.9", in: "recipe.yaml")
    try replace("epochs: 2", with: "epochs: 3", in: "recipe.yaml")
    try expectRefused("asked epochs: 3", "begun with epochs: 2")
  }

  @Test func `what decides no number may be changed while a run pauses`() throws {
    try run.train(run.recipe(), copiedAfter: 14)
    for (text, other) in [
      ("checkpointEvery: null", "checkpointEvery: 3"), ("about: ", "about: slow, "),
      ("checkpointsKept: 1", "checkpointsKept: 2"),
    ] { try replace(text, with: other, in: "recipe.yaml") }
    try replace("  threads: 1\n", with: "  threads: 2\n", in: "recipe.yaml")
    #expect(try run.resume("broken").notices == [])
    try run.expectSame("whole", "broken")
  }
}
