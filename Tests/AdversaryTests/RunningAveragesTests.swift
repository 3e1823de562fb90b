import Adversary
import Networks
import Support
import Testing
import Torch

@Suite struct RunningAveragesTests {
  private static let attack = PGD(steps: 3, stepSize: 0.05)
  private static let lessons = [
    AFAN.Lesson(weight: 0.25), AFAN.Lesson(strength: 0.5, weight: 0.25),
  ]

  private func method(_ change: (inout AFAN) -> Void = { _ in }) -> AFAN {
    AFAN.at("layer2", Self.attack, lessons: Self.lessons)
      .with { $0.firstSlopes = .explicit }.with(change)
  }

  private func outcome(_ method: some TrainingMethod) throws -> Outcome {
    try Outcome(try Problem(.cifarResNet, auxiliaryBranches: 2), method)
  }

  /// Checks every buffer: whether it is as a plain step leaves it.
  private func compare(
    _ outcome: Outcome, differs: (String) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let plain = try self.outcome(Plain())
    #expect(plain.buffers.count == outcome.buffers.count, sourceLocation: sourceLocation)
    for (path, buffer) in outcome.buffers {
      let other = try #require(plain.buffers[path])
      let same = try identical(buffer, other)
      #expect(same != differs(path), "\(path)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [0, 0.5])
  func `attacks and lessons leave the averages to the clean pass`(cleanWeight: Double) throws {
    try compare(try outcome(method { $0.cleanWeight = cleanWeight })) { _ in false }
  }

  @Test func `lessons move the tail's averages where that is asked for`() throws {
    let outcome = try outcome(method { $0.lessonsMoveAverages = true })
    try compare(outcome) { $0.hasPrefix("layer3") && !$0.contains("aux_bn") }
    for (path, buffer) in outcome.buffers where path.hasSuffix("num_batches_tracked") {
      let isTail = path.hasPrefix("layer3")
      let passes = path.contains("aux_bn") ? 0 : isTail ? 3.0 : 1
      #expect(try buffer.item() == passes, "\(path)")
    }
  }

  @Test(arguments: [0, 1], [false, true])
  func `lessons move the averages of their own branch alone`(index: Int, asked: Bool) throws {
    let outcome = try outcome(
      method {
        $0.branch = .auxiliary(index)
        $0.lessonsMoveAverages = asked
      })
    try compare(outcome) { $0.hasPrefix("layer3") && $0.contains("aux_bn.\(index)") }
    let counts = outcome.buffers.filter {
      $0.key.hasPrefix("layer3") && $0.key.hasSuffix("aux_bn.\(index).num_batches_tracked")
    }
    #expect(counts.count == 2)
    for (_, count) in counts { #expect(try count.item() == 2) }
  }

  @Test func `lessons train their branch's scales and shifts in the tail alone`() throws {
    let outcome = try outcome(method { $0.branch = .auxiliary(0) })
    let plain = try self.outcome(Plain())
    let auxiliary = Set(outcome.gradients.keys.filter { $0.contains("aux_bn") })
    let norms = ["layer3.0.bn1", "layer3.0.bn2"]
    #expect(
      auxiliary == Set(norms.flatMap { ["\($0).aux_bn.0.weight", "\($0).aux_bn.0.bias"] }))
    for (path, gradient) in plain.gradients where path.contains("bn") || path == "conv1.weight" {
      let own = try #require(outcome.gradients[path])
      #expect(try distance(own, 0.5 * gradient) < Tolerance.network64, "\(path)")
    }
    for path in ["layer3.0.conv1.weight", "linear.weight"] {
      let (own, clean) = try (
        #require(outcome.gradients[path]), #require(plain.gradients[path])
      )
      #expect(try distance(own, 0.5 * clean) > 1e-3, "\(path)")
    }
  }

  @Test(arguments: [0, 1])
  func `the attack goes through the branch that lessons train`(index: Int) throws {
    let problem = try Problem(.cifarResNet, auxiliaryBranches: 2)
    let turning = method {
      $0.branch = .auxiliary(index)
      $0.cuts[0].attack = PGD(stepSize: 0.1, norm: .l2)
    }
    let move = try Outcome(problem, turning).move()
    func turned(_ branch: Pass.Branch) throws -> Tensor {
      let slope = try problem.slope(behind: "layer2", branch)
      return try 0.1 * slope / slope.square().sum(dim: [1, 2, 3], keepdim: true).sqrt()
    }
    #expect(try distance(move, turned(.auxiliary(index))) < Tolerance.network64)
    #expect(try distance(move, turned(.main)) > 1e-2)
    #expect(try distance(move, turned(.auxiliary(1 - index))) > 1e-2)
    let lesson = try Outcome(problem, turning).learned
    let expected = try problem.loss(
      of: lesson.moves[0].moved, behind: "layer2", .auxiliary(index))
    #expect(try distance(lesson.parts[1].losses.total(), expected) < Tolerance.network64)
  }

  @Test func `a branch that the network does not have is an error`() throws {
    let problem = try Problem(.tiny, auxiliaryBranches: 1)
    let method = AFAN.at("stem", Self.attack).with { $0.branch = .auxiliary(1) }
    let error = try #require(throws: NetworkError.self) { _ = try Outcome(problem, method) }
    #expect(error.description.contains("auxiliary branch 1 was asked for"))
    #expect(error.description.hasPrefix("stage 'layer1': bn2: "))
  }
}
