import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

/// Networks of which some stages take no part in learning.
struct FrozenTests {
  private static let lessons = [
    AFAN.Lesson(weight: 0.3), AFAN.Lesson(strength: 0.5, weight: 0.2),
  ]

  /// A method's step on a ResNet of which `frozen` stages are frozen.
  private func outcome(
    _ method: some TrainingMethod, frozen: [String], auxiliaryBranches: Int = 0
  ) throws -> (outcome: Outcome, problem: Problem) {
    let problem = try Problem(.cifarResNet, frozen: frozen, auxiliaryBranches: auxiliaryBranches)
    return (try Outcome(problem, method), problem)
  }

  /// The gradients that autograd leaves where frozen parts are built by hand: the maps before the
  /// first stage that learns are numbers, computed as in evaluation.
  private func byHand(_ problem: Problem, behind stage: String) throws -> [String: Tensor] {
    let (_, back) = try problem.task.network.cut(after: stage)
    let front = try problem.task.network.front(upTo: stage)
    let maps = try withoutGradients {
      try front(problem.task.begin(problem.batch), .evaluation).maps
    }
    let leaves = problem.store.parameters.filter { path, _ in
      back.stages.contains { $0.parameters.contains(path) }
    }
    let state = ClassifierState(maps: maps, targets: problem.batch.targets)
    let loss = try problem.task.losses(back(state, .attacking(seed: Problem.seed))).total()
    let slopes = try gradients(of: loss, at: leaves.map(\.tensor))
    return Dictionary(uniqueKeysWithValues: zip(leaves.map(\.path), slopes))
  }

  @Test(arguments: [(["stem"], "stem"), (["stem", "layer1", "layer2"], "layer2")])
  func `behind frozen stages plain gradients are those of numbers from an evaluation`(
    frozen: [String], last: String
  ) throws {
    let (outcome, _) = try outcome(Plain(), frozen: frozen)
    let right = try byHand(Problem(.cifarResNet), behind: last)
    let found = outcome.gradients
    #expect(try differences(found, from: right, beyond: Tolerance.network64) == [])
  }

  @Test(
    arguments: [
      ["stem"], ["stem", "layer1"], ["stem", "layer1", "layer2"], ["layer1"], ["layer2"],
      ["layer3"], ["head"],
    ], AFAN.Attachment.allCases)
  func `a cut inside, before or behind frozen stages has the slopes of explicit passes`(
    frozen: [String], front: AFAN.Attachment
  ) throws {
    for cut in ["input", "stem", "layer1", "layer2"] {
      let attack = PGD(steps: 2, stepSize: 0.05)
      let free = AFAN.at(cut, attack, lessons: Self.lessons).with { $0.front = front }
      let explicit = free.with { $0.firstSlopes = .explicit }
      let (one, problem) = try outcome(free, frozen: frozen)
      let (two, _) = try outcome(explicit, frozen: frozen)
      #expect(try distance(one.move(), two.move()) < Tolerance.network64, "\(cut)")
      #expect(try one.gradientDistance(to: two) < Tolerance.network64, "\(cut)")
      #expect(try differences(one.buffers, from: two.buffers, beyond: Tolerance.network64) == [])
      for stage in problem.task.network.stages {
        for path in stage.parameters {
          #expect((one.gradients[path] == nil) == frozen.contains(stage.name), "\(cut) \(path)")
        }
      }
    }
  }

  /// Attacks and lessons behind a cut are, with frozen stages before it, those of the same maps.
  @Test func `A-FAN behind frozen stages is A-FAN on numbers from an evaluation`() throws {
    let method = AFAN.at("layer1", PGD(steps: 2, stepSize: 0.05), lessons: Self.lessons)
    let (frozen, _) = try outcome(method, frozen: ["stem", "layer1"])
    let problem = try Problem(.cifarResNet)
    var right: [String: Tensor] = [:]
    func add(_ weight: Double, _ maps: Tensor) throws {
      let loss = try problem.loss(of: [maps], behind: "layer1")
      let back = try problem.task.network.cut(after: "layer1").back.stages.flatMap(\.parameters)
      let leaves = problem.store.parameters.filter { back.contains($0.path) }
      for (leaf, slope) in zip(leaves, try gradients(of: loss, at: leaves.map(\.tensor))) {
        let part = try weight * slope
        right[leaf.path] = try right[leaf.path].map { try $0 + part } ?? part
      }
    }
    let front = try problem.task.network.front(upTo: "layer1")
    let clean = try withoutGradients {
      try front(problem.task.begin(problem.batch), .evaluation).maps[0]
    }
    let moved = try PGD(steps: 2, stepSize: 0.05).perturb([clean], seed: Seed(0)) {
      try problem.loss(of: $0, behind: "layer1")
    }[0]
    try add(0.5, clean)
    try add(0.3, moved)
    try add(0.2, clean + 0.5 * (moved - clean))
    #expect(try differences(frozen.gradients, from: right, beyond: Tolerance.network64) == [])
  }

