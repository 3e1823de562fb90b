import Testing

@testable import Training

struct PaceTests {
  /// Ten epochs of a hundred steps of fifty pictures; a thousand are judged after each.
  private let plan = RunPlan(
    steps: 1000, done: 0, stepsPerEpoch: 100, judgedEvery: 100, batchSize: 50,
    validationPasses: 1000,
    finalPasses: 30_000)

  @Test func `what is left counts steps, waiting and all that is judged`() {
    var pace = Pace(plan)
    for _ in 0..<20 { pace.made(StepTime(step: 0.3, wait: 0.1)) }
    #expect(abs(pace.picturesPerSecond - 125) < 1e-9)
    #expect(abs(pace.waitingShare - 0.25) < 1e-9)
    // A pass takes a 150th of a step: 2 ms. 980 steps, ten epochs and the end are to come.
    #expect(abs(pace.secondsLeft(after: 20) - (392 + 0.002 * 40_000)) < 1e-6)
    pace.judged(5)
    #expect(abs(pace.secondsLeft(after: 100) - (360 + 0.005 * 39_000)) < 1e-6)
    #expect(abs(pace.secondsLeft(after: 1000) - 0.005 * 30_000) < 1e-6)
  }

  @Test func `a step that costs as much as several plain ones makes no pass dearer`() {
    var pace = Pace(plan)
    pace.made(StepTime(step: 0.6, wait: 0), plainSteps: 2)
    #expect(abs(pace.secondsLeft(after: 1000) - 0.002 * 30_000) < 1e-6)
  }

  @Test func `the first step counts until there is another`() {
    var pace = Pace(plan)
    pace.made(StepTime(step: 10, wait: 0))
    #expect(abs(pace.picturesPerSecond - 5) < 1e-9)
    pace.made(StepTime(step: 0.5, wait: 0))
    #expect(abs(pace.picturesPerSecond - 100) < 1e-9)
    pace.made(StepTime(step: 1.5, wait: 0))
    #expect(abs(pace.picturesPerSecond - 50) < 1e-9)
  }

  @Test func `a pace that changes is followed`() {
    var pace = Pace(plan)
    for _ in 0..<500 { pace.made(StepTime(step: 0.1, wait: 0)) }
    for _ in 0..<300 { pace.made(StepTime(step: 0.5, wait: 0)) }
    #expect(abs(pace.picturesPerSecond - 100) < 1)
  }

  @Test func `before the first step nothing is known, without pictures to judge nothing judged`() {
    var pace = Pace(plan)
    #expect(pace.picturesPerSecond == 0 && pace.waitingShare == 0)
    var none = plan
    none.validationPasses = 0
    pace = Pace(none)
    pace.judged(3)
    pace.made(StepTime(step: 0.3, wait: 0))
    #expect(abs(pace.secondsLeft(after: 1000) - 0.002 * 30_000) < 1e-6)
  }
}
