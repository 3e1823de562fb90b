import Networks
import Randomness
import Testing
import Torch

@Suite struct ScopeTests {
  private let store = ParameterStore(seed: Seed(1), precision: .fp64)

  @Test func `a path joins names and numbers with dots, and the root has none`() {
    let root = Scope(store)
    #expect(root.path == "")
    #expect((root / "conv1").path == "conv1")
    #expect((root / "layer1" / 0 / "conv1").path == "layer1.0.conv1")
    #expect((root / 12).path == "12")
    #expect((root / "a").store === store)
  }

  @Test func `tensors are kept in their order under their full paths`() throws {
    let scope = Scope(store) / "fc"
    let weight = try scope.parameter("weight", [2, 3], .constant(2))
    let mean = try scope.buffer("mean", [3], filledWith: 4)
    let count = try Scope(store).buffer("count", [], filledWith: 1, dtype: .int64)
    #expect(store.parameters.map(\.path) == ["fc.weight"])
    #expect(store.buffers.map(\.path) == ["fc.mean", "count"])
    #expect(store.parameters[0].tensor === weight && store.buffers[0].tensor === mean)
    #expect(weight.requiresGradient && weight.isLeaf && !mean.requiresGradient)
    #expect(try weight.elements(Double.self) == [2, 2, 2, 2, 2, 2])
    #expect(try mean.elements(Double.self) == [4, 4, 4])
    #expect(try count.elements(Int64.self) == [1])
  }
}
