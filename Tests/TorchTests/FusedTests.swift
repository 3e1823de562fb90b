import Randomness
import Support
import Testing
import Torch

@Suite struct FusedTests {
  /// Leaves of the given gradients.
  private func parameters(_ gradients: [[Double]]) throws -> [Tensor] {
    try gradients.map { gradient in
      let leaf = try Tensor.zeros([gradient.count], dtype: .float64).requiringGradient()
      try leaf.setGradient(Tensor(gradient))
      return leaf
    }
  }

  @Test func `the norm is that of all gradients together`() throws {
    #expect(try Fused.gradientNorm(parameters([[3, -4], [12], [0, 0]])) == 13)
    #expect(try Fused.gradientNorm([]) == 0)
  }

  @Test func `scaling multiplies every gradient and no parameter`() throws {
    let scaled = try parameters([[3], [0.5, -4]])
    try Fused.scaleGradients(scaled, by: 0.25)
    #expect(try scaled[0].gradient().elements(Double.self) == [0.75])
    #expect(try scaled[1].gradient().elements(Double.self) == [0.125, -1])
    #expect(try scaled[1].elements(Double.self) == [0, 0])
    try Fused.scaleGradients([], by: 2)
  }

  @Test func `a step of SGD is the written formula`() throws {
    let weights = try parameters([[1, -2]])
    let momenta = try [Tensor([4.0, 8])]
    func step(nesterov: Bool, isFirstStep: Bool) throws {
      try Fused.sgd(
        weights, momenta: momenta, learningRate: 0.5, momentum: 0.25, weightDecay: 0.5,
        nesterov: nesterov, isFirstStep: isFirstStep)
    }
    // The first step writes the momentum, whatever was there: v = g + 0.5 w, w -= 0.5 v.
    try step(nesterov: false, isFirstStep: true)
    #expect(try momenta[0].elements(Double.self) == [1, -2])
    #expect(try weights[0].elements(Double.self) == [-0.5, 1])
    // d = g + 0.5 w = [0.75, -1.5]; v = 0.25 v + d = [1, -2]; w -= 0.5 (d + 0.25 v).
    try step(nesterov: true, isFirstStep: false)
    #expect(try momenta[0].elements(Double.self) == [1, -2])
    #expect(try weights[0].elements(Double.self) == [-1, 2])
  }

  @Test func `velocities that do not match their parameters are refused untouched`() throws {
    let maps = try Tensor.zeros([1, 2, 2, 2]).channelsLast().requiringGradient()
    try maps.setGradient(.ones([1, 2, 2, 2]))
    let others = try [
      [], [Tensor.zeros([8])], [.zeros([1, 2, 2, 2])], [.zeros([1, 2, 2, 2], dtype: .float64)],
    ]
    func step(_ momenta: [Tensor]) throws {
      try Fused.sgd(
        [maps], momenta: momenta, learningRate: 1, momentum: 0.9, weightDecay: 0, nesterov: false,
        isFirstStep: true)
    }
    for momenta in others {
      let error = try #require(throws: TorchError.self) { try step(momenta) }
      #expect(error.description.contains("velocities"))
    }
    #expect(try maps.abs().amax().item() == 0)
    try step([.zeros(like: maps)])
    #expect(try maps.elements(Float.self) == [Float](repeating: -1, count: 8))
  }

  @Test func `strides of sides of one pixel do not matter`() throws {
    let weight = try Tensor.normal([4, 3, 1, 1], seed: Seed(1)).channelsLast().requiringGradient()
    let velocity = try Tensor.zeros([4, 3, 1, 1])
    try weight.setGradient(Tensor.ones([4, 3, 1, 1]))
    let before = try weight.elements(Float.self)
    try Fused.sgd(
      [weight], momenta: [velocity], learningRate: 0.5, momentum: 0.9, weightDecay: 0,
      nesterov: false, isFirstStep: true)
    #expect(try weight.elements(Float.self) == before.map { $0 - 0.5 })
  }

  @Test func `a parameter without a gradient is an error, not a crash`() throws {
    let bare = try Tensor.zeros([2]).requiringGradient()
    #expect(throws: TorchError.self) { try Fused.gradientNorm([bare]) }
    #expect(throws: TorchError.self) { try Fused.scaleGradients([bare], by: 2) }
    #expect(throws: TorchError.self) {
      try Fused.sgd(
        [bare], momenta: [], learningRate: 1, momentum: 0, weightDecay: 0, nesterov: false,
        isFirstStep: true)
    }
  }
}
