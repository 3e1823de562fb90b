import Foundation
import Networks
import Support
import Testing

@testable import Training

/// Runs that are asked to stop.
struct TrainerStopTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  private func state(_ name: String) throws -> RunState {
    try Checkpoint(at: "\(run.place(name))/checkpoints/last").state
  }

  @Test(arguments: [
    ("fashion-mnist-resnet20-plain", 1), ("fashion-mnist-resnet20-plain", 10),
    ("fashion-mnist-resnet20-afan", 13), ("fashion-mnist-resnet20-plain", 20),
  ])
  func `a run that is stopped after a step has a checkpoint of it, and ends as another`(
    name: String, step: Int
  ) throws {
    let recipe = try run.recipe(name)
    try run.train(recipe, in: "whole")
    let ending = try run.train(recipe, in: "stopped") {
      if case .step(step, _, _, _) = $0 { true } else { false }
    }
    #expect(ending == .stopped(.signal(15), step: step, of: 20))
    #expect(try state("stopped").step == step)
    #expect(try state("stopped").isDone == false)
    try run.resume("stopped")
    try run.expectSame("whole", "stopped")
  }

  @Test(arguments: ["validation", "last weights, noise"])
  func `judging is left off at the next batch, and done anew by the resumed run`(name: String)
    throws
  {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "evaluation.batchSize=5", "checkpointEvery=4")
    try run.train(recipe, in: "whole")
    var heard = 0
    let ending = try run.train(recipe, in: "stopped") {
      guard case .judging(name, let done, _) = $0, done > 0 else { return false }
      heard += 1
      return true
    }
    #expect(heard == 1)
    let steps = name == "validation" ? 10 : 20
    #expect(ending == .stopped(.signal(15), step: steps, of: 20))
    #expect(try state("stopped").epoch == (name == "validation" ? 0 : 2))
    try run.resume("stopped")
    try run.expectSame("whole", "stopped")
  }

  @Test func `a run makes at least one step, however little time it has`() throws {
    let recipe = try run.recipe()
    let folder = try RunFolder(creating: run.place("a"), for: recipe)
    let trainer = try Trainer<Classification>(
      recipe, in: folder, resumes: false, stop: StopRequest(after: .zero)
    ) { _ in }
    #expect(try trainer.run() == .stopped(.timeLimit, step: 1, of: 20))
    #expect(try state("a").step == 1)
  }

  @Test func `runs without time in a row make a step or judge, and come to the end of another`()
    throws
  {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "steps=11")
    try run.train(recipe, in: "whole")
    var endings: [TrainingEnding] = []
    for count in 0..<20 where endings.last != .done {
      let folder =
        try count == 0
        ? RunFolder(creating: run.place("parts"), for: recipe)
        : RunFolder(resuming: run.place("parts"))
      let stop = StopRequest(after: .zero)
      endings.append(
        try Trainer<Classification>(recipe, in: folder, resumes: count > 0, stop: stop) { _ in }
          .run())
    }
    // The first epoch's end is judged by the one that then makes step 11, the second's by another.
    let stopped = (Array(1...11) + [11]).map {
      TrainingEnding.stopped(.timeLimit, step: $0, of: 11)
    }
    #expect(Array(endings.dropLast()) == stopped)
    #expect(endings.last == .done)
    try run.expectSame("whole", "parts")
  }

  @Test func `a run that is done is not stopped any more`() throws {
    let ending = try run.train(run.recipe("fashion-mnist-resnet20-plain", "epochs=1"), in: "a") {
      if case .final = $0 { true } else { false }
    }
    #expect(ending == .done)
  }

  @Test func `the first reason to stop stays`() {
    let request = StopRequest(after: .seconds(3600))
    #expect(request.reason == nil)
    #expect(request.stop(.signal(2)))
    #expect(!request.stop(.signal(15)))
    #expect(request.reason == .signal(2))
    #expect(StopRequest(after: .zero).reason == .timeLimit)
  }

  @Test func `the time of an epoch that was interrupted is that of both its parts`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "epochs=1")
    _ = try run.train(recipe, in: "a") {
      if case .step(6, _, _, _) = $0 { true } else { false }
    }
    let first = try state("a").spent.training
    #expect(first > 0)
    try run.change("a") { $0.spent.training += 1000 }
    try run.resume("a")
    let training = try #require(
      run.log("a").first { $0.kind == "epoch" }?.number("time", "training"))
    #expect(training > 1000 + first && training < 1500)
  }
}
