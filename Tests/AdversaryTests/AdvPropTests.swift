import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

/// `AdvPropParityTests` holds steps against the reference.
@Suite struct AdvPropTests {
  private static func batch(_ problem: Problem, from other: Tensor) -> ClassifierBatch {
    ClassifierBatch(
      images: problem.batch.images, targets: problem.batch.targets,
      original: ClassifierBatch(images: other, targets: problem.batch.targets))
  }

  @Test func `clean pictures reach the main norms alone, attacked ones the others`() throws {
    let methods: [any TrainingMethod] = [AdvProp(), FreeAdvProp()]
    for method in methods {
      let problem = try Problem(auxiliaryBranches: 1)
      let main = problem.store.buffers.filter { !$0.path.contains("aux_bn") }
      let before = try main.map { ($0.path, try $0.tensor.clone()) }
      let clean = try Outcome(problem, Plain())
      try withoutGradients {
        for (pair, old) in zip(main, before) { try pair.tensor.copyInPlace(old.1) }
      }
      let outcome = try Outcome(problem, method)
      for (path, _) in main {
        #expect(try identical(outcome.buffers[path]!, clean.buffers[path]!), "\(path)")
      }
      for (path, buffer) in clean.buffers where path.contains("aux_bn") {
        #expect(try !identical(outcome.buffers[path]!, buffer), "\(path)")
      }
      #expect(outcome.gradients.filter { $0.key.contains("aux_bn") }.count == 4)
    }
  }

  @Test func `its cost is counted, and the free variant saves the first step`() throws {
    var advProp = AdvProp()
    advProp.attack.steps = 3
    var free = FreeAdvProp()
    free.attack.steps = 3
    let problem = try Problem(auxiliaryBranches: 1)
    let full = try Outcome(problem, advProp).learned.passes.plainSteps
    #expect(abs(full - (2 + 3 * 2.0 / 3)) < 1e-12)
    let saved = try Outcome(problem, free).learned.passes.plainSteps
    #expect(abs(saved - (2 + 2 * 2.0 / 3)) < 1e-12)
  }

  @Test func `by running averages an attack drops nothing, as in evaluation`() throws {
    let problem = try Problem(.tinyWithDropout, auxiliaryBranches: 1)
    var method = AdvProp()
    method.attack = PGD(stepSize: 1.0 / 255)
    let learned = try Outcome(problem, method).learned
    let network = problem.task.network
    let pictures = try problem.batch.images.requiringGradient()
    let state = ClassifierState(maps: [pictures], targets: problem.batch.targets)
    let end = try network(state, .evaluating(.auxiliary(0)))
    try problem.task.losses(end).total().backward()
    let expected = try (pictures.detach() + (1.0 / 255) * pictures.gradient().sign())
      .clamp(min: 0, max: 1)
    #expect(try identical(learned.moves[0].moved[0], expected))
  }

  @Test func `through the main norms, aimed at nothing, slopes are looked for all the same`()
    throws
  {
    let problem = try Problem()
    var method = AdvProp()
    (method.branch, method.attackStatistics) = (.main, .batch)
    method.attack = PGD(stepSize: 1.0 / 255)
    let learned = try Outcome(problem, method).learned
    #expect(learned.parts.map(\.name) == ["clean", "input.0"])
    #expect(try learned.parts[1].value() > learned.parts[0].value())
  }

