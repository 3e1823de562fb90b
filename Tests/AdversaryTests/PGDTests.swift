import Adversary
import Randomness
import Support
import Testing
import Torch

@Suite struct PGDTests {
  /// Two tensors, of different sizes, and an objective whose slope is nowhere 0.
  private static func clean() throws -> [Tensor] {
    try [[3, 2, 4, 5], [2, 6]].enumerated().map {
      try .normal($1, deviation: 2, seed: Seed(1) / $0, dtype: .float64)
    }
  }

  private static func objective(_ tensors: [Tensor]) throws -> Tensor {
    try tensors.reduce(Tensor(0, dtype: .float64)) {
      try $0 + (0.3 * $1.square() + $1 * ($1.count > 100 ? 1.7 : -0.9)).sum()
    }
  }

  private func move(_ attack: PGD, seed: Seed = Seed(2)) throws -> [Tensor] {
    let clean = try Self.clean()
    let moved = try attack.perturb(clean, seed: seed, raising: Self.objective)
    return try zip(clean, moved).map { try $1 - $0 }
  }

  /// The longest of the samples' moves, in the attack's unit and norm.
  private func length(_ attack: PGD, _ move: Tensor, of clean: Tensor) throws -> Double {
    let size = attack.unit == .relative ? try rms(clean) : 1
    if attack.norm == .linf { return try move.abs().amax().item() / size }
    let dimensions = Array(1..<move.shape.count)
    let longest = try move.square().sum(dim: dimensions).sqrt().amax().item()
    let values = attack.unit == .relative ? Double(move.count / move.shape[0]).squareRoot() : 1
    return longest / size / values
  }

  private func rms(_ x: Tensor) throws -> Double { try x.square().mean().sqrt().item() }

  @Test(arguments: PGD.Norm.allCases, PGD.Unit.allCases)
  func `a step has its length, in both norms and units`(norm: PGD.Norm, unit: PGD.Unit) throws {
    let attack = PGD(stepSize: 0.07, unit: unit, norm: norm)
    for (clean, move) in zip(try Self.clean(), try move(attack)) {
      #expect(abs(try length(attack, move, of: clean) - 0.07) < 0.07 * Tolerance.elementwise64)
    }
  }

  @Test(arguments: PGD.Norm.allCases)
  func `a relative step's mean square is its part of the clean tensor's`(norm: PGD.Norm) throws {
    let moves = try move(PGD(stepSize: 0.07, unit: .relative, norm: norm))
    for (clean, move) in zip(try Self.clean(), moves) {
      let expected = 0.07 * (try rms(clean))
      #expect(abs(try rms(move) - expected) < expected * Tolerance.layer64)
      for sample in 0..<clean.shape[0] {
        let own = try rms(move.select(dim: 0, index: sample))
        #expect(abs(own - expected) < expected * Tolerance.layer64)
      }
    }
  }

  @Test(arguments: PGD.Norm.allCases, PGD.Unit.allCases)
  func `a move reaches its radius and goes no farther`(norm: PGD.Norm, unit: PGD.Unit) throws {
    let attack = PGD(steps: 4, stepSize: 0.07, unit: unit, norm: norm, radius: 0.2)
    let free = PGD(steps: 4, stepSize: 0.07, unit: unit, norm: norm)
    for (clean, moves) in zip(try Self.clean(), zip(try move(attack), try move(free))) {
      let length = try length(attack, moves.0, of: clean)
      #expect(length <= 0.2 * (1 + Tolerance.layer64))
      #expect(length > 0.2 * (1 - Tolerance.layer64))
      #expect(try self.length(attack, moves.1, of: clean) > 0.25)
    }
  }

  @Test(arguments: PGD.Norm.allCases)
  func `a move within its radius is left as it is`(norm: PGD.Norm) throws {
    let near = PGD(steps: 2, stepSize: 0.05, norm: norm, radius: 0.2)
    let free = PGD(steps: 2, stepSize: 0.05, norm: norm)
    for (bounded, unbounded) in zip(try move(near), try move(free)) {
      #expect(try distance(bounded, unbounded) < Tolerance.elementwise64)
    }
  }

