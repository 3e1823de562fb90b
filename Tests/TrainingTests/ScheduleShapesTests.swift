import Foundation
import Support
import Testing

@testable import Training

struct ScheduleShapesTests {
  private struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let schedule: Schedule
    var testDescription: String { name }

    static let all = [
      Case(name: "line", schedule: Schedule(shape: .polynomial(.init()))),
      Case(name: "poly", schedule: Schedule(shape: .polynomial(.init(power: 0.9)))),
      Case(
        name: "poly_warmed", schedule: Schedule(warmUp: 1, shape: .polynomial(.init(power: 2)))),
      Case(
        name: "poly_warmed_from",
        schedule: Schedule(
          warmUp: 1.25, warmUpStart: 0.25, shape: .polynomial(.init(power: 0.9)))),
      Case(
        name: "exponential",
        schedule: Schedule(
          shape: .exponential(.init(factor: 0.8, epochs: 1.5, staircase: false)))),
      Case(
        name: "staircase",
        schedule: Schedule(shape: .exponential(.init(factor: 0.8, epochs: 1.5)))),
    ]
  }

  @Test(arguments: Case.all)
  private func `rates are those of torch's schedulers`(_ test: Case) throws {
    let right = try Golden("optimizers")["schedule.\(test.name)"].elements(Double.self)
    #expect(right.count == 20)
    for (step, right) in right.enumerated() {
      let rate = test.schedule.factor(at: step, stepsPerEpoch: 4, steps: 20)
      #expect(abs(rate - right) <= 1e-14, "\(step): \(rate), \(right)")
    }
  }

  @Test func `a polynomial ends near its end`() {
    let schedule = Schedule(warmUp: 1, shape: .polynomial(.init(power: 2, end: 0.25)))
    func factor(_ step: Int) -> Double {
      schedule.factor(at: step, stepsPerEpoch: 10, steps: 50)
    }
    #expect(factor(9) == 1 && factor(10) == 1)
    #expect(factor(30) == 0.25 + 0.75 * 0.25)
    #expect(factor(49) > 0.25 && factor(49) < 0.251)
  }

  // Every 1.1 epochs of five steps, step 33 is due, but 6.6 / 1.1 is rounded to less than 6.
  @Test(arguments: [24, 11, 27], [1, 5, 7, 30, 1251])
  func `a staircase falls at the first step behind each span, whatever its length`(
    tenths: Int, perEpoch: Int
  ) {
    let schedule = Schedule(
      shape: .exponential(.init(factor: 0.5, epochs: Double(tenths) / 10)))
    for step in 0..<(12 * perEpoch) {
      let spans = 10 * step / (tenths * perEpoch)
      let factor = schedule.factor(at: step, stepsPerEpoch: perEpoch, steps: 12 * perEpoch)
      #expect(factor == pow(0.5, Double(spans)), "\(step)")
    }
  }

  @Test func `a decay counts from the run's start, behind the warm-up too`() {
    let schedule = Schedule(warmUp: 3, shape: .exponential(.init(factor: 0.5, epochs: 2)))
    let factors = (0..<6).map { schedule.factor(at: $0, stepsPerEpoch: 1, steps: 6) }
    #expect(factors == [1.0 / 3, 2.0 / 3, 1, 0.5, 0.25, 0.25])
  }

  @Test func `a warm-up may start above 0`() {
    let schedule = Schedule(warmUp: 0.5, warmUpStart: 0.5, shape: .constant)
    let factors = (0..<6).map { schedule.factor(at: $0, stepsPerEpoch: 8, steps: 24) }
    #expect(factors == [0.625, 0.75, 0.875, 1, 1, 1])
  }
}

@Suite struct ScheduleStagesTests {
  private func early(_ shape: Schedule.Shape, of epochs: Int) -> [Int] {
    let schedule = Schedule(shape: shape)
    return (0..<epochs).filter { schedule.isEarlyInStage(epoch: $0, of: epochs) }
  }

  @Test func `a stage goes from one fall of the rate to the next`() {
    let steps = Schedule.Shape.steps(.init(epochs: [3, 6, 20]))
    #expect(early(steps, of: 10) == [0, 1, 3, 4, 6, 7])
    #expect(early(.cosine(.init()), of: 10) == [0, 1, 2, 3, 4])
    #expect(early(.exponential(.init(epochs: 4)), of: 10) == [0, 1, 4, 5, 8])
    #expect(early(.exponential(.init(epochs: 2.4)), of: 10) == [0, 1, 3, 5, 8])
    // Falls without number are not listed.
    #expect(early(.exponential(.init(epochs: 1e-9)), of: 10).count <= 10)
  }

  @Test func `a step of a run knows its place in epoch and stage`() throws {
    var recipe = try Recipe.named("fashion-mnist-resnet20-plain", overrides: ["epochs=4"])
    let length = RunLength(recipe, batches: 5)
    let moments = (0..<20).map { recipe.moment(of: $0, in: length) }
    #expect(moments.map(\.stepInEpoch) == (0..<20).map { $0 % 5 })
    #expect(moments.map(\.isEarlyInStage) == (0..<20).map { $0 < 10 })
    recipe.steps = 10
    let short = RunLength(recipe, batches: 5)
    #expect(
      (0..<10).map { recipe.moment(of: $0, in: short).isEarlyInStage } == (0..<10).map { $0 < 5 })
    #expect(recipe.moment(of: 7, in: nil).stepInEpoch == 7)
  }

  @Test func `a grid that would make no picture smaller is refused`() throws {
    let settings = ["data.size=64", "method.shape-texture.multiGrid={least: 64}"]
    #expect(throws: TrainingError.self) {
      try Recipe.named("shapes-resnet20-shape-texture", overrides: settings).check()
    }
    try Recipe.named(
      "shapes-resnet20-shape-texture",
      overrides: ["data.size=64", "method.shape-texture.multiGrid={least: 32}"]
    ).check()
  }
}

@Suite struct MultiGridRunTests {
  /// The area of the smaller pictures of a half, as a part of the whole.
  private let half = 20.0 * 20 / (28 * 28)

  /// What a run of 20 steps tells that logs some of them.
  private func record(logEvery: Int) throws -> RunRecord {
    let run = try TinyRun()
    let method = "method={shape-texture: {style: features, multiGrid: {least: 8}}}"
    var recipe = try run.recipe("fashion-mnist-resnet20-plain", method)
    recipe.logEvery = logEvery
    try run.train(recipe, in: "run")
    return try RunRecord(run.place("run"))
  }

  @Test func `a run stylises smaller pictures in turns`() throws {
    let areas = try record(logEvery: 1).steps.map { $0.passes.plainSteps - 1 }
    let expected = (0..<20).map { step in
      step < 10 ? (step % 2 == 0 ? 0.25 : half) : (step % 2 == 0 ? half : 1)
    }
    #expect(areas.count == 20)
    #expect(zip(areas, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(areas)")
  }

  @Test func `the mean cost of a step is that of all, not of those that were logged`() throws {
    let record = try record(logEvery: 20)
    #expect(record.steps.map(\.step) == [1, 20])
    let passes = try #require(record.passesPerStep)
    #expect(abs(passes.plainSteps - (1 + (0.25 + 2 * half + 1) / 4)) < 1e-9)
    #expect(abs(passes.forward - passes.plainSteps) < 1e-9)
  }
}
