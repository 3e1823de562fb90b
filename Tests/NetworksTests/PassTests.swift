import Networks
import Randomness
import Testing
import Torch

@Suite struct PassTests {
  @Test func `the named passes make the choices they are named for`() {
    let seed = Seed(3)
    #expect(Pass.evaluation == Pass(statistics: .stored, branch: .main, seed: nil))
    #expect(
      Pass.training(seed: seed) == Pass(statistics: .batchAndUpdate, branch: .main, seed: seed))
    #expect(
      Pass.attacking(.auxiliary(1), seed: seed)
        == Pass(statistics: .batch, branch: .auxiliary(1), seed: seed))
  }

  @Test(arguments: [
    (Precision.fp32, DType.float32, DType?.none), (.bf16, .float32, .bfloat16),
    (.fp64, .float64, nil),
  ])
  func `a precision has a type to store and one for the heavy arithmetic`(
    precision: Precision, storage: DType, autocast: DType?
  ) {
    #expect(precision.storage == storage)
    #expect(precision.autocast == autocast)
  }
}
