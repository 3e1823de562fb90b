import Networks
import Randomness
import Support
import Testing
import Torch

/// What holds for every model.
@Suite struct NetworkPropertyTests {
  @Test(arguments: SmallNetwork.all, Precision.allCases)
  func `a back on its front is the whole network, bit for bit, at every cut`(
    model: SmallNetwork, precision: Precision
  ) throws {
    let (network, _) = try model.made(precision)
    let state = try model.state(precision)
    try ThreadCount.holding {
      for pass in allPasses {
        for stage in network.stages {
          let whole = try network(state, pass, keeping: [stage.name]).maps[0]
          let front = try network.front(upTo: stage.name)(state, pass)
          let both = try network.cut(after: stage.name).back(front, pass)
          #expect(try identical(both.maps[0], whole), "\(stage.name)")
        }
      }
    }
  }

  @Test(arguments: SmallNetwork.all, Precision.allCases)
  func `no stage writes into what it received`(model: SmallNetwork, precision: Precision) throws {
    let (network, _) = try model.made(precision)
    for isGraph in [false, true] {
      for pass in allPasses {
        let state = try model.state(precision)
          .mapped { try isGraph && $0.dtype.isFloating ? $0.requiringGradient() : $0 }
        var received = state.maps + [state.targets]
        var before = try received.map { ($0.version, try $0.bytes()) }
        _ = try network(state, pass) { stage, left in
          for (tensor, (version, bytes)) in zip(received, before) {
            #expect(tensor.version == version, "\(stage.name)")
            #expect(try tensor.bytes() == bytes, "\(stage.name)")
          }
          received = left.maps + [left.targets]
          before = try received.map { ($0.version, try $0.bytes()) }
        }
      }
    }
  }

  @Test(arguments: SmallNetwork.all)
  func `the stages share out the parameters, each to one`(model: SmallNetwork) throws {
    let (network, store) = try model.made(.fp32)
    #expect(network.stages.flatMap(\.parameters) == store.parameters.map(\.path))
    #expect(Set(store.parameters.map(\.path)).count == store.parameters.count)
    #expect(network.stages.filter { $0.parameters.isEmpty }.map(\.name) == model.bare)
  }

  @Test(arguments: SmallNetwork.all, Precision.allCases)
  func `the stages' costs add up to one whole count`(
    model: SmallNetwork, precision: Precision
  ) throws {
    let (network, store) = try model.made(precision)
    let state = try model.state(precision)
    let before = try copied(store.buffers)
    let measured = try network.measuringCost(of: state)
    #expect(try differences(copied(store.buffers), from: before, beyond: 0) == [])
    let whole = try Engine.multiplyAdds { _ = try network(state, .training(seed: Seed(1))) }
    #expect(whole > 0)
    #expect(measured.multiplyAdds == whole)
    #expect(measured.stages.filter { $0.multiplyAdds == 0 }.map(\.name) == model.bare)
    #expect(network.multiplyAdds == 0)
    let (_, back) = try measured.cut(after: model.middle)
    #expect(try measured.front(upTo: model.middle).multiplyAdds + back.multiplyAdds == whole)
  }

  @Test(arguments: SmallNetwork.all)
  func `under bf16 stages that are kept leave float32 maps of the rounded arithmetic`(
    model: SmallNetwork
  ) throws {
    let (network, _) = try model.made(.bf16)
    let (plain, _) = try model.made(.fp32)
    let state = try model.state(.bf16)
    for pass in allPasses {
      let exact = try plain(state, pass).maps[0]
      for kept in network.stages {
        let rounded = try network(state, pass, keeping: [kept.name]) { stage, left in
          let isWide = [kept.name, "input", "head"].contains(stage.name)
          let types = try left.maps.map { try $0.dtype }
          #expect(types == [isWide ? .float32 : .bfloat16], "\(stage.name)")
        }
        #expect(try distance(rounded.maps[0], exact) > 1e-4)  // bfloat16 has 8 bits
      }
    }
  }

  @Test(arguments: SmallNetwork.all)
  func `float64 starts from float32's numbers, and one seed gives one network`(
    model: SmallNetwork
  ) throws {
    let plain = try copied(model.made(.fp32).store.parameters)
    let wide = try model.made(.fp64).store.parameters.map { ($0.path, try $0.tensor.to(.float32)) }
    #expect(try differences(copied(wide), from: plain, beyond: 0) == [])
    #expect(
      try differences(copied(model.made(.fp32).store.parameters), from: plain, beyond: 0) == [])
    let other = try copied(model.made(.fp32, seed: 4).store.parameters)
    let changed = try differences(other, from: plain, beyond: 0)
    let drawn = try plain.values.filter { try $0.amax().item() != $0.amin().item() }
    #expect(changed.count == drawn.count)
    #expect(drawn.count >= plain.values.filter { $0.shape.count > 1 && $0.count > 1 }.count)
  }

  @Test(arguments: SmallNetwork.all.prefix(3) + SmallNetwork.smooth, allPasses)
  func `slopes agree with central differences`(model: SmallNetwork, pass: Pass) throws {
    let (network, store) = try model.made(.fp64)
    let state = try model.state(.fp64)
    let images = try state.maps[0].requiringGradient()
    func loss() throws -> Tensor {
      let end = try network(ClassifierState(maps: [images], targets: state.targets), pass)
      return try Classification(network, classes: 5).losses(end).total()
    }
    try loss().backward()
    // The other branch's parameters have no gradient.
    let leaves = try ([("input", images)] + store.parameters)
      .filter { try $0.1.gradientIfAny() != nil }
    #expect(leaves.count == 1 + store.parameters.count { !$0.path.contains("aux_bn") })
    try ThreadCount.holding {
      for (path, leaf) in leaves {
        let slope = try leaf.gradient()
        let steepest = Int(try slope.abs().argmax().item())
        let places = [steepest, slope.count / 3]
        let found = try numericalGradient(at: leaf, places: places) { try loss().item() }
        let expected = try slope.elements(Double.self)
        let error = zip(found, places).map { abs($0 - expected[$1]) }.max() ?? .infinity
        let size = abs(expected[steepest])
        #expect(error <= Tolerance.differences64 * size + 1e-8, "\(path): \(error / size)")
      }
    }
  }
}