  @Test(arguments: PGD.Norm.allCases, [true, false])
  func `elements stay in the range`(norm: PGD.Norm, starts: Bool) throws {
    let range = -0.5...1.25
    let attack = PGD(
      steps: 3, stepSize: 0.9, norm: norm, radius: 5, randomStart: starts, range: range)
    let clean = try Self.clean().map { try $0.clamp(min: -0.5, max: 1.25) }
    let moved = try attack.perturb(clean, seed: Seed(2), raising: Self.objective)
    for (clean, moved) in zip(clean, moved) {
      #expect(try moved.amin().item() >= -0.5)
      #expect(try moved.amax().item() <= 1.25)
      #expect(try distance(moved, clean) > 0.01)
    }
  }

  @Test(arguments: PGD.Norm.allCases, PGD.Unit.allCases)
  func `a random start lies in the ball, and nearly fills it`(
    norm: PGD.Norm, unit: PGD.Unit
  ) throws {
    let attack = PGD(
      steps: 0, stepSize: 1, unit: unit, norm: norm, radius: 0.3, randomStart: true)
    var longest = 0.0
    for (clean, move) in zip(try Self.clean(), try move(attack)) {
      let length = try length(attack, move, of: clean)
      #expect(length <= 0.3 * (1 + Tolerance.layer64))
      longest = max(longest, length)
    }
    #expect(longest > 0.25)
  }

  @Test(arguments: PGD.Norm.allCases)
  func `a random start is drawn evenly`(norm: PGD.Norm) throws {
    let clean = try Tensor.zeros([4_000, 2], dtype: .float64)
    let attack = PGD(steps: 0, stepSize: 1, norm: norm, radius: 2, randomStart: true)
    let start = try attack.perturb([clean], seed: Seed(3), raising: Self.objective)[0]
    // The half as long ball has a quarter of the area; 4,000 draws err by 0.007.
    let lengths = norm == .linf ? try start.abs().amax(dim: [1]) : try start.square().sum(dim: [1])
    let inner = try lengths.lt(1).to(.float64).mean().item()
    #expect(abs(inner - 0.25) < 0.035)
    #expect(abs(try start.mean().item()) < 0.1)
  }

  @Test(arguments: PGD.Norm.allCases)
  func `a random start hangs on the seed alone`(norm: PGD.Norm) throws {
    let attack = PGD(stepSize: 0.1, norm: norm, radius: 0.3, randomStart: true)
    for (index, first) in try move(attack, seed: Seed(2)).enumerated() {
      #expect(try identical(first, move(attack, seed: Seed(2))[index]))
      #expect(try distance(first, move(attack, seed: Seed(4))[index]) > 0.1)
    }
    let alike = try [0, 1].map { _ in try Tensor.zeros([2, 8], dtype: .float64) }
    let starts = try PGD(steps: 0, stepSize: 1, norm: norm, radius: 1, randomStart: true)
      .perturb(alike, seed: Seed(2), raising: Self.objective)
    #expect(try distance(starts[0], starts[1]) > 0.1)
  }

  @Test(arguments: [0, 0.4, 1])
  func `of the random starts a share of whole samples is clean`(share: Double) throws {
    var attack = PGD(steps: 0, stepSize: 0, radius: 0.3, randomStart: true)
    attack.cleanStarts = share
    let clean = try Tensor.zeros([2_000, 3])
    let moved = try attack.perturb([clean], seed: Seed(5), raising: Self.objective)[0]
    let still = try moved.abs().amax(dim: [1], keepdim: false).eq(0).sum().item() / 2_000
    let elements = try moved.eq(0).sum().item() / 6_000
    #expect(abs(still - share) < 0.04 && abs(elements - share) < 0.04)
  }

