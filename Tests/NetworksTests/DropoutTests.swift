import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct DropoutTests {
  private let scope = Scope(ParameterStore(seed: Seed(1)))
  private let x: Tensor

  init() throws { x = try .normal([3, 5, 7], seed: Seed(2), dtype: .float64) }

  @Test(arguments: ["dropout_half", "dropout_fifth"])
  func `PyTorch's generator of the same seed draws the same mask`(name: String) throws {
    let layer = try LayerCase(name)
    let kept = 1 - (layer.settings.p ?? 0)
    let seed = Seed(layer.settings.seed ?? 0)
    let drawn = try Tensor.bernoulli([3, 5, 7], probability: kept, seed: seed)
    #expect(try identical(drawn, layer["drawn32"]))
    let mask = try Tensor.bernoulli([3, 5, 7], probability: kept, seed: seed, dtype: .float64)
    #expect(try identical(mask / kept, layer["mask"]))
    try layer.expectParity { try $0 * (mask / kept) }
  }

  @Test(arguments: [0.2, 0.5, 0.9])
  func `what is dropped is drawn from the pass's seed and the path alone`(p: Double) throws {
    let dropout = Dropout(p, scope / "head" / "drop")
    let leaf = try x.requiringGradient()
    let y = try dropout(leaf, .training(seed: Seed(9)))
    let mask = try Tensor.bernoulli(
      [3, 5, 7], probability: 1 - p, seed: Seed(9) / "head.drop", dtype: .float64)
    #expect(try identical(y, x * (mask / (1 - p))))
    #expect(try identical(gradients(of: y.sum(), at: [leaf])[0], mask / (1 - p)))
    #expect(try identical(y, dropout(x, .attacking(seed: Seed(9)))))
  }

  @Test func `another seed and another path drop others`() throws {
    func dropped(_ path: String, _ seed: Seed) throws -> [UInt8] {
      try Dropout(0.5, scope / path)(x, .training(seed: seed)).bytes()
    }
    let all = try [
      dropped("a", Seed(1)), dropped("a", Seed(2)), dropped("b", Seed(1)), dropped("b", Seed(2)),
    ]
    #expect(Set(all).count == 4)
  }

  @Test func `nothing is dropped without a seed or with probability 0`() throws {
    #expect(try Dropout(0.5, scope)(x, .evaluation) === x)
    #expect(try Dropout(0, scope)(x, .training(seed: Seed(1))) === x)
  }
}
