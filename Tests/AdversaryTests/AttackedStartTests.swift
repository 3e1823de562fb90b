import Adversary
import Networks
import Support
import Testing
import Torch

/// `AFANParityTests` holds five steps against the reference.
@Suite struct AttackedStartTests {
  private static let attack = PGD(steps: 2, stepSize: 0.3, radius: 0.5)

  private func method(_ attack: PGD, cuts: [AFAN.Cut] = []) -> AFAN {
    AFAN(cleanWeight: 1, cuts: cuts).with { $0.start = .attacked(attack) }
  }

  @Test func `without lessons it is training on attacked pictures, kept in 0...1`() throws {
    let problem = try Problem()
    let outcome = try Outcome(problem, method(Self.attack))
    var attack = Self.attack
    attack.range = 0...1
    let moved = try attack.perturb([problem.batch.images], seed: Problem.seed) {
      try problem.loss(of: $0, behind: "input")
    }
    let batch = ClassifierBatch(images: moved[0], targets: problem.batch.targets)
    let plain = try Outcome(Problem(problem, batch: batch), Plain())
    #expect(try outcome.gradientDistance(to: plain) < Tolerance.network64)
    #expect(outcome.learned.parts.map(\.name) == ["attacked"])
    let clean = try problem.loss(of: [problem.batch.images], behind: "input").item()
    #expect(try outcome.learned.total() > clean)
    #expect(abs(outcome.learned.passes.plainSteps - 7.0 / 3) < 1e-12)
  }

  @Test func `lessons begin with the attacked pictures' features`() throws {
    let cut = AFAN.Cut(
      stage: "stem", attack: PGD(stepSize: 0.05), lessons: [AFAN.Lesson(weight: 0.5)])
    let problem = try Problem()
    let attacked = try Outcome(problem, method(Self.attack, cuts: [cut])).learned
    let clean = try Outcome(problem, AFAN(cleanWeight: 1, cuts: [cut])).learned
    #expect(attacked.parts.map(\.name) == ["attacked", "stem.0"])
    #expect(try distance(attacked.moves[0].clean[0], clean.moves[0].clean[0]) > 0.01)
    #expect(try attacked.parts[1].value() > attacked.parts[0].value())
  }

  @Test func `a move of nothing is the clean start, bit for bit`() throws {
    let cut = AFAN.Cut(
      stage: "input", attack: PGD(stepSize: 0.02), lessons: [AFAN.Lesson(weight: 0.5)])
    try ThreadCount.holding {
      let still = try Outcome(try Problem(), method(PGD(stepSize: 0), cuts: [cut]))
      let clean = try Outcome(try Problem(), AFAN(cleanWeight: 1, cuts: [cut]))
      #expect(try still.gradientDistance(to: clean) == 0)
    }
  }
}
