import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct AFANTests {
  private static let attack = PGD(steps: 2, stepSize: 0.05)

  @Test(arguments: Problem.Model.allCases, Precision.allCases)
  func `a move of nothing has the clean losses, bit for bit`(
    _ model: Problem.Model, precision: Precision
  ) throws {
    let problem = try Problem(model, precision: precision)
    for stage in ["input", "stem", model.middle] {
      let lessons = [AFAN.Lesson(weight: 0.5), AFAN.Lesson(strength: 0.5, weight: 0.5)]
      let method = AFAN.at(stage, PGD(steps: 2, stepSize: 0), lessons: lessons)
      let parts = try ThreadCount.holding { try Outcome(problem, method).learned.parts }
      #expect(parts.map(\.name) == ["clean", "\(stage).0", "\(stage).1"])
      let clean = try parts[0].value()
      for part in parts { #expect(try part.value() == clean, "\(stage)") }
    }
  }

  @Test func `a lesson's loss is that of the network behind the cut, and is higher`() throws {
    let problem = try Problem(.tinyWithDropout)
    let outcome = try Outcome(problem, .at("stem", Self.attack))
    let move = outcome.learned.moves[0]
    let expected = try problem.loss(of: move.moved, behind: "stem").item()
    let clean = try problem.loss(of: move.clean, behind: "stem").item()
    let values = try outcome.learned.parts.map { try $0.value() }
    #expect(values == [clean, expected])
    #expect(expected > clean)
    #expect(try identical(move.clean[0], problem.state(behind: "stem").maps[0]))
  }

  @Test func `the total is the weighted sum of all parts`() throws {
    let lessons = [AFAN.Lesson(weight: 0.2), AFAN.Lesson(strength: 0.5, weight: 0.7)]
    let method = AFAN.at("stem", Self.attack, cleanWeight: 0.3, lessons: lessons)
    let learned = try Outcome(try Problem(), method).learned
    let values = try learned.parts.map { try $0.value() }
    #expect(learned.parts.map(\.weight) == [0.3, 0.2, 0.7])
    let sum = 0.3 * values[0] + 0.2 * values[1] + 0.7 * values[2]
    #expect(abs(try learned.total() - sum) < Tolerance.layer64)
  }

  @Test func `with all weight on the lessons only the tail learns, and the move is real`() throws {
    let method = AFAN.at("stem", Self.attack, cleanWeight: 0)
    let outcome = try Outcome(try Problem(), method)
    let behind: Set = ["conv2.weight", "bn2.weight", "bn2.bias", "linear.weight", "linear.bias"]
    #expect(Set(outcome.gradients.keys) == behind)
    #expect(try outcome.move().abs().amax().item() > 0.05)
    #expect(outcome.learned.parts.map(\.weight) == [0, 0.5])
    #expect(outcome.learned.passes.forward > 1)
  }

  @Test func `before the cut gradients are the clean loss's alone`() throws {
    let problem = try Problem(.cifarResNet)
    let afan = try Outcome(problem, .at("layer2", Self.attack, cleanWeight: 0.3))
    let plain = try Outcome(problem, Plain())
    for (path, gradient) in plain.gradients {
      let own = try #require(afan.gradients[path])
      let isBehind = path.hasPrefix("layer3") || path.hasPrefix("linear")
      let apart = try distance(own, 0.3 * gradient)
      #expect(isBehind ? apart > 1e-3 : apart < Tolerance.network64, "\(path)")
    }
  }

  @Test(arguments: Problem.Model.allCases)
  func `moved features stay within the radius in both norms`(model: Problem.Model) throws {
    let problem = try Problem(model)
    for norm in PGD.Norm.allCases {
      let attack = PGD(steps: 4, stepSize: 0.05, norm: norm, radius: 0.12)
      let move = try Outcome(problem, .at(model.middle, attack)).move()
      let size =
        norm == .linf ? try move.abs() : try move.square().sum(dim: [1, 2, 3]).sqrt()
      let longest = try size.amax().item()
      #expect(longest <= 0.12 * (1 + Tolerance.layer64))
      #expect(longest > 0.1)
    }
  }

  @Test func `pictures can be moved, stay in their range, and are not changed in place`() throws {
    let problem = try Problem()
    let before = try problem.batch.images.clone()
    let attack = PGD(steps: 3, stepSize: 0.3, radius: 0.5, range: 0...1)
    let outcome = try Outcome(problem, .at("input", attack))
    let moved = outcome.learned.moves[0].moved[0]
    #expect(try moved.amin().item() == 0 && moved.amax().item() == 1)
    #expect(try outcome.move().abs().amax().item() > 0.3)
    #expect(try identical(problem.batch.images, before))
    #expect(!problem.batch.images.requiresGradient)
    #expect(outcome.gradients.count == problem.store.parameters.count)
  }

  @Test func `a targeted attack lowers the loss of the task's other targets`() throws {
    let problem = try Problem()
    let attack = PGD(steps: 2, stepSize: 0.03, targeted: true)
    let move = try Outcome(problem, .at("stem", attack)).learned.moves[0]
    let state = try problem.state(behind: "stem")
    let aimed = try problem.task.retargeted(state, seed: Problem.seed)
    let back = try problem.task.network.cut(after: "stem").back
    let losses = try [move.clean, move.moved].map { maps in
      let end = try back(
        ClassifierState(maps: maps, targets: aimed.targets), .attacking(seed: Problem.seed))
      return try problem.task.losses(end).total().item()
    }
    #expect(losses[1] < losses[0] - 0.01)
  }

  @Test func `a random start depends on the step's seed`() throws {
    let attack = PGD(stepSize: 0.01, radius: 0.1, randomStart: true)
    let moves = try [17, 17, 18].map {
      try Outcome(try Problem(), .at("stem", attack), seed: Seed($0)).move()
    }
    #expect(try identical(moves[0], moves[1]))
    #expect(try distance(moves[0], moves[2]) > 0.1)
    #expect(throws: AdversaryError.noRadius) {
      _ = try Outcome(try Problem(), .at("stem", PGD(stepSize: 0.01, randomStart: true)))
    }
  }

  @Test(arguments: Problem.Model.allCases, [Precision.fp32, .bf16])
  func `the same step twice is the same, bit for bit`(
    _ model: Problem.Model, precision: Precision
  ) throws {
    try ThreadCount.holding {
      let problem = try Problem(model, precision: precision)
      let again = try Problem(model, precision: precision)
      let method = AFAN.at(model.middle, Self.attack)
      let first = try Outcome(problem, method)
      for other in [try Outcome(problem, method), try Outcome(again, method)] {
        for (path, gradient) in first.gradients {
          #expect(try identical(gradient, #require(other.gradients[path])), "\(path)")
        }
        #expect(try identical(first.move(), other.move()))
      }
    }
  }

  @Test(arguments: ["layer4", "", "Stem"])
  func `a stage that is not there is an error that names those that are`(name: String) throws {
    let method = AFAN.at(name, Self.attack)
    let error = try #require(throws: NetworkError.self) {
      _ = try Outcome(try Problem(), method)
    }
    guard case .noStage(name, let known) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(known == ["input", "stem", "layer1", "head"])
  }

  @Test func `a cut that nothing follows is an error`() throws {
    let error = try #require(throws: AdversaryError.self) {
      _ = try Outcome(try Problem(), .at("head", Self.attack))
    }
    #expect(error == .nothingBehind(stage: "head"))
    #expect(error.description.hasPrefix("nothing follows the stage 'head'"))
  }

  @Test func `two cuts behind one stage are two attacks`() throws {
    var method = AFAN.at("stem", PGD(stepSize: 0.01))
    method.cuts.append(
      AFAN.Cut(stage: "stem", attack: PGD(stepSize: 0.03), lessons: [AFAN.Lesson(weight: 0.2)]))
    let outcome = try Outcome(try Problem(), method)
    #expect(try distance(3 * outcome.move(0), outcome.move(1)) < Tolerance.layer64)
    #expect(outcome.learned.parts.map(\.name) == ["clean", "stem.0", "stem.0"])
  }

  @Test(arguments: [AFAN.Attachment.detached, .attached])
  func `two cuts behind one stage teach what one with both lessons does`(
    front: AFAN.Attachment
  ) throws {
    let problem = try Problem()
    let lessons = [AFAN.Lesson(strength: 0.5, weight: 0.2), AFAN.Lesson(weight: 0.4)]
    let one = AFAN.at("stem", Self.attack, lessons: lessons).with { $0.front = front }
    let two = one.with {
      $0.cuts = lessons.map {
        AFAN.Cut(stage: "stem", attack: Self.attack, lessons: [$0])
      }
    }
    let outcomes = try [one, two].map { try Outcome(problem, $0) }
    #expect(try outcomes[0].gradientDistance(to: outcomes[1]) < Tolerance.network64)
    let losses = try outcomes.map { try $0.learned.total() }
    #expect(abs(losses[0] - losses[1]) < Tolerance.network64)
  }

  @Test func `it says which stages and how many branches it uses`() {
    let method = AFAN(
      cuts: ["layer2", "layer1"].map { AFAN.Cut(stage: $0, attack: Self.attack, lessons: []) })
    #expect(method.stages == ["layer2", "layer1"])
    #expect(method.auxiliaryBranches == 0)
    #expect(method.with { $0.branch = .auxiliary(1) }.auxiliaryBranches == 2)
    #expect(Plain().stages.isEmpty && Plain().auxiliaryBranches == 0)
  }
}
