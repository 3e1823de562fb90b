import Networks
import Randomness
import Testing
import Torch

@Suite struct StageTests {
  @Test func `a stage lists the parameters made while it was built, in their order`() throws {
    let scope = Scope(ParameterStore(seed: Seed(1)))
    _ = try Linear(1, 1, scope / "before")
    let stage = try Stage<ClassifierState>("stem", scope) { scope in
      let conv = try Conv2D(3, 4, kernel: 1, bias: true, scope / "conv1")
      let norm = try BatchNorm2D(4, scope / "bn1")
      return { x, pass in try norm(conv(x), pass) }
    }
    _ = try Linear(1, 1, scope / "after")
    #expect(stage.name == "stem")
    #expect(
      stage.parameters == ["conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias"])
    #expect(stage.multiplyAdds == 0)
  }

  @Test func `the maps an adversary may move are those that the stage names`() throws {
    let scope = Scope(ParameterStore(seed: Seed(1)))
    let stage = Stage<ClassifierState>("input", scope) { _ in { x, _ in x } }
    var state = ClassifierState(maps: [try Tensor(1)], targets: try Tensor(2))
    let moved = try Tensor(3)
    state[keyPath: stage.features] = [moved]
    #expect(state.maps.count == 1 && state.maps[0] === moved)
  }

  @Test func `what its building throws is thrown`() {
    let scope = Scope(ParameterStore(seed: Seed(1)))
    #expect(throws: CancellationError.self) {
      _ = try Stage<ClassifierState>("stem", scope) { _ -> (Tensor, Pass) throws -> Tensor in
        throw CancellationError()
      }
    }
  }
}
