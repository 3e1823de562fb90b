import Adversary
import Networks
import Randomness
import Support
import Testing
import Torch
import Training

@Suite struct AdvPropParityTests {
  /// The fine-grained cases; `views` are weights and branches.
  private static func fine(
    _ cleanWeight: Double, _ adversarialWeight: Double, _ branch: Int,
    _ views: [(weight: Double, branch: Pass.Branch)]
  ) -> AdvProp {
    var method = AdvProp()
    method.cleanWeight = cleanWeight
    method.adversarialWeight = adversarialWeight
    method.attack.stepSize = 4.0 / 255
    method.attack.radius = 4.0 / 255
    method.branch = .auxiliary(branch)
    method.views = views.map {
      var view = AdvProp.View()
      view.weight = $0.weight
      view.branch = $0.branch
      return view
    }
    return method
  }

  private static let methods: [String: any TrainingMethod & Sendable] = {
    var advProp = AdvProp()
    advProp.attack.stepSize = 4.0 / 255
    advProp.attack.radius = 4.0 / 255
    var joint = advProp
    joint.branch = .main
    joint.attackStatistics = .batch
    var batch = AdvProp()
    batch.attack = PGD(steps: 3, stepSize: 2.0 / 255, radius: 4.0 / 255, randomStart: true)
    batch.attackStatistics = .batch
    var free = FreeAdvProp()
    free.attack = PGD(steps: 2, stepSize: 2.0 / 255, radius: 3.0 / 255)
    var fast = FastAdvProp()
    fast.attackedShare = 0.4
    fast.radius = 4.0 / 255
    fast.groups = 2
    var whole = fast
    whole.groups = 1
    return [
      "advprop": advProp, "advprop_batch": batch, "free": free, "joint": joint, "fast": fast,
      "fast_whole": whole, "fine": fine(0.5, 0.2, 0, [(0.3, .auxiliary(1))]),
      "fine_two": fine(0.4, 0.3, 1, [(0.2, .auxiliary(0)), (0.1, .main)]),
    ]
  }()

  @Test(arguments: [
    ("advprop", "advprop"), ("advprop", "advprop_batch"), ("advprop", "free"), ("advprop", "joint"),
    ("advprop", "fast"), ("advprop", "fast_whole"), ("fine_advprop", "fine"),
    ("fine_advprop", "fine_two"),
  ])
  func `two steps equal those of the reference, tensor by tensor`(
    file: String, name: String
  ) throws {
    let golden = try Golden(file)
    let fixture = try Fixture(golden, try #require(Self.methods[name]))
    for step in 1...2 {
      let left = try fixture.step(step)
      let expected = try golden.tensors(below: "\(name).step\(step)")
      #expect(expected.count > 30)
      for (name, right) in expected {
        let apart = try left[name].map { try distance($0, right) } ?? .infinity
        #expect(apart < Tolerance.steps64, "\(name) at step \(step)")
      }
      let gradients = Set(left.keys.filter { $0.hasPrefix("gradient.") })
      #expect(gradients == Set(expected.keys.filter { $0.hasPrefix("gradient.") }))
    }
  }

  @Test func `views and attacked pictures through each other's norms are another step`() throws {
    let golden = try Golden("fine_advprop")
    let swapped = Self.fine(0.5, 0.2, 1, [(0.3, .auxiliary(0))])
    let left = try Fixture(golden, swapped).step(1)
    let expected = try golden.tensors(below: "fine.step1")
    for name in ["loss.input.0", "loss.view.0", "gradient.conv1.weight"] {
      let right = try #require(expected[name])
      #expect(try distance(#require(left[name]), right) > 1e-3, "\(name)")
    }
    for (name, right) in expected where name.contains("aux_bn") && name.contains("running") {
      #expect(try distance(#require(left[name]), right) > 1e-4, "\(name)")
    }
    let clean = try #require(expected["loss.clean"])
    #expect(try distance(#require(left["loss.clean"]), clean) < Tolerance.network64)
  }

  /// The fixture's network, which takes its steps.
  private struct Fixture {
    let golden: Golden
    let store: ParameterStore
    let task: Classification
    let method: any TrainingMethod
    let optimizer: any Optimizer
    let settings: OptimizerSettings

    init(_ golden: Golden, _ method: any TrainingMethod) throws {
      self.golden = golden
      self.method = method
      let initial = try golden.tensors(below: "initial")
      store = ParameterStore(
        seed: Seed(1), precision: .fp64,
        auxiliaryBranches: initial["bn1.aux_bn.1.weight"] == nil ? 1 : 2,
        from: ParameterStore.Source(name: "initial", initial))
      task = Classification(try .tiny(Scope(store)), classes: 5)
      var settings = OptimizerSettings()
      settings.learningRate = 0.1
      settings.weightDecay = 5e-4
      var sgd = SGDSettings()
      sgd.momentum = 0.9
      sgd.nesterov = true
      settings.kind = .sgd(sgd)
      self.settings = settings
      optimizer = settings.optimizer(of: task.network, store)
    }

    /// Takes step number `k`; returns what it left, by the fixture's names.
    func step(_ k: Int) throws -> [String: Tensor] {
      try optimizer.zeroGradients()
      let given = try golden.tensors(below: "batch\(k)")
      let batch = ClassifierBatch(
        images: try #require(given["images"]), targets: try #require(given["labels"]),
        views: try (0..<method.viewCount).map { try #require(given["view.\($0)"]) })
      let learned = try method.learn(task, from: batch, seed: Seed(2) / k)
      try learned.gradientFactors.map { try optimizer.scaleGradients(by: $0, in: store) }
      var left = ["moved.input": learned.moves[0].moved[0]]
      for part in learned.parts { left["loss.\(part.name)"] = try part.losses.total() }
      for (path, parameter) in store.parameters {
        left["gradient.\(path)"] = try parameter.gradientIfAny()?.clone()
      }
      try optimizer.step(learningRate: settings.learningRate)
      for (path, parameter) in store.parameters { left["parameter.\(path)"] = parameter }
      for (path, buffer) in store.buffers { left["buffer.\(path)"] = buffer }
      return left
    }
  }
}
