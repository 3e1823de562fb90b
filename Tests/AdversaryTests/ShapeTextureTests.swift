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
      VGG19Encoder(width: 4, Scope(store(golden, below: "encoder"))),
      StyleDecoder(vggWidth: 4, Scope(store(golden, below: "decoder"))))
    return AdaINStyliser(adain, strength: 0.5)
  }

  /// A step late in its stage whose pictures are smaller once.
  private func method(_ kind: String) throws -> any TrainingMethod {
    var method = ShapeTexture(try styliser(kind))
    guard kind == "grid" else { return method }
    method.grid = MultiGrid()
    method.grid?.least = 8
    return method.adapted(to: RunMoment(stepInEpoch: 2, isEarlyInStage: false))
  }

  @Test(arguments: ["adain", "features", "grid"])
  func `a step equals that of the reference, tensor by tensor`(kind: String) throws {
    let golden = try Golden("shape_texture")
    let store = try store(golden, below: "initial")
    let task = Classification(try .tiny(Scope(store)), classes: 5)
    let batch = ClassifierBatch(images: try golden["images"], targets: try golden["labels"])
    let learned = try method(kind).learn(task, from: batch, seed: Seed(2))
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

  @Test func `clean pictures of no weight cost a forward pass, and nothing is learned from them`()
    throws
  {
    let problem = try Problem(auxiliaryBranches: 1)
    var method = ShapeTexture(FeatureStyliser(behind: "stem", strength: 0))
    let both = try Outcome(problem, method).learned
    method.cleanWeight = 0
    let outcome = try Outcome(problem, method)
    let (learned, passes) = (outcome.learned, outcome.learned.passes)
    #expect([passes.forward, passes.inputGradient, passes.weightGradient] == [2, 1, 1])
    for (part, other) in zip(learned.parts, both.parts) {
      #expect(abs(try part.value() - other.value()) < Tolerance.network64, "\(part.name)")
    }
    #expect(outcome.gradients["bn1.weight"] == nil)
  }

  @Test func `sides are divided in turns, as the authors' script has them`() throws {
    var grid = MultiGrid()
    func side(_ length: Int, _ step: Int, _ isEarly: Bool) -> Int {
      grid.side(length, at: RunMoment(stepInEpoch: step, isEarlyInStage: isEarly))
    }
    #expect([0, 1, 2, 3].map { side(224, $0, false) } == [158, 224, 158, 224])
    #expect([0, 1, 2, 3].map { side(224, $0, true) } == [112, 158, 112, 158])
    grid.least = 200
    #expect([0, 1].map { side(224, $0, true) } == [200, 200])
    #expect(side(224, 1, false) == 224 && side(32, 0, true) == 32)
  }

  @Test func `smaller pictures cost less, and without a grid all are of full size`() throws {
    let problem = try Problem(auxiliaryBranches: 1)
    var method = ShapeTexture(FeatureStyliser(behind: "stem", strength: 0.5))
    let moment = RunMoment(stepInEpoch: 0, isEarlyInStage: true)
    let full = try Outcome(problem, method).learned
    let same = try Outcome(problem, method.adapted(to: moment)).learned
    #expect(try full.parts[1].value() == same.parts[1].value())
    method.grid = MultiGrid()
    method.grid?.least = 2
    let small = try Outcome(problem, method.adapted(to: moment)).learned
    #expect(small.passes.plainSteps < 1.3 && same.passes.plainSteps == full.passes.plainSteps)
    #expect(try small.parts[0].value() == full.parts[0].value())
    #expect(try small.parts[1].value() != full.parts[1].value())
  }

  @Test func `nothing learns from how pictures were drawn, and they stay in 0...1`() throws {
    let pictures = try Tensor.uniform([2, 3, 20, 18], seed: Seed(3), dtype: .float64)
    let leaf = try pictures.requiringGradient()
    let drawn = try styliser("adain").stylised(leaf, as: pictures.flip(dims: [0]))
    #expect(drawn.shape == pictures.shape && !drawn.requiresGradient)
    #expect(try drawn.amin().item() >= 0 && drawn.amax().item() <= 1)
  }
}