  @Test func `pictures that were mixed are attacked as they were`() throws {
    let problem = try Problem(auxiliaryBranches: 1)
    let other = try Tensor.uniform(
      problem.batch.images.shape, seed: Seed(99), dtype: .float64)
    var method = AdvProp()
    method.attack = PGD(stepSize: 0)
    let mixed = Problem(problem, batch: Self.batch(problem, from: other))
    let learned = try Outcome(mixed, method).learned
    #expect(try identical(learned.moves[0].clean[0], other))
    #expect(try !learned.moves[0].isOfStart && Outcome(problem, method).learned.moves[0].isOfStart)
    let fast = try Outcome(mixed, fastAdvProp { $0.attackedShare = 0.5 }).learned
    #expect(
      try identical(fast.moves[0].clean[0], other.narrow(dim: 0, start: 2, length: 2)))
  }

  @Test func `views are those of the pictures before they were mixed, and a pass each`() throws {
    let problem = try Problem(auxiliaryBranches: 2)
    let (images, targets) = (problem.batch.images, problem.batch.targets)
    let view = try Tensor.uniform(images.shape, seed: Seed(98), dtype: .float64)
    var method = AdvProp()
    method.views = [AdvProp.View()]
    #expect(method.auxiliaryBranches == 2 && method.viewCount == 1)
    let batch = ClassifierBatch(images: images, targets: targets, views: [view])
    let plain = try Outcome(Problem(problem, batch: batch), method).learned
    let other = ClassifierBatch(
      images: try images.flip(dims: [0]), targets: try targets.flip(dims: [0]), original: batch)
    let mixed = try Outcome(Problem(problem, batch: other), method).learned
    #expect(plain.parts.map(\.name) == ["clean", "input.0", "view.0"])
    #expect(try abs(mixed.parts[2].value() - plain.parts[2].value()) < Tolerance.network64)
    #expect(abs(plain.passes.plainSteps - (3 + 2.0 / 3)) < 1e-12)
  }

  @Test func `a view that the batch does not have is told`() throws {
    let problem = try Problem(auxiliaryBranches: 2)
    var method = AdvProp()
    method.views = [AdvProp.View()]
    let error = try #require(throws: NetworkError.self) { _ = try Outcome(problem, method) }
    #expect(error.description.hasPrefix("view 0 of the pictures was asked for, the batch has 0"))
  }

  private func fastAdvProp(_ change: (inout FastAdvProp) -> Void) -> FastAdvProp {
    var method = FastAdvProp()
    method.groups = 1
    change(&method)
    return method
  }

  @Test func `fast advprop costs what its share adds to a plain step`() throws {
    let problem = try Problem(auxiliaryBranches: 1)
    let learned = try Outcome(problem, fastAdvProp { $0.attackedShare = 0.25 }).learned
    #expect(abs(learned.passes.plainSteps - 1.25) < 1e-12)
    #expect(learned.parts.map(\.name) == ["clean", "noise", "input.0"])
    #expect(abs(learned.parts.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    let unbalanced = fastAdvProp { $0.balancesGradients = false }
    #expect(try Outcome(problem, unbalanced).learned.gradientFactors == nil)
  }

  @Test func `a batch with fewer attacked pictures than groups has fewer groups`() throws {
    let problem = try Problem(auxiliaryBranches: 1)
    func outcome(_ groups: Int) throws -> Outcome {
      try Outcome(
        problem,
        fastAdvProp {
          $0.attackedShare = 0.5
          $0.groups = groups
        })
    }
    #expect(try outcome(5).gradientDistance(to: outcome(2)) == 0)
    #expect(try outcome(2).gradientDistance(to: outcome(1)) > 0)
  }

  @Test(arguments: [0.1, 0.9])
  func `a share of no picture or of all is refused`(share: Double) throws {
    let problem = try Problem(auxiliaryBranches: 1)
    let method = fastAdvProp { $0.attackedShare = share }
    let error = try #require(throws: AdversaryError.self) { _ = try Outcome(problem, method) }
    #expect(error.description.contains("of a batch of 4 samples"))
  }

  @Test func `adversarial training learns the attacked pictures alone`() throws {
    let problem = try Problem()
    let attack = PGD(steps: 2, stepSize: 0.3, radius: 0.5)
    let outcome = try Outcome(problem, AdversarialTraining(attack: attack))
    var same = AFAN(cleanWeight: 1, cuts: [])
    same.start = .attacked(attack)
    #expect(outcome.learned.parts.map(\.name) == ["attacked"])
    #expect(try outcome.gradientDistance(to: Outcome(problem, same)) == 0)
  }
}
