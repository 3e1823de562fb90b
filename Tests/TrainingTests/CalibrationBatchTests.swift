import Adversary
import Foundation
import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct CalibrationBatchTests {
  private struct Case: Decodable {
    let stage: String
    let size: Double
    let unit: String
    let steps: Int

    func attack() throws -> PGD {
      var settings = CalibrationSettings()
      settings.steps = steps
      let unit = try #require(PGD.Unit(rawValue: unit))
      return settings.attack(CalibrationSize(size, unit), behind: stage)
    }
  }

  private let golden: Golden
  private let task: Classification
  private let batch: ClassifierBatch
  private let store: ParameterStore

  init() throws {
    golden = try Golden("calibration")
    store = ParameterStore(
      seed: Seed(1), precision: .fp64,
      from: ParameterStore.Source(name: "tiny", try golden.tensors(below: "tiny.initial")))
    task = Classification(try .tiny(Scope(store)), classes: 5)
    batch = ClassifierBatch(
      images: try golden["tiny.images"], targets: try golden["tiny.labels"])
  }

  private func described(_ name: String) throws -> Case {
    try JSONDecoder().decode(Case.self, from: Data(#require(golden.note(name)).utf8))
  }

  private func cut(_ stage: String) throws -> CalibrationBatch<Classification> {
    try CalibrationBatch(task, batch, behind: stage, method: AFAN(cuts: []), seed: Seed(3))
  }

  @Test(arguments: ["relative", "relative_steps", "authors", "late", "pixels"])
  func `what a move does is what PyTorch finds`(name: String) throws {
    let given = try described(name)
    let expected = try golden["\(name).expected"].elements(Double.self)
    let cut = try cut(given.stage)
    let measured = try cut.measure(given.attack(), roundedTo: .bfloat16)
    #expect(abs(cut.featureRMS - expected[0]) < Tolerance.layer64)
    #expect(abs(measured.effect.rms - expected[1]) < Tolerance.layer64)
    #expect(abs(measured.effect.lossRatio - expected[2]) < Tolerance.network64)
    #expect(abs(try #require(measured.effect.accuracyLost) - expected[3]) < 1e-6)
    #expect(abs(measured.effect.survival - expected[4]) < Tolerance.layer64)
    #expect(measured.survivalInBF16 == measured.effect.survival)
    #expect(try cut.measure(given.attack(), roundedTo: nil).effect.survival == 1)
  }

  @Test(arguments: ["relative", "relative_steps", "late", "pixels"])
  func `random signs go as far, and do next to nothing`(name: String) throws {
    let given = try described(name)
    let measured = try cut(given.stage).measure(given.attack(), roundedTo: nil)
    // Pixels are cut off at 0 and 1, in some places more than in others.
    let slack = given.stage == "input" ? 0.02 : Tolerance.layer64
    #expect(abs(measured.random.rms / measured.effect.rms - 1) < slack)
    #expect(abs(measured.random.lossRatio - 1) < 0.5 * (measured.effect.lossRatio - 1))
  }

  @Test func `running averages and parameters stay as they are`() throws {
    let before = try (store.parameters + store.buffers).map { try $0.tensor.clone() }
    _ = try cut("stem").measure(described("relative_steps").attack(), roundedTo: nil)
    for (old, new) in zip(before, store.parameters + store.buffers) {
      #expect(try identical(old, new.tensor), "\(new.path)")
    }
    #expect(try store.parameters.allSatisfy { try $0.tensor.gradientIfAny() == nil })
  }

  @Test(
    arguments: [
      (.main, nil, .batch), (.auxiliary(0), nil, .batch), (.main, .auxiliary(0), .batch),
      (.auxiliary(0), .main, .batch), (.auxiliary(0), nil, .running),
    ] as [(Pass.Branch, Pass.Branch?, AFAN.AttackStatistics)])
  func `a move is that of a training step, whatever its attack goes through`(
    branch: Pass.Branch, attackBranch: Pass.Branch?, statistics: AFAN.AttackStatistics
  ) throws {
    let network = try Network<ClassifierState>.tiny(
      Scope(ParameterStore(seed: Seed(1), precision: .fp64, auxiliaryBranches: 1)))
    let task = Classification(network, classes: 5)
    let attack = PGD(steps: 2, stepSize: 0.1, unit: .relative)
    var method = AFAN(cuts: [.init(stage: "stem", attack: attack, lessons: [.init(weight: 1)])])
    method.branch = branch
    method.attackBranch = attackBranch
    method.attackStatistics = statistics
    let found = try CalibrationBatch(task, batch, behind: "stem", method: method, seed: Seed(3))
      .measure(attack, roundedTo: nil).effect
    let move = try #require(method.learn(task, from: batch, seed: Seed(3)).moves.first)
    let right = try move.effect(ofLesson: 0, roundedTo: nil)
    #expect(abs(found.rms - right.rms) < Tolerance.network64)
    #expect(abs(found.lossRatio - right.lossRatio) < Tolerance.network64)
  }

  @Test func `an attack of several steps begins with the known slopes`() throws {
    let network = try Network<ClassifierState>.tiny(
      Scope(ParameterStore(seed: Seed(1), precision: .fp64, auxiliaryBranches: 1)))
    let task = Classification(network, classes: 5)
    let measured = try [Pass.Branch.main, .auxiliary(0)].map { branch in
      var method = AFAN(cuts: [])
      method.branch = branch
      return try CalibrationBatch(task, batch, behind: "stem", method: method, seed: Seed(3))
        .measure(described("relative_steps").attack(), roundedTo: nil).effect
    }
    // Fresh branches are equal, but only the main one's slopes are at hand.
    #expect(abs(measured[0].lossRatio - measured[1].lossRatio) < Tolerance.network64)
    #expect(measured[0].lossRatio > 1.01)
  }
}
