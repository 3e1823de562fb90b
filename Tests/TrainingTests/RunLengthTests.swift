import Support
import Testing

@testable import Training

/// Runs of 25 steps, ten to an epoch, so that the last epoch is half a one.
struct RunLengthTests {
  private let run: TinyRun

  init() throws { run = try TinyRun() }

  @Test func `a run of steps ends within an epoch, and its loss is the mean of those made`() throws
  {
    let events = try run.train(run.recipe("fashion-mnist-resnet20-plain", "steps=25"), in: "a")
    #expect(events.plan?.steps == 25 && events.plan?.epochs == 3)
    let log = try run.log("a")
    let epochs = log.filter { $0.kind == "epoch" }
    #expect(epochs.map { $0.number("step") } == [10, 20, 25])
    let last = log.filter { $0.kind == "step" }.suffix(5).compactMap { $0.number("loss") }
    #expect(last.count == 5)
    let mean = try #require(epochs[2].number("loss"))
    #expect(abs(mean - last.reduce(0, +) / 5) < 1e-12)
    #expect(log.last?.number("step") == 25)
  }

  @Test func `the schedule is over the steps of the run`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "steps=25", "schedule.warmUp=0.5")
    try run.train(recipe, in: "a")
    let steps = try run.log("a").filter { $0.kind == "step" }
    for (index, step) in steps.enumerated() {
      let factor = recipe.schedule.factor(at: index, stepsPerEpoch: 10, steps: 25)
      #expect(step.number("learningRate") == 0.1 * factor)
    }
    #expect(try #require(steps.last?.number("learningRate")) < 0.001)
  }

  @Test(arguments: [13, 21, 24])
  func `a run of steps that was killed ends as one that was not`(step: Int) throws {
    try run.train(
      run.recipe("fashion-mnist-resnet20-plain", "steps=25", "evaluation.every=2"),
      copiedAfter: step)
    try run.resume("broken")
    try run.expectSame("whole", "broken")
    let again = try run.resume("broken")
    #expect(again.notices.contains { $0.contains("is finished") })
  }

  @Test func `the pictures held out are judged at intervals, and at the end`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "epochs=5", "evaluation.every=2")
    let events = try run.train(recipe, in: "a")
    let epochs = try run.log("a").filter { $0.kind == "epoch" }
    let judged = epochs.map { $0.number("validation", "top1") != nil }
    #expect(judged == [false, true, false, true, true])
    let best = epochs.map { $0.number("bestEpoch") ?? 0 }
    #expect(best[0] == 0 && [2, 4, 5].contains(best[4]))
    #expect(events.plan?.judgedEvery == 20)
  }

  @Test func `the pictures held out are judged every so many steps, within epochs too`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "steps=25", "evaluation.everySteps=7")
    let events = try run.train(recipe, in: "a")
    #expect(events.plan?.judgedEvery == 7)
    let log = try run.log("a")
    let within = log.filter { $0.kind == "validation" }
    #expect(within.map { $0.number("step") } == [7, 14, 21])
    #expect(within.map { $0.number("epoch") } == [1, 2, 3])
    #expect(within.allSatisfy { $0.number("validation", "count") == 20 })
    let epochs = log.filter { $0.kind == "epoch" }
    #expect(epochs.map { $0.number("validation", "top1") != nil } == [false, false, true])
    let scores = (within + epochs.suffix(1)).compactMap { $0.number("validation", "top1") }
    let best = try #require(scores.max())
    let step = [7.0, 14, 21, 25][try #require(scores.firstIndex(of: best))]
    let final = try #require(log.last)
    #expect(final.number("bestStep") == step)
    #expect(try RunState(in: "\(run.place("a"))/checkpoints/best").step == Int(step))
    let record = try RunRecord(run.place("a"))
    #expect(record.judgements.map(\.step) == [7, 14, 21, 25])
    #expect(record.bestOnValidation?.top1 == best && record.isLastBest == (step == 25))
    let html = try Report([run.place("a")]).html()
    #expect(html.contains(step == 25 ? "best and last, step 25" : "best, step \(Int(step))"))
  }

  @Test(arguments: [13, 14, 22])
  func `a run judged every so many steps that was killed ends as one that was not`(step: Int)
    throws
  {
    try run.train(
      run.recipe(
        "fashion-mnist-resnet20-plain", "steps=25", "evaluation.everySteps=7", "checkpointEvery=2"),
      copiedAfter: step)
    try run.resume("broken")
    try run.expectSame("whole", "broken")
  }

  @Test func `judging within an epoch is left off, and done anew by the resumed run`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "evaluation.everySteps=7", "evaluation.batchSize=5")
    try run.train(recipe, in: "whole")
    let ending = try run.train(recipe, in: "stopped") {
      guard case .judging("validation", let done, _) = $0 else { return false }
      return done > 0
    }
    #expect(ending == .stopped(.signal(15), step: 7, of: 20))
    try run.resume("stopped")
    try run.expectSame("whole", "stopped")
  }

  @Test func `the end judges the pictures held out where it is told to`() throws {
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "evaluation.pictures=validation")
    let events = try run.train(recipe, in: "a")
    guard case .final(let final) = events.last else { throw Missing() }
    #expect(final.pictures == .validation && final.last["clean"]?.count == 20)
    let last = try #require(run.log("a").last { $0.kind == "epoch" }?.number("validation", "top1"))
    #expect(final.last["clean"]?.top1 == last)
    let evaluated = try Evaluated(recipe, weights: run.place("a"))
    #expect(evaluated.pictures == .validation && evaluated.scores["clean"]?.top1 == last)
  }

  @Test func `validation pictures that are not there cannot be judged`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "data.validation=0", "evaluation.pictures=validation")
    let error = try #require(throws: TrainingError.self) { try run.train(recipe, in: "a") }
    #expect("\(error)".contains("no pictures are held out for it; set data.validation"))
  }

  @Test(arguments: [("2.6", "26 steps"), ("1e19", "1000000000000000000 steps")])
  func `a warm-up that is longer than the run is refused, as one by epochs is`(
    epochs: String, steps: String
  ) throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "steps=25", "schedule.warmUp=\(epochs)")
    let error = #expect(throws: TrainingError.self) { try run.train(recipe, in: "a") }
    #expect(error?.description.contains("epochs, \(steps); the run has 25") == true)
    let fitting = try run.recipe(
      "fashion-mnist-resnet20-plain", "steps=25", "schedule.warmUp=2.5")
    #expect(try fitting.notes(onScheduleOver: RunLength(fitting, batches: 10)).isEmpty)
  }

  @Test func `falls of the rate behind the run's end are told`() throws {
    let recipe = try run.recipe(
      "fashion-mnist-resnet20-plain", "epochs=4", "schedule.shape={steps: {epochs: [2, 3, 4, 9]}}")
    let notices = try run.train(recipe, in: "a").notices
    #expect(
      notices == [
        "schedule.shape.steps: the run ends after epoch 4, so that the rate does not fall at 4, 9"
      ])
  }

  @Test func `a state of another length is refused`() throws {
    var state = RunState()
    (state.epoch, state.step) = (3, 25)
    let recipe = try run.recipe("fashion-mnist-resnet20-plain", "steps=25")
    try state.check(RunLength(recipe, batches: 10), "a")
    for (epoch, batch, step) in [(3, 0, 30), (3, 0, 24), (2, 6, 25), (4, 0, 25)] {
      (state.epoch, state.batch, state.step) = (epoch, batch, step)
      #expect(throws: TrainingError.self, "\(epoch) \(batch) \(step)") {
        try state.check(RunLength(recipe, batches: 10), "a")
      }
    }
  }

  @Test func `what is left to judge counts the intervals`() {
    let plan = RunPlan(
      steps: 250, done: 0, stepsPerEpoch: 50, judgedEvery: 100, batchSize: 50,
      validationPasses: 1000,
      finalPasses: 0)
    var pace = Pace(plan)
    pace.made(StepTime(step: 0.3, wait: 0))
    pace.judged(5)
    // Epochs 2, 4 and 5 are judged.
    #expect(abs(pace.secondsLeft(after: 50) - (60 + 15)) < 1e-9)
    #expect(abs(pace.secondsLeft(after: 100) - (45 + 10)) < 1e-9)
    #expect(abs(pace.secondsLeft(after: 249) - (0.3 + 5)) < 1e-9)
  }
}

private struct Missing: Error {}
