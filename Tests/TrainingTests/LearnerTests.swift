import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct LearnerTests {
  private func recipe(_ overrides: [String]) throws -> Recipe {
    try Recipe.named(
      "fashion-mnist-resnet20-plain",
      overrides: ["network.width=2", "precision=fp64", "threads=1"] + overrides)
  }

  /// Random pictures from `range` of twelve.
  private func batch(_ range: Range<Int>) throws -> ClassifierBatch {
    let images = try Tensor.uniform([12, 1, 28, 28], seed: Seed(1), dtype: .float64)
    return ClassifierBatch(
      images: try images.narrow(dim: 0, start: range.lowerBound, length: range.count),
      targets: try Tensor(range.map { $0 % 10 }))
  }

  private func gradients(_ learner: Learner<Classification>) throws -> [String: Tensor] {
    try learner.session.store.parameters.reduce(into: [:]) {
      $0[$1.path] = try $1.tensor.gradientIfAny()
    }
  }

  /// The 2-norm of all gradients together.
  private func whole(_ gradients: [String: Tensor]) throws -> Double {
    var sum = 0.0
    for gradient in gradients.values { sum += try gradient.square().sum().item() }
    return sum.squareRoot()
  }

  @Test func `norms' gradients are balanced once, whatever the number of batches`() throws {
    let method = "method={fast-advprop: {attackedShare: 0.5, groups: 1"
    let balanced = try Learner(Session<Classification>(recipe([method + "}}", "accumulate=2"])))
    let raw = try Learner(
      Session<Classification>(recipe([method + ", balancesGradients: false}}", "accumulate=2"])))
    for learner in [balanced, raw] { _ = try learner.learn(step: 0) { try batch(0..<8) } }
    let ratios = try gradients(balanced).mapValues { try $0.square().sum().item().squareRoot() }
    for (path, gradient) in try gradients(raw) {
      let ratio = try ratios[path]! / gradient.square().sum().item().squareRoot()
      let isNorm = path.contains("bn")
      #expect(abs(ratio - (isNorm ? 2 : 1)) < 1e-6, "\(path)")
    }
  }

  @Test func `mixed pictures are learned with mixed classes`() throws {
    let plain = try Learner(Session<Classification>(recipe(["method=plain"])))
    let mixed = try Learner(Session<Classification>(recipe(["method=plain", "mixing={mixup: 1}"])))
    let whole = try batch(0..<12)
    let seed = mixed.session.seed / "step" / 0
    let mixing = try #require(mixed.session.recipe.mixing)
    let own = try whole.mixed(by: mixing, classes: 10, seed: seed)
    let one = try #require(try plain.learn(step: 0) { own })
    let other = try #require(try mixed.learn(step: 0) { whole })
    #expect(abs(one.total - other.total) < Tolerance.network64)
    #expect(own.original != nil)
  }

  private static let backbone = ["stem", "layer1", "layer2", "layer3"]

  @Test(arguments: [
    "method=plain",
    "method={afan: {cuts: [{stage: layer3, attack: {stepSize: 0.1}, lessons: [{weight: 0.5}]}]}}",
  ])
  func `three batches are one of their pictures where no batch statistics are taken`(
    method: String
  ) throws {
    let frozen = "freeze=[\(Self.backbone.joined(separator: ", "))]"
    let few = try Learner(Session<Classification>(recipe([method, frozen, "accumulate=3"])))
    let one = try Learner(Session<Classification>(recipe([method, frozen])))
    for step in 0..<2 {
      var next = 0
      let parts = try #require(
        try few.learn(step: step) {
          defer { next += 4 }
          return try batch(next..<(next + 4))
        })
      #expect(next == 12)
      let whole = try #require(try one.learn(step: step) { try batch(0..<12) })
      #expect(abs(parts.total - whole.total) < Tolerance.network64)
      #expect(parts.parts.map(\.name) == whole.parts.map(\.name))
      for (part, right) in zip(parts.parts, whole.parts) {
        #expect(abs(part.value - right.value) < Tolerance.network64)
      }
      let right = try gradients(one)
      #expect(right.count == 2)
      #expect(try differences(gradients(few), from: right, beyond: Tolerance.network64) == [])
      try few.move(step: step, learningRate: 0.1)
      try one.move(step: step, learningRate: 0.1)
    }
  }

  @Test func `every batch of a step has a seed of its own`() throws {
    let start = "method={afan: {cuts: [{stage: layer2, "
    let attack =
      "attack: {stepSize: 0.1, radius: 0.1, randomStart: true}, lessons: [{weight: 1}]}]}}"
    let two = try Learner(Session<Classification>(recipe([start + attack, "accumulate=2"])))
    let learned = try #require(try two.learn(step: 0) { try batch(0..<4) })
    let last = try #require(learned.moves.first?.moved.first)
    let seeds = [two.session.seed / "step" / 0, two.session.seed / "step" / 0 / 1]
    let moves = try seeds.map { seed in
      let session = try Session<Classification>(recipe([start + attack]))
      return try session.method.learn(
        session.task, from: batch(0..<4), seed: seed
      ).moves[0].moved[0]
    }
    #expect(try identical(last, moves[1]))
    #expect(try distance(last, moves[0]) > 1e-3)
  }

  @Test func `a step takes the mean of as many batches as there are, and none of none`() throws {
    func learned(_ accumulate: Int, batches: Int) throws -> (LearnedStep?, [String: Tensor]) {
      let learner = try Learner(Session<Classification>(recipe(["accumulate=\(accumulate)"])))
      var left = batches
      let learned = try learner.learn(step: 0) {
        left -= 1
        return left < 0 ? nil : try batch((4 * left)..<(4 * left + 4))
      }
      return (learned, try gradients(learner))
    }
    let two = try learned(3, batches: 2)
    let right = try learned(2, batches: 2)
    #expect(try two.0?.total == #require(right.0).total)
    #expect(try differences(two.1, from: right.1, beyond: 0) == [])
    #expect(try learned(3, batches: 0).0 == nil)
  }

  @Test func `clipping sees the mean of the batches' gradients`() throws {
    let learner = try Learner(Session<Classification>(recipe(["accumulate=2", "clipNorm=0.01"])))
    _ = try learner.learn(step: 0) { try batch(0..<6) }
    let length = try whole(gradients(learner))
    let norm = try #require(try learner.move(step: 0, learningRate: 0.1))
    #expect(abs(norm - length) < Tolerance.network64 * length)
    let after = try whole(gradients(learner))
    #expect(abs(after - 0.01) < 1e-6)
  }

  @Test func `stages take their part of the rate, frozen ones none`() throws {
    let overrides = [
      "freeze=[stem]", "optimizer.kind.sgd.momentum=0", "optimizer.kind.sgd.nesterov=false",
      "optimizer.stageFactors=[{stage: layer1, factor: 0.1}, {stage: head, factor: 3}]",
      "optimizer.decaysNormsAndBiases=false", "optimizer.weightDecay=0.01",
    ]
    let learner = try Learner(Session<Classification>(recipe(overrides)))
    let before = try learner.session.weights.mapValues { try $0.detach().clone() }
    _ = try learner.learn(step: 0) { try batch(0..<8) }
    let slopes = try gradients(learner)
    try learner.move(step: 0, learningRate: 0.5)
    for stage in learner.session.task.network.stages {
      let factors: [String: Double] = ["layer1": 0.1, "head": 3]
      let factor: Double = factors[stage.name] ?? 1
      for path in stage.parameters {
        let old = try #require(before[path])
        let new = try #require(learner.session.weights[path]).detach()
        guard let slope = slopes[path] else {
          #expect(stage.name == "stem")
          #expect(try identical(new, old), "\(path)")
          continue
        }
        let decay: Double = old.shape.count > 1 ? 0.01 : 0
        let rate: Double = 0.5 * factor
        let direction = try slope + decay * old
        let right = try old - rate * direction
        #expect(try distance(new, right) < Tolerance.elementwise64, "\(path)")
      }
    }
    #expect(learner.optimizer.groups.map(\.parameters.count).reduce(0, +) == slopes.count)
  }
}
