import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct ClassificationTests {
  /// Charges for `classes` classes; the network passes its maps on.
  private func task(classes: Int, smoothing: Double = 0) throws -> Classification {
    let scope = Scope(ParameterStore(seed: Seed(1), precision: .fp64))
    let stage = Stage<ClassifierState>("input", scope) { _ in { x, _ in x } }
    return try Classification(
      Network(stages: [stage], scope), classes: classes, labelSmoothing: smoothing)
  }

  @Test(arguments: ["classes", "weights"], ["", "_smoothed"])
  func `cross entropy and its gradient are PyTorch's`(kind: String, suffix: String) throws {
    let layer = try LayerCase("cross_entropy_\(kind)\(suffix)")
    let task = try task(classes: 7, smoothing: layer.settings.labelSmoothing ?? -1)
    let targets = try layer["target"]
    try layer.expectParity { logits in
      let losses = try task.losses(ClassifierState(maps: [logits], targets: targets))
      #expect(losses.terms.map(\.name) == ["crossEntropy"])
      #expect(losses.terms.map(\.weight) == [1])
      return try losses.total()
    }
  }

  @Test func `smoothing changes the loss`() throws {
    let one = try LayerCase("cross_entropy_classes")["input"]
    let targets = try LayerCase("cross_entropy_classes")["target"]
    let state = ClassifierState(maps: [one], targets: targets)
    let plain = try task(classes: 7).losses(state).total().item()
    let smoothed = try task(classes: 7, smoothing: 0.1).losses(state).total().item()
    #expect(abs(plain - smoothed) > 1e-3)
  }

  @Test func `the score is the share of first choices that are right`() throws {
    let logits = try Tensor([0.1, 0.5, 0.4, 2, 1, 0, 3, 2, 2.5, 0, 0, 1]).reshape(shape: [4, 3])
    func score(_ targets: Tensor) throws -> Double? {
      try task(classes: 3).score(ClassifierState(maps: [logits], targets: targets))?.item()
    }
    #expect(try score(Tensor([1, 0, 2, 2])) == 0.75)
    #expect(try score(Tensor([0, 1, 1, 0])) == 0)
    let weights = try Tensor([0.2, 0.7, 0.1, 0.1, 0.6, 0.3, 0.8, 0.1, 0.1, 0.4, 0.1, 0.5])
    #expect(try score(weights.reshape(shape: [4, 3])) == 0.75)
  }

  @Test func `a batch enters as it is`() throws {
    let images = try Tensor.zeros([2, 3, 4, 4])
    let targets = try Tensor([1, 0])
    let state = try task(classes: 2).begin(ClassifierBatch(images: images, targets: targets))
    #expect(state.maps.count == 1 && state.maps[0] === images && state.targets === targets)
  }

  @Test(arguments: [[5], [6, 5], [5, 7], [6, 7, 1], []])
  func `targets that do not fit the logits are refused`(shape: [Int]) throws {
    let targets = try Tensor.zeros(shape)
    let state = ClassifierState(maps: [try .zeros([6, 7])], targets: targets)
    let error = try #require(throws: NetworkError.self) { try task(classes: 7).losses(state) }
    guard case .targetsDoNotFit(targets.summary, classes: 7) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(error.description.contains("7 classes"))
  }

  @Test(arguments: [[[6, 7, 1, 1]], [[7]], []])
  func `maps that are no logits are refused with their shapes`(shapes: [[Int]]) throws {
    let state = ClassifierState(maps: try shapes.map { try .zeros($0) }, targets: try .zeros([6]))
    let error = try #require(throws: NetworkError.self) { try task(classes: 7).losses(state) }
    guard case .noLogits(found: shapes) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(error.description.contains("\(shapes)"))
  }

  @Test(arguments: [3, -1, -100])
  func `a class that there is not is an error with libtorch's cause`(target: Int) throws {
    let state = ClassifierState(maps: [try .zeros([2, 3])], targets: try Tensor([0, target]))
    let error = try #require(throws: TorchError.self) { try task(classes: 3).losses(state) }
    #expect(error.description.contains("out of bounds"))
  }

  @Test func `a target for an attack is drawn evenly from all classes but its own`() throws {
    let own = (0..<4000).map { $0 % 4 }
    let state = ClassifierState(maps: [], targets: try Tensor(own))
    let task = try task(classes: 4)
    let drawn = try task.retargeted(state, seed: Seed(5)).targets.elements(Int.self)
    var counts: [[Int]: Int] = [:]
    for (one, other) in zip(own, drawn) { counts[[one, other], default: 0] += 1 }
    #expect(counts.count == 12)
    #expect(counts.keys.allSatisfy { $0[0] != $0[1] && (0..<4).contains($0[1]) })
    // 1000 draws of 1/3: five standard deviations are 75.
    #expect(counts.values.allSatisfy { abs($0 - 333) < 75 })
    #expect(try task.retargeted(state, seed: Seed(5)).targets.elements(Int.self) == drawn)
    #expect(try task.retargeted(state, seed: Seed(6)).targets.elements(Int.self) != drawn)
  }

  @Test func `the own class of weights is the heaviest`() throws {
    let weights = try Tensor([0.6, 0.4, 0.3, 0.7], shape: [2, 2])
    let state = ClassifierState(maps: [], targets: weights)
    let drawn = try task(classes: 2).retargeted(state, seed: Seed(5)).targets
    #expect(try drawn.elements(Int.self) == [1, 0])
  }

  @Test func `a state is replaced tensor by tensor`() throws {
    let x = try Tensor([1.0]).requiringGradient()
    let state = ClassifierState(maps: [x, try x * 2], targets: try x * 3)
    let detached = try state.detached()
    #expect((detached.maps + [detached.targets]).allSatisfy { !$0.requiresGradient })
    #expect(try (detached.maps + [detached.targets]).map { try $0.item() } == [1, 2, 3])
  }
}
