import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch

@Suite struct ShapeTextureTests {
  private func store(_ golden: Golden, below name: String) throws -> ParameterStore {
    ParameterStore(
      seed: Seed(1), precision: .fp64, auxiliaryBranches: 1,
      from: ParameterStore.Source(name: name, try golden.tensors(below: name)))
  }

  private func styliser(_ kind: String) throws -> any Styliser {
    guard kind == "adain" else { return FeatureStyliser(behind: "stem", strength: 0.5) }
    let golden = try Golden("adain")
    let adain = try AdaIN(
      encoder: Scope(store(golden, below: "encoder")),
      decoder: Scope(store(golden, below: "decoder")), width: 4)
    return AdaINStyliser(adain, strength: 0.5)
  }

  @Test(arguments: ["adain", "features"])
  func `a step equals that of the reference, tensor by tensor`(kind: String) throws {
    let golden = try Golden("shape_texture")
    let store = try store(golden, below: "initial")
    let task = Classification(try .tiny(Scope(store)), classes: 5)
    let batch = ClassifierBatch(images: try golden["images"], targets: try golden["labels"])
    let learned = try ShapeTexture(styliser(kind)).learn(task, from: batch, seed: Seed(2))
    let expected = try golden.tensors(below: kind)
    for part in learned.parts {
      let value = try #require(expected["loss.\(part.name)"])
      #expect(abs(try part.value() - value.item()) < Tolerance.network64, "\(part.name)")
    }
    for (path, parameter) in store.parameters {
      let right = try #require(expected["gradient.\(path)"])
      #expect(try distance(parameter.gradient(), right) < Tolerance.network64, "\(path)")
    }
    for (path, buffer) in store.buffers {
      let right = try #require(expected["buffer.\(path)"])
      #expect(try distance(buffer, right) < Tolerance.network64, "\(path)")
    }
    #expect(learned.parts.map(\.name) == ["clean", "stylised"])
  }

  @Test func `it is two plain steps, and a share of 1 leaves the texture's class out`() throws {
    let problem = try Problem(auxiliaryBranches: 1)
    var method = ShapeTexture(FeatureStyliser(behind: "stem", strength: 0))
    let mixed = try Outcome(problem, method).learned
    #expect(abs(mixed.passes.plainSteps - 2) < 1e-12)
    method.shapeShare = 1
    let shape = try Outcome(problem, method).learned
    let own = try problem.task.losses(
      problem.task.network(
        problem.task.begin(problem.batch), .attacking(.auxiliary(0), seed: Problem.seed)))
    #expect(abs(try shape.parts[1].value() - own.total().item()) < Tolerance.network64)
    #expect(try abs(mixed.parts[1].value() - shape.parts[1].value()) > 1e-3)
  }

  @Test func `nothing learns from how pictures were drawn, and they stay in 0...1`() throws {
    let pictures = try Tensor.uniform([2, 3, 20, 18], seed: Seed(3), dtype: .float64)
    let leaf = try pictures.requiringGradient()
    let drawn = try styliser("adain").stylised(leaf, as: pictures.flip(dims: [0]))
    #expect(drawn.shape == pictures.shape && !drawn.requiresGradient)
    #expect(try drawn.amin().item() >= 0 && drawn.amax().item() <= 1)
  }
}
