import Adversary
import Networks
import Support
import Testing
import Torch

@Suite struct RecomputedTests {
  /// What a step leaves behind, with stages that keep a graph and with stages that run again.
  private func outcomes(
    _ model: Problem.Model, _ precision: Precision, _ method: some TrainingMethod
  ) throws -> [Outcome] {
    try [false, true].map { recomputing in
      let problem = try Problem(
        model, precision: precision, auxiliaryBranches: method.auxiliaryBranches,
        recomputing: recomputing)
      return try Outcome(problem, method)
    }
  }

  private func expectIdentical(_ outcomes: [Outcome]) throws {
    let kept = outcomes[0].gradients.merging(outcomes[0].buffers) { $1 }
    let again = outcomes[1].gradients.merging(outcomes[1].buffers) { $1 }
    #expect(Set(kept.keys) == Set(again.keys))
    let differing = try kept.keys.sorted().filter {
      try !identical(#require(again[$0]), #require(kept[$0]))
    }
    #expect(differing == [])
    #expect(try outcomes[0].learned.total() == outcomes[1].learned.total())
  }

  @Test(arguments: Problem.Model.allCases, Precision.allCases)
  func `plain training learns the same where stages run again`(
    model: Problem.Model, precision: Precision
  ) throws {
    try ThreadCount.holding { try expectIdentical(outcomes(model, precision, Plain())) }
  }

  @Test(arguments: Problem.Model.allCases, Precision.allCases)
  func `A-FAN learns the same where stages run again`(
    model: Problem.Model, precision: Precision
  ) throws {
    let attack = PGD(steps: 2, stepSize: 0.01, unit: .relative)
    for (branch, slopes) in [
      (Pass.Branch.main, AFAN.FirstSlopes.free), (.main, .explicit), (.auxiliary(0), .explicit),
    ] {
      let method = AFAN.at(model.middle, attack).with {
        $0.firstSlopes = slopes
        $0.branch = branch
      }
      try ThreadCount.holding { try expectIdentical(outcomes(model, precision, method)) }
    }
  }
}