  @Test func `frozen batch norms use their averages, and no pass moves them`() throws {
    let method = AFAN.at("stem", PGD(stepSize: 0.05), lessons: Self.lessons).with {
      $0.lessonsMoveAverages = true
    }
    let before = try Problem(.cifarResNet)
    let (frozen, problem) = try outcome(method, frozen: ["stem", "layer2"])
    for (path, buffer) in before.store.buffers {
      let isFrozen = path.hasPrefix("bn1") || path.hasPrefix("layer2")
      let after = try #require(frozen.buffers[path])
      #expect(try identical(buffer, after) == isFrozen, "\(path)")
    }
    #expect(problem.task.network.stages.filter(\.isFrozen).map(\.name) == ["stem", "layer2"])
  }

  @Test func `no graph is built through leading frozen stages, and passes are counted so`() throws {
    let (plain, problem) = try outcome(Plain(), frozen: ["stem", "layer1"])
    _ = try problem.task.network(problem.task.begin(problem.batch), .training(seed: Problem.seed)) {
      stage, state in
      let learns = ["layer2", "layer3", "head"].contains(stage.name)
      #expect(state.maps[0].requiresGradient == learns, "\(stage.name)")
    }
    let whole = problem.task.network.multiplyAdds
    let back = try problem.task.network.cut(after: "layer1").back.multiplyAdds / whole
    #expect(plain.learned.passes.forward == 1)
    #expect(abs(plain.learned.passes.weightGradient - back) < 1e-12)
    #expect(abs(plain.learned.passes.inputGradient - back) < 1e-12)
    // A cut inside keeps its slopes, which pass layer1 on their way.
    let (afan, _) = try outcome(
      .at("stem", PGD(stepSize: 0.05), lessons: []), frozen: ["stem", "layer1"])
    let behind = try problem.task.network.cut(after: "stem").back.multiplyAdds / whole
    #expect(abs(afan.learned.passes.inputGradient - behind) < 1e-12)
    #expect(abs(afan.learned.passes.weightGradient - back) < 1e-12)
    // A lesson's gradient goes through a frozen part to the stages before it that learn.
    let method = AFAN.at("layer1", PGD(stepSize: 0.05)).with { $0.front = .attached }
    let (through, _) = try outcome(method, frozen: ["layer2", "layer3", "head"])
    let lesson = try problem.task.network.cut(after: "layer1").back.multiplyAdds / whole
    #expect(abs(through.learned.passes.inputGradient - 1 - lesson) < 1e-12)
    // Fast AdvProp attacks by the slopes that its noise pass leaves at the pictures.
    var fast = FastAdvProp()
    fast.attackedShare = 0.5
    fast.groups = 1
    let (half, _) = try outcome(fast, frozen: ["stem", "layer1"], auxiliaryBranches: 1)
    #expect(abs(half.learned.passes.inputGradient - (0.5 + back)) < 1e-12)
    #expect(abs(half.learned.passes.weightGradient - 1.5 * back) < 1e-12)
  }

  @Test func `dropout rests in frozen stages`() throws {
    let problem = try Problem(.tinyWithDropout, frozen: ["stem", "layer1"])
    let front = try problem.task.network.front(upTo: "layer1")
    func maps(_ pass: Pass) throws -> Tensor {
      try withoutGradients { try front(problem.task.begin(problem.batch), pass).maps[0] }
    }
    #expect(try identical(maps(.training(seed: Seed(1))), maps(.evaluation)))
    #expect(try identical(maps(.training(seed: Seed(2))), maps(.evaluation)))
  }

  @Test func `a stage that is not there cannot be frozen`() throws {
    let problem = try Problem(.tiny)
    let error = try #require(throws: NetworkError.self) {
      try problem.task.network.freezing(["stem", "layer9"], in: problem.store)
    }
    #expect(error.description.contains("no stage is called 'layer9'"))
    #expect(problem.store.parameters.allSatisfy { $0.tensor.requiresGradient })
  }
}
