import Support
import Testing
import Torch
import Training

struct ScheduleTests {
  /// The rates that `schedule` gives for 20 steps, five epochs of four, of a highest rate of 0.1.
  private func rates(_ schedule: Schedule) -> [Double] {
    (0..<20).map { 0.1 * schedule.factor(at: $0, stepsPerEpoch: 4, steps: 20) }
  }

  private func expectSame(_ rates: [Double], as name: String) throws {
    let right = try Golden("sgd")["\(name).learning_rate"].elements(Double.self)
    #expect(rates.count == right.count)
    for (rate, right) in zip(rates, right) { #expect(abs(rate - right) <= 1e-15) }
  }

  @Test func `a constant rate is the highest throughout`() throws {
    try expectSame(rates(Schedule(shape: .constant)), as: "plain")
  }

  @Test func `a cosine behind a warm-up has PyTorch's rates`() throws {
    try expectSame(rates(Schedule(warmUp: 1)), as: "cosine")
  }

  @Test func `steps behind a warm-up have PyTorch's rates`() throws {
    let steps = Schedule.Steps(epochs: [2, 4])
    try expectSame(rates(Schedule(warmUp: 1, shape: .steps(steps))), as: "multistep")
  }

  @Test func `the last step of a warm-up takes the highest rate`() {
    let schedule = Schedule(warmUp: 0.5, shape: .constant)
    let factors = (0..<7).map { schedule.factor(at: $0, stepsPerEpoch: 10, steps: 30) }
    #expect(factors == [0.2, 0.4, 0.6, 0.8, 1, 1, 1])
  }

  @Test func `a cosine starts at the highest rate and nears its end`() {
    let schedule = Schedule(shape: .cosine(.init(end: 0.25)))
    #expect(schedule.factor(at: 0, stepsPerEpoch: 10, steps: 40) == 1)
    #expect(abs(schedule.factor(at: 20, stepsPerEpoch: 10, steps: 40) - 0.625) < 1e-15)
    let last = schedule.factor(at: 39, stepsPerEpoch: 10, steps: 40)
    #expect(last > 0.25 && last < 0.26)
  }

  @Test func `a rate falls by its factor at the start of each epoch named`() {
    let schedule = Schedule(shape: .steps(.init(epochs: [1, 3], factor: 0.5)))
    let factors = (0..<8).map { schedule.factor(at: $0, stepsPerEpoch: 2, steps: 8) }
    #expect(factors == [1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
  }
}
