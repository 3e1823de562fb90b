import Adversary
import Networks
import Support
import Testing
import Torch

@Suite struct PassesTests {
  /// The part of the network's multiply-adds behind `stage`.
  private func share(_ problem: Problem, _ stage: String) throws -> Double {
    let network = problem.task.network
    return try network.cut(after: stage).back.multiplyAdds / network.multiplyAdds
  }

  @Test(arguments: Problem.Model.allCases, [1, 2, 5])
  func `a step costs one plain step, one tail a lesson, and the steps but the first`(
    model: Problem.Model, steps: Int
  ) throws {
    let problem = try Problem(model)
    let share = try share(problem, model.middle)
    #expect(share > 0.1 && share < 0.9)
    for lessons in 1...3 {
      let method = AFAN.at(
        model.middle, PGD(steps: steps, stepSize: 0.1),
        lessons: Array(repeating: AFAN.Lesson(weight: 0.2), count: lessons))
      let cost = 1 + Double(lessons) * share + Double(steps - 1) * 2 * share / 3
      let passes = try Outcome(problem, method).learned.passes
      #expect(abs(passes.plainSteps - cost) < Tolerance.layer64)
      let explicit = method.with { $0.firstSlopes = .explicit }
      let dearer = try Outcome(problem, explicit).learned.passes
      #expect(abs(dearer.plainSteps - cost - 2 * share / 3) < Tolerance.layer64)
    }
  }

  @Test(arguments: Problem.Model.allCases, AFAN.FirstSlopes.allCases)
  func `forward passes are the multiply-adds that were made`(
    model: Problem.Model, firstSlopes: AFAN.FirstSlopes
  ) throws {
    let problem = try Problem(model)
    for cleanWeight in [0, 0.5] {
      var method = AFAN.at(
        model.middle, PGD(steps: 3, stepSize: 0.1), cleanWeight: cleanWeight,
        lessons: [AFAN.Lesson(weight: 0.2), AFAN.Lesson(strength: 0.5, weight: 0.3)])
      method.cuts.append(
        AFAN.Cut(
          stage: "layer1", attack: PGD(stepSize: 0.1), lessons: [AFAN.Lesson(weight: 0.2)]))
      method.firstSlopes = firstSlopes
      var passes = Passes()
      let made = try Engine.multiplyAdds { passes = try Outcome(problem, method).learned.passes }
      #expect(made > 0)
      #expect((passes.forward * problem.task.network.multiplyAdds).rounded() == made)
    }
  }

  @Test func `weight gradients are those of learning, input gradients also the attack's`() throws {
    let problem = try Problem()
    let tail = try share(problem, "stem")
    let passes = try Outcome(problem, .at("stem", PGD(steps: 4, stepSize: 0.1))).learned.passes
    #expect(abs(passes.weightGradient - (1 + tail)) < Tolerance.layer64)
    #expect(abs(passes.inputGradient - (1 + tail + 3 * tail)) < Tolerance.layer64)
    let blind = AFAN.at("stem", PGD(steps: 4, stepSize: 0.1), cleanWeight: 0)
    let fewer = try Outcome(problem, blind).learned.passes
    #expect(abs(fewer.weightGradient - tail) < Tolerance.layer64)
    #expect(abs(fewer.inputGradient - 5 * tail) < Tolerance.layer64)
    #expect(abs(fewer.forward - (1 + 5 * tail)) < Tolerance.layer64)
  }

  @Test func `plain training is one plain step`() throws {
    let problem = try Problem()
    let passes = try Outcome(problem, Plain()).learned.passes
    #expect(passes.plainSteps == 1)
    #expect([passes.forward, passes.inputGradient, passes.weightGradient] == [1, 1, 1])
  }
}
