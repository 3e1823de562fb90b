import Randomness
import Support
import Testing
import Torch

@testable import Networks

@Suite struct BatchNorm2DTests {
  @Test func `three training batches and the averages after each are PyTorch's`() throws {
    let layer = try LayerCase("batch_norm_train")
    var weights = layer.below("initial")
    for name in ["weight", "bias"] { weights[name] = try layer[name] }
    let store = layer.store(from: weights)
    let norm = try BatchNorm2D(3, Scope(store))
    try store.finish()
    for batch in 1...3 {
      let found = try run(
        { try norm($0, .training(seed: Seed(1))) }, on: layer["input\(batch)"],
        upstream: layer["upstream\(batch)"], store.parameters)
      var expected = layer.below("gradient\(batch)")
      expected["output"] = try layer["output\(batch)"]
      #expect(try differences(found, from: expected, beyond: Tolerance.layer64) == [])
      let averages = try [
        "running_mean": layer["running_mean\(batch)"],
        "running_var": layer["running_var\(batch)"],
        "num_batches_tracked": Tensor([batch], shape: []),
      ]
      #expect(
        try differences(copied(store.buffers), from: averages, beyond: Tolerance.layer64) == [])
    }
  }

  @Test func `evaluation by the averages and its gradients are PyTorch's`() throws {
    let layer = try LayerCase("batch_norm_eval")
    let store = layer.store()
    let norm = try BatchNorm2D(3, Scope(store))
    try store.finish()
    let before = try copied(store.buffers)
    try layer.expectParity(store) { try norm($0, .evaluation) }
    #expect(try differences(copied(store.buffers), from: before, beyond: 0) == [])
  }

  @Test func `two branches have statistics, scales and shifts of their own`() throws {
    let layer = try LayerCase("batch_norm_branches")
    // The fixture's branches are far apart: a swapped one shows.
    #expect(try distance(layer["main.eval.output"], layer["aux.eval.output"]) > 0.1)
    #expect(try distance(layer["main.train.output"], layer["aux.train.output"]) > 0.1)
    let store = layer.store(from: layer.below("initial"), auxiliaryBranches: 1)
    let norm = try BatchNorm2D(3, Scope(store))
    try store.finish()
    for (name, branch) in [("main", Pass.Branch.main), ("aux", .auxiliary(0))] {
      for (mode, statistics) in [("eval", Pass.Statistics.stored), ("train", .batchAndUpdate)] {
        let pass = Pass(statistics: statistics, branch: branch, seed: nil)
        let found = try run(
          { try norm($0, pass) }, on: layer["input"], upstream: layer["upstream"],
          parameters(of: branch, store))
        var expected = layer.below("\(name).\(mode).gradient")
        expected["output"] = try layer["\(name).\(mode).output"]
        #expect(try differences(found, from: expected, beyond: Tolerance.layer64) == [])
      }
    }
    let averages = try copied(store.buffers.filter { !$0.path.hasSuffix("num_batches_tracked") })
    #expect(
      try differences(averages, from: layer.below("after"), beyond: Tolerance.layer64) == [])
  }

  /// The scale and shift of one branch, by the names of a plain norm.
  private func parameters(
    of branch: Pass.Branch, _ store: ParameterStore
  ) -> [ParameterStore.Named] {
    let mark = "aux_bn.0."
    return store.parameters.filter { $0.path.hasPrefix(mark) == (branch != .main) }
      .map { (branch == .main ? $0.path : String($0.path.dropFirst(mark.count)), $0.tensor) }
  }

  @Test(arguments: [0, 1, 2])
  func `a training pass moves the averages of its own branch alone`(moved: Int) throws {
    let store = ParameterStore(seed: Seed(1), auxiliaryBranches: 2)
    let norm = try BatchNorm2D(2, Scope(store) / "bn")
    let before = try copied(store.buffers)
    let branch = moved == 0 ? Pass.Branch.main : .auxiliary(moved - 1)
    _ = try norm(.normal([4, 2, 3, 3], mean: 2, seed: Seed(1)), .training(branch, seed: Seed(1)))
    let changed = try differences(copied(store.buffers), from: before, beyond: 0)
      .map { $0.prefix { $0 != ":" } }
    let path = moved == 0 ? "bn" : "bn.aux_bn.\(moved - 1)"
    #expect(
      changed == ["num_batches_tracked", "running_mean", "running_var"].map { "\(path).\($0)" })
  }

  @Test(arguments: [Pass.Branch.main, .auxiliary(0)])
  func `statistics of the batch leave everything behind as it was`(branch: Pass.Branch) throws {
    let store = ParameterStore(seed: Seed(1), auxiliaryBranches: 1)
    let norm = try BatchNorm2D(2, Scope(store))
    let all = store.buffers + store.parameters
    let before = (try copied(all), all.map(\.tensor.version))
    let x = try Tensor.normal([4, 2, 3, 3], mean: 2, seed: Seed(1))
    let y = try norm(x, .attacking(branch, seed: Seed(1)))
    #expect(try differences(copied(all), from: before.0, beyond: 0) == [])
    #expect(all.map(\.tensor.version) == before.1)
    #expect(try identical(y, norm(x, .training(branch, seed: Seed(1)))))
    #expect(try distance(y, norm(x, .evaluation)) > 0.1)
  }

  @Test func `names are PyTorch's, with those of auxiliary branches below aux_bn`() throws {
    let store = ParameterStore(seed: Seed(1), auxiliaryBranches: 2)
    _ = try BatchNorm2D(3, Scope(store) / "bn1")
    let places = ["bn1.", "bn1.aux_bn.0.", "bn1.aux_bn.1."]
    #expect(store.parameters.map(\.path) == places.flatMap { [$0 + "weight", $0 + "bias"] })
    let buffers = ["running_mean", "running_var", "num_batches_tracked"]
    #expect(store.buffers.map(\.path) == places.flatMap { place in buffers.map { place + $0 } })
    #expect(try store.buffers[2].tensor.dtype == .int64)
    #expect(store.buffers[2].tensor.shape == [])
  }

  @Test(arguments: [[1, 3, 1, 1], [0, 3, 4, 4]], [Pass.Statistics.batch, .batchAndUpdate])
  func `statistics of fewer than two values are refused, stored ones are not`(
    shape: [Int], statistics: Pass.Statistics
  ) throws {
    let store = ParameterStore(seed: Seed(1))
    let norm = try BatchNorm2D(3, Scope(store) / "layer4" / 0 / "bn1")
    let x = try Tensor.zeros(shape)
    let error = try #require(throws: NetworkError.self) {
      try norm(x, Pass(statistics: statistics, branch: .main, seed: nil))
    }
    guard case .tooFewValues("layer4.0.bn1", shape) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(error.description.contains("layer4.0.bn1") && error.description.contains("\(shape)"))
    #expect(try store.buffers[2].tensor.item() == 0)
    #expect(try norm(x, .evaluation).shape == shape)
    #expect(try norm(.zeros([2, 3, 1, 1]), .training(seed: Seed(1))).shape == [2, 3, 1, 1])
  }

  @Test(arguments: [(0, 0), (1, 1), (1, -1), (2, 7)])
  func `a branch that was not built is refused`(count: Int, asked: Int) throws {
    let store = ParameterStore(seed: Seed(1), auxiliaryBranches: count)
    let norm = try BatchNorm2D(3, Scope(store) / "bn1")
    let pass = Pass.training(.auxiliary(asked), seed: Seed(1))
    let error = try #require(throws: NetworkError.self) { try norm(.zeros([2, 3, 2, 2]), pass) }
    guard case .noBranch(asked, layer: "bn1", count: count) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(error.description.contains("branch \(asked)"))
  }

  @Test(arguments: [false, true])
  func `maps of a shorter type are widened where asked`(isChannelsLast: Bool) throws {
    let norm = try BatchNorm2D(2, Scope(ParameterStore(seed: Seed(1))))
    let contiguous = try Tensor.normal([4, 2, 3, 3], seed: Seed(1)).to(.bfloat16)
    let x = try isChannelsLast ? contiguous.channelsLast() : contiguous
    #expect(try norm(x, .attacking(seed: Seed(1))).dtype == .bfloat16)
    let wide = try norm(x, .attacking(seed: Seed(1)), widened: true)
    #expect(try identical(wide, norm(x.to(.float32), .attacking(seed: Seed(1)))))
  }

  @Test(arguments: [Pass.attacking(seed: Seed(1)), .training(seed: Seed(1)), .evaluation])
  func `a skip and a relu are taken into the norm`(pass: Pass) throws {
    let norm = try BatchNorm2D(3, Scope(ParameterStore(seed: Seed(1), precision: .fp64)))
    let x = try Tensor.normal([4, 3, 5, 3], seed: Seed(1)).to(.float64).channelsLast()
    let skip = try Tensor.normal([4, 3, 5, 3], seed: Seed(2)).to(.float64).channelsLast()
    let bare = try norm(x, Pass(statistics: pass.statistics, branch: .main, seed: nil))
    let again = try BatchNorm2D(3, Scope(ParameterStore(seed: Seed(1), precision: .fp64)))
    let y = try again(x, pass, adding: skip, then: .relu)
    #expect(try distance(y, (bare + skip).relu()) < Tolerance.elementwise64)
    #expect(try y.amin().item() == 0 && (bare + skip).amin().item() < 0)
  }
}
