import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct FreeFirstStepTests {
  private static let attacks = [
    PGD(stepSize: 0.02, unit: .relative), PGD(steps: 3, stepSize: 0.03, radius: 0.05),
    PGD(stepSize: 0.1, unit: .relative, norm: .l2), PGD(steps: 3, stepSize: 0.3, norm: .l2),
  ]

  private static func outcomes(
    _ model: Problem.Model, _ method: AFAN, precision: Precision = .fp64
  ) throws -> (free: Outcome, explicit: Outcome) {
    let problem = try Problem(model, precision: precision, auxiliaryBranches: 1)
    let explicit = method.with { $0.firstSlopes = .explicit }
    return (try Outcome(problem, method), try Outcome(problem, explicit))
  }

  @Test(arguments: Problem.Model.allCases, [0.3, 0.5])
  func `the free first step is the explicit one in float64`(
    _ model: Problem.Model, cleanWeight: Double
  ) throws {
    for attack in Self.attacks {
      let method = AFAN.at(model.middle, attack, cleanWeight: cleanWeight)
      let (free, explicit) = try Self.outcomes(model, method)
      #expect(try distance(free.move(), explicit.move()) < Tolerance.layer64, "\(attack)")
      #expect(try free.gradientDistance(to: explicit) < Tolerance.network64, "\(attack)")
      let saved = explicit.learned.passes.inputGradient - free.learned.passes.inputGradient
      #expect(saved > 0.1)
    }
  }

  @Test(arguments: [Problem.Model.tinyWithDropout, .cifarResNet])
  func `two cuts have a free first step each`(_ model: Problem.Model) throws {
    let lessons = [AFAN.Lesson(weight: 0.35)]
    let cuts = zip(["input", "stem", "layer1"], Self.attacks).map {
      AFAN.Cut(stage: $0, attack: $1, lessons: lessons)
    }
    for pair in [[cuts[0], cuts[2]], [cuts[2], cuts[1]]] {
      let (free, explicit) = try Self.outcomes(model, AFAN(cleanWeight: 0.3, cuts: pair))
      for index in 0...1 {
        #expect(try distance(free.move(index), explicit.move(index)) < Tolerance.layer64)
        #expect(try free.move(index).abs().amax().item() > 0.01)
      }
      #expect(try free.gradientDistance(to: explicit) < Tolerance.network64)
    }
  }

  @Test(arguments: Problem.Model.allCases)
  func `lessons that train the front leave the first step free, and cost no pass`(
    _ model: Problem.Model
  ) throws {
    for attack in Self.attacks {
      let detached = AFAN.at(model.middle, attack, cleanWeight: 0.3)
      let (free, explicit) = try Self.outcomes(model, detached.with { $0.front = .attached })
      #expect(try distance(free.move(), explicit.move()) < Tolerance.layer64, "\(attack)")
      #expect(try free.gradientDistance(to: explicit) < Tolerance.network64, "\(attack)")
      let alone = try Self.outcomes(model, detached)
      #expect(free.learned.passes == alone.free.learned.passes)
      #expect(try free.gradientDistance(to: alone.free) > 1e-3)
    }
  }

  @Test(arguments: Problem.Model.allCases, [0.3, 0.5])
  func `in float32 they go the same way wherever rounding leaves the slope a sign`(
    _ model: Problem.Model, cleanWeight: Double
  ) throws {
    let stage = model.middle
    let attack = PGD(stepSize: 0.02, unit: .relative)
    let method = AFAN.at(stage, attack, cleanWeight: cleanWeight)
    let (free, explicit) = try Self.outcomes(model, method, precision: .fp32)
    let slope = try Problem(model, precision: .fp32).slope(behind: stage).abs()
    let sure = try slope.gt(1e-5 * slope.amax().item())
    #expect(try sure.to(.float64).mean().item() > 0.5)
    let apart = try (free.move().sign() - explicit.move().sign()).abs() * sure.to(.float32)
    #expect(try apart.amax().item() == 0)

    let turning = PGD(stepSize: 0.1, unit: .relative, norm: .l2)
    let smooth = AFAN.at(stage, turning, cleanWeight: cleanWeight)
    let moves = try Self.outcomes(model, smooth, precision: .fp32)
    #expect(try distance(moves.free.move(), moves.explicit.move()) < Tolerance.layer32)
  }

  /// What keeps the clean loss's slope from being the attack's first.
  enum Obstacle: CaseIterable {
    case auxiliaryBranch, targets, randomStart, noCleanWeight

    func apply(to method: inout AFAN) {
      switch self {
      case .auxiliaryBranch: method.branch = .auxiliary(0)
      case .targets: method.cuts[0].attack.targeted = true
      case .randomStart:
        method.cuts[0].attack.radius = 0.1
        method.cuts[0].attack.randomStart = true
      case .noCleanWeight: method.cleanWeight = 0
      }
    }
  }

  @Test(arguments: Obstacle.allCases, [1, 3])
  func `where it is not exact, no first step is free`(obstacle: Obstacle, steps: Int) throws {
    var method = AFAN.at("stem", PGD(steps: steps, stepSize: 0.05))
    obstacle.apply(to: &method)
    let (free, explicit) = try Self.outcomes(.tinyWithDropout, method)
    #expect(free.learned.passes == explicit.learned.passes)
    #expect(try identical(free.move(), explicit.move()))
    for (path, gradient) in free.gradients {
      let other = try #require(explicit.gradients[path])
      #expect(try distance(gradient, other) < Tolerance.elementwise64, "\(path)")
    }
  }

  @Test(arguments: PGD.Norm.allCases)
  func `slopes agree with central differences`(norm: PGD.Norm) throws {
    for (model, stage) in [
      (Problem.Model.tinyWithDropout, "input"), (.tinyWithDropout, "stem"),
      (.tinyWithDropout, "layer1"), (.cifarResNet, "layer3"),
    ] {
      let problem = try Problem(model)
      let maps = try problem.state(behind: stage).maps[0].clone()
      let numerical = try Tensor(
        numericalGradient(at: maps) { try problem.loss(of: [maps], behind: stage).item() },
        shape: maps.shape)
      let move = try Outcome(problem, .at(stage, PGD(stepSize: 0.01, norm: norm))).move()
      if norm == .l2 {
        let dimensions = Array(1..<maps.shape.count)
        let lengths = try numerical.square().sum(dim: dimensions, keepdim: true).sqrt()
        #expect(try distance(move, 0.01 * numerical / lengths) < Tolerance.differences64)
      } else {
        let sure = try numerical.abs().gt(1e-6).to(.float64)
        #expect(try distance(move * sure, 0.01 * numerical.sign() * sure) < Tolerance.layer64)
        #expect(try sure.mean().item() > 0.3)
      }
    }
  }
}
