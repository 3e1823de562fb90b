import Adversary
import Randomness
import Support
import Testing
import Torch

/// `AFANParityTests` holds five steps against the reference.
@Suite struct LearnableAFANTests {
  private static let method: LearnableAFAN = {
    var method = LearnableAFAN(cuts: ["stem", "layer1"])
    method.attack = PGD(stepSize: 0.1, unit: .relative)
    method.learningRate = 0.1
    return method
  }()

  /// The strengths after each of some steps on one batch.
  private func strengths(_ method: LearnableAFAN, steps: Int) throws -> [[Double]] {
    let problem = try Problem()
    var memory: MethodMemory = [:]
    return try (0..<steps).map { step in
      _ = try method.learn(
        problem.task, from: problem.batch, seed: Problem.seed / step, memory: &memory)
      return try #require(memory["strengths"]).elements()
    }
  }

  @Test func `strengths begin as equal parts, and keep a sum of 1`() throws {
    for strengths in try strengths(Self.method, steps: 4) {
      #expect(abs(strengths.reduce(0, +) - 1) < Tolerance.layer64)
      #expect(strengths[0] != 0.5)
    }
    var still = Self.method
    still.learningRate = 0
    #expect(try strengths(still, steps: 2) == [[0.5, 0.5], [0.5, 0.5]])
  }

  @Test func `a penalty has no say while all strengths are positive, which is the flaw`() throws {
    var heavy = Self.method
    heavy.penalty = 100
    for (light, heavy) in zip(try strengths(Self.method, steps: 3), try strengths(heavy, steps: 3))
    {
      for (one, other) in zip(light, heavy) { #expect(abs(one - other) < Tolerance.network64) }
    }
  }

  @Test func `with strengths that stand still it is A-FAN with lessons of that strength`() throws {
    var still = Self.method
    still.learningRate = 0
    let lesson = AFAN.Lesson(strength: 0.5, weight: 0.25)
    let afan = AFAN(
      cuts: still.cuts.map { AFAN.Cut(stage: $0, attack: still.attack, lessons: [lesson]) })
    let learnable = try Outcome(try Problem(), still)
    let chosen = try Outcome(try Problem(), afan)
    #expect(try learnable.gradientDistance(to: chosen) < Tolerance.network64)
    #expect(learnable.learned.passes == chosen.learned.passes)
    #expect(learnable.learned.parts.map(\.name) == ["clean", "stem.0", "layer1.0"])
    for move in learnable.learned.moves { #expect(!move.lessons[0][0].requiresGradient) }
  }
}