  @Test(arguments: PGD.Norm.allCases, PGD.Unit.allCases)
  func `a random direction is as long as a step, and asks no objective`(
    norm: PGD.Norm, unit: PGD.Unit
  ) throws {
    var attack = PGD(stepSize: 0.07, unit: unit, norm: norm)
    attack.direction = .random
    let clean = try Self.clean()
    let slopes = try clean.map { try $0 * 0 }
    let moved = try attack.perturb(clean, slopes: slopes, seed: Seed(2)) { _ in
      throw AdversaryError.noRadius
    }
    let other = try attack.perturb(clean, seed: Seed(3), raising: Self.objective)
    for (index, clean) in clean.enumerated() {
      let move = try moved[index] - clean
      #expect(abs(try length(attack, move, of: clean) - 0.07) < 0.07 * Tolerance.elementwise64)
      // 120 signs: a mean of 0 give or take 0.09.
      if clean.count > 100 { #expect(abs(try move.sign().mean().item()) < 0.3) }
      #expect(try !identical(moved[index], other[index]))
    }
  }

  @Test func `a random start without a radius is an error that says what to do`() throws {
    let attack = PGD(stepSize: 0.1, randomStart: true)
    let error = try #require(throws: AdversaryError.self) { _ = try move(attack) }
    #expect(error == .noRadius)
    #expect(error.description.contains("set the attack's radius"))
  }

  @Test(arguments: PGD.Norm.allCases)
  func `a targeted step is the opposite one`(norm: PGD.Norm) throws {
    let up = try move(PGD(stepSize: 0.1, norm: norm))
    let down = try move(PGD(stepSize: 0.1, norm: norm, targeted: true))
    for (up, down) in zip(up, down) { #expect(try distance(-down, up) < 1e-14) }
    let clean = try Self.objective(Self.clean()).item()
    let sides = try [up, down].map { move in
      try Self.objective(zip(Self.clean(), move).map { try $0 + $1 }).item()
    }
    #expect(sides[0] > clean && sides[1] < clean)
  }

  @Test(arguments: [(false, false, 3), (true, false, 2), (false, true, 3), (true, true, 3)])
  func `known slopes save the first pass, but not from a random start`(
    known: Bool, starts: Bool, expected: Int
  ) throws {
    let clean = try Self.clean()
    let attack = PGD(steps: 3, stepSize: 0.1, radius: 0.5, randomStart: starts)
    let leaves = try clean.map { try $0.requiringGradient() }
    let slopes = try gradients(of: Self.objective(leaves), at: leaves)
    var passes = 0
    let moved = try attack.perturb(clean, slopes: known ? slopes : nil, seed: Seed(2)) {
      passes += 1
      return try Self.objective($0)
    }
    #expect(passes == expected)
    let plain = try attack.perturb(clean, seed: Seed(2), raising: Self.objective)
    for (one, other) in zip(moved, plain) { #expect(try identical(one, other)) }
  }

  @Test func `a flat objective moves nothing, in either norm`() throws {
    for norm in PGD.Norm.allCases {
      let clean = try Self.clean()
      let moved = try PGD(steps: 2, stepSize: 0.1, norm: norm, radius: 0.3)
        .perturb(clean, seed: Seed(2)) { try 0 * $0[0].sum() + 0 * $0[1].sum() }
      for (one, other) in zip(moved, clean) { #expect(try distance(one, other) == 0) }
    }
  }

  @Test func `what is moved has no graph, and what was given is left alone`() throws {
    let clean = try Self.clean()
    let before = try clean.map { try $0.clone() }
    let moved = try PGD(steps: 2, stepSize: 0.1).perturb(
      clean, seed: Seed(2), raising: Self.objective)
    #expect(moved.allSatisfy { !$0.requiresGradient })
    for (one, other) in zip(clean, before) {
      #expect(try identical(one, other))
      #expect(!one.requiresGradient)
    }
  }
}
