import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

struct WeightAverageTests {
  private func settings(
    _ decay: Double, gamma: Double? = nil, power: Double = 1
  ) -> WeightAverageSettings {
    var settings = WeightAverageSettings()
    settings.decay = decay
    if let gamma {
      var warmUp = WeightAverageSettings.WarmUp()
      warmUp.gamma = gamma
      warmUp.power = power
      settings.warmUp = warmUp
    }
    return settings
  }

  private func session(_ overrides: String...) throws -> Session<Classification> {
    try Session<Classification>(
      Recipe.named("fashion-mnist-resnet20-plain", overrides: ["network.width=2"] + overrides))
  }

  @Test(arguments: [("average", 0.9, nil), ("average_warmed", 0.8, 2.0)], ["float64", "float32"])
  func `twenty steps have the decays of timm, and its averages by them`(
    _ test: (name: String, decay: Double, gamma: Double?), dtype: String
  ) throws {
    let golden = try Golden("optimizers")
    let settings = settings(test.decay, gamma: test.gamma, power: 0.75)
    let tolerance = dtype == "float64" ? Tolerance.elementwise64 : Tolerance.elementwise32
    for (name, values) in try golden.tensors(below: "average.value") {
      let values = try values.to(dtype == "float64" ? .float64 : .float32)
      let average = try Tensor.zeros(like: values.select(dim: 0, index: 0))
      for step in 1...20 {
        let value = try values.select(dim: 0, index: step - 1)
        try Fused.lerp([average], to: [value], weight: 1 - settings.decay(at: step))
        guard [1, 2, 5, 20].contains(step) else { continue }
        let right = try golden["\(test.name).\(dtype).step\(step).average.\(name)"]
        #expect(try distance(average, right) <= tolerance, "\(name) at \(step)")
      }
    }
  }

  @Test func `parameters and running averages are averaged, counts are copied`() throws {
    let session = try session("precision=fp64")
    let average = try WeightAverage(settings(0.75), of: session)
    var right = try session.weights.mapValues { try $0.detach().clone() }
    for step in 1...3 {
      try withoutGradients {
        for (name, tensor) in session.weights {
          try tensor.addInPlace(Tensor.full(Double(step), [], dtype: tensor.dtype))
          let value = try tensor.detach()
          let old = try #require(right[name])
          let isCount = try !value.dtype.isFloating
          right[name] =
            try step == 1 || isCount ? value.clone() : 0.75 * old + 0.25 * value
        }
      }
      try average.follow(step: step)
      let found = try average.weights.mapValues { try $0.detach() }
      #expect(try differences(found, from: right, beyond: Tolerance.elementwise64) == [])
    }
    #expect(try average.weights["bn1.num_batches_tracked"]?.item() == 6)
  }

  @Test func `the average is judged, as a network of its own`() throws {
    let learner = try Learner(session("ema={decay: 0.5}"))
    let average = try #require(learner.average)
    let batch = ClassifierBatch(
      images: try .uniform([8, 1, 28, 28], seed: Seed(1)), targets: try Tensor((0..<8).map { $0 }))
    for step in 0..<2 {
      _ = try learner.learn(step: step) { batch }
      try learner.move(step: step, learningRate: 0.5)
    }
    func logits(_ task: Classification) throws -> Tensor {
      try withoutGradients { try task.network(task.begin(batch), .evaluation).maps[0] }
    }
    let judged = try logits(learner.judged)
    #expect(try distance(judged, logits(learner.session.task)) > 1e-3)
    let alone = try Session<Classification>(
      learner.session.recipe, weights: .init(name: "the average", average.weights))
    #expect(try identical(judged, logits(alone.task)))
    for (_, parameter) in average.session.store.parameters {
      #expect(try parameter.gradientIfAny() == nil)
    }
  }

  @Test func `averages of a checkpoint go on where they were, and must fit`() throws {
    let session = try session()
    let first = try WeightAverage(settings(0.9), of: session)
    try first.follow(step: 1)
    try withoutGradients {
      for (_, tensor) in session.store.parameters { try tensor.addInPlace(1) }
    }
    try first.follow(step: 2)
    let second = try WeightAverage(settings(0.9), of: session, from: first.weights)
    #expect(
      try differences(
        second.weights.mapValues { try $0.detach() },
        from: first.weights.mapValues { try $0.detach() }, beyond: 0) == [])
    var torn = first.weights
    torn["linear.bias"] = nil
    let error = try #require(throws: NetworkError.self) {
      try WeightAverage(settings(0.9), of: session, from: torn)
    }
    #expect(error.description.contains("the checkpoint's averages does not fit"), "\(error)")
  }

  @Test func `without a warm-up the second step has the whole decay, with one it comes late`() {
    let plain = settings(0.99)
    #expect((1...4).map(plain.decay) == [0, 0.99, 0.99, 0.99])
    let warmed = settings(0.7, gamma: 1)
    #expect((1...5).map(warmed.decay) == [0, 0.5, 1 - 1.0 / 3, 0.7, 0.7])
  }
}
