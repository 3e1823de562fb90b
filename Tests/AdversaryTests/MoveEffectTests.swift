import Adversary
import Networks
import Support
import Testing
import Torch

@Suite struct MoveEffectTests {
  private static let attack = PGD(steps: 2, stepSize: 0.05, unit: .relative)
  private static let lessons = [
    AFAN.Lesson(weight: 0.3), AFAN.Lesson(strength: 0.5, weight: 0.2),
    AFAN.Lesson(weight: 0.2, normalization: .sample),
  ]

  /// The share of a batch that logits tell right, counted one by one.
  private func right(_ logits: Tensor, _ targets: Tensor) throws -> Double {
    let (rows, labels) = try (logits.elements(Double.self), targets.elements(Int64.self))
    let classes = logits.shape[1]
    let hits = labels.indices.count { row in
      let logits = rows[(row * classes)..<((row + 1) * classes)]
      return logits.firstIndex(of: logits.max() ?? 0) == row * classes + Int(labels[row])
    }
    return Double(hits) / Double(labels.count)
  }

  private func logits(_ problem: Problem, _ stage: String, _ maps: [Tensor]) throws -> Tensor {
    let back = try problem.task.network.cut(after: stage).back
    let state = ClassifierState(maps: maps, targets: problem.batch.targets)
    return try problem.task.logits(back(state, .attacking(seed: Problem.seed)))
  }

  private func rms(_ tensor: Tensor) throws -> Double {
    let values = try tensor.elements(Double.self)
    return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }

  @Test(arguments: Problem.Model.allCases, [0, 0.3])
  func `an effect is what the network behind the cut makes of the features`(
    _ model: Problem.Model, cleanWeight: Double
  ) throws {
    let problem = try Problem(model)
    let method = AFAN.at(
      model.middle, Self.attack, cleanWeight: cleanWeight, lessons: Self.lessons)
    let move = try Outcome(problem, method).learned.moves[0]
    let clean = try problem.loss(of: move.clean, behind: model.middle).item()
    let before = try right(logits(problem, model.middle, move.clean), problem.batch.targets)
    for (index, features) in move.lessons.enumerated() {
      let effect = try move.effect(ofLesson: index, roundedTo: nil)
      let loss = try problem.loss(of: features, behind: model.middle).item()
      #expect(abs(effect.lossRatio - loss / clean) < Tolerance.layer64)
      let after = try right(logits(problem, model.middle, features), problem.batch.targets)
      #expect(abs(try #require(effect.accuracyLost) - (before - after)) < 1e-6)
      let size = try rms(features[0] - move.clean[0]) / rms(move.clean[0])
      #expect(abs(effect.rms - size) < Tolerance.layer64 && size > 0)
      #expect(effect.survival == 1)
      let rounded = try move.effect(ofLesson: index, roundedTo: .bfloat16)
      #expect(rounded.survival == (try move.survival(ofLesson: index, roundedTo: .bfloat16)))
    }
  }

  @Test func `each of two cuts behind one stage is told for itself`() throws {
    var method = AFAN.at("stem", PGD(stepSize: 0.01))
    method.cuts.append(
      AFAN.Cut(stage: "stem", attack: PGD(stepSize: 0.03), lessons: [AFAN.Lesson(weight: 0.2)]))
    let moves = try Outcome(try Problem(), method).learned.moves
    let effects = try moves.map { try $0.effect(ofLesson: 0, roundedTo: nil) }
    #expect(abs(effects[1].rms - 3 * effects[0].rms) < Tolerance.layer64)
    #expect(effects[1].lossRatio > effects[0].lossRatio && effects[0].lossRatio > 1)
  }

  @Test func `a move of nothing has no effect, and warns`() throws {
    let move = try Outcome(try Problem(), .at("stem", PGD(stepSize: 0))).learned.moves[0]
    let effect = try move.effect(ofLesson: 0, roundedTo: .bfloat16)
    #expect(effect == MoveEffect(rms: 0, lossRatio: 1, accuracyLost: 0, survival: 1))
    #expect(effect.faults == [.weak])
  }

  @Test func `maps of zeros have no size to hold a move against`() throws {
    let zeros = try Tensor.zeros([2, 3])
    #expect(try Move.relativeRMS(from: [zeros], to: [zeros]) == 0)
    #expect(try Move.relativeRMS(from: [zeros], to: [zeros + 1]) == .infinity)
  }

  @Test func `all maps of a cut count together`() throws {
    let clean = [try Tensor([3.0, 4]), try Tensor([0.0, 0, 0])]
    let moved = [try Tensor([3.0, 4]), try Tensor([1.0, 1, 1])]
    let rms = try Move.relativeRMS(from: clean, to: moved)
    #expect(abs(rms - (3.0 / 25).squareRoot()) < 1e-15)
    #expect(try Move.survival(from: clean, to: moved, roundedTo: .bfloat16) == 1)
  }

  @Test(
    arguments: [
      (1.04, 1, [.weak]), (1.05, 1, []), (4, 0.95, []), (4.01, 1, [.strong]), (1.5, 0.949, [.lost]),
      (1, 0.5, [.weak, .lost]), (Double.nan, 1, [.weak]), (Double.infinity, 1, [.strong]),
    ] as [(Double, Double, [MoveEffect.Fault])])
  func `it warns of loss ratios outside 1.05...4 and of survival under 0.95`(
    ratio: Double, survival: Double, faults: [MoveEffect.Fault]
  ) {
    let effect = MoveEffect(rms: 0.1, lossRatio: ratio, accuracyLost: nil, survival: survival)
    #expect(effect.faults == faults)
    #expect(effect.warns == !faults.isEmpty)
    let own = MoveEffect(
      rms: 0.1, lossRatio: ratio, accuracyLost: nil, survival: survival, ownNorms: true)
    #expect(own.faults == faults.filter { $0 != .weak || ratio.isNaN })
  }
}
