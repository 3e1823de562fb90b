import Networks
import Support
import Testing
import Torch

@Suite struct LossesTests {
  private let x: Tensor
  private let losses: Losses

  init() throws {
    x = try Tensor(3, dtype: .float64).requiringGradient()
    losses = Losses("boxes", try x.square()) + Losses("classes", try x * 2).weighted(0.5)
  }

  @Test func `the total is the weighted sum, and so is its gradient`() throws {
    let total = try losses.total()
    #expect(total.shape == [])
    #expect(try total.item() == 12)
    #expect(try gradients(of: total, at: [x])[0].item() == 7)
  }

  @Test func `weighting multiplies every weight and no value`() throws {
    let heavier = losses.weighted(4).weighted(0.5)
    #expect(heavier.terms.map(\.weight) == [2, 1])
    #expect(try heavier.terms.map { try $0.value.item() } == [9, 6])
    #expect(try heavier.total().item() == 24)
    #expect(try losses.weighted(0).total().item() == 0)
  }

  @Test func `the terms of two are those of the first, then of the second`() throws {
    let sum = try losses + Losses("mask", Tensor(1, dtype: .float64))
    #expect(sum.terms.map(\.name) == ["boxes", "classes", "mask"])
    #expect(try sum.total().item() == 13)
  }

  @Test func `a single term has weight 1 and is its own total`() throws {
    let single = Losses("crossEntropy", x)
    #expect(try single.total() === x)
  }

  @Test func `detached values are the same, outside the graph`() throws {
    let detached = try losses.detached()
    #expect(detached.terms.map(\.name) == losses.terms.map(\.name))
    #expect(detached.terms.map(\.weight) == [1, 0.5])
    #expect(detached.terms.allSatisfy { !$0.value.requiresGradient })
    #expect(try detached.total().item() == 12)
  }
}
