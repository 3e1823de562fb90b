import Randomness
import Support
import Testing
import Torch

@testable import Networks

/// Weights of another training to start from.
struct AdaptedWeightsTests {
  /// A narrow ResNet-8 and its store.
  private func network(
    classes: Int = 10, width: Int = 4, branches: Int = 0, seed: UInt64 = 1,
    from weights: [String: Tensor]? = nil, adapts: Bool = true,
    newBranches: ParameterStore.Source.NewBranches = .copied
  ) throws -> ParameterStore {
    let store = ParameterStore(
      seed: Seed(seed), auxiliaryBranches: branches,
      from: weights.map {
        .init(name: "old.safetensors", $0, adapts: adapts, newBranches: newBranches)
      })
    let colors = Normalization(mean: [0.5], deviation: [0.25])
    _ = try Network.cifarResNet(
      depth: 8, channels: 1, classes: classes, normalization: colors, width: width, Scope(store))
    return store
  }

  private func all(_ store: ParameterStore) throws -> [String: Tensor] {
    try copied(store.parameters + store.buffers)
  }

  @Test func `weights that fit are taken as they are, and nothing is told`() throws {
    let old = try all(network(seed: 1))
    let store = try network(seed: 2, from: old)
    #expect(try differences(all(store), from: old, beyond: 0) == [])
    #expect(store.notices == [])
  }

  @Test func `a head for other classes is drawn anew and named, the backbone is taken`() throws {
    let old = try all(network(classes: 10, seed: 1))
    let store = try network(classes: 3, seed: 2, from: old)
    let drawn = try all(network(classes: 3, seed: 2))
    var right = old
    for name in ["linear.weight", "linear.bias"] { right[name] = drawn[name] }
    #expect(try differences(all(store), from: right, beyond: 0) == [])
    #expect(store.notices.count == 1)
    let notice = try #require(store.notices.first)
    #expect(notice.contains("old.safetensors"))
    #expect(notice.contains("'linear.weight' is [10, 16] in the weights, [3, 16] in the network"))
    #expect(notice.contains("'linear.bias' is [10] in the weights, [3] in the network"))
  }

  @Test func `anything else that does not fit is an error with all of it`() throws {
    var old = try all(network(classes: 10))
    old["layer1.0.conv1.weight"] = try .zeros([4, 4, 1, 1])
    old["bn1.bias"] = nil
    old["extra"] = try .zeros([1])
    let error = try #require(throws: NetworkError.self) {
      try network(classes: 3, from: old)
    }
    guard case .weightsDoNotFit("old.safetensors", let problems) = error else {
      throw error
    }
    #expect(
      problems == [
        "'bn1.bias' [4] is missing from the weights",
        "'layer1.0.conv1.weight' is [4, 4, 1, 1] in the weights, [4, 4, 3, 3] in the network",
        "'extra' is in the weights but not in the network",
      ])
  }

  @Test func `a head of other features, or a missing one, is an error`() throws {
    let wide = try all(network(width: 8))
    let error = try #require(throws: NetworkError.self) { try network(from: wide) }
    #expect(error.description.contains("places"))
    var headless = try all(network())
    headless["linear.weight"] = nil
    headless["linear.bias"] = nil
    #expect(throws: NetworkError.self) { try network(from: headless) }
  }

  @Test func `auxiliary norms that are absent start as copies of the main ones`() throws {
    var old = try all(network(branches: 1))
    for (name, tensor) in old where tensor.shape.count == 1 {
      old[name] = try .uniform(tensor.shape, in: 0.5...1.5, seed: Seed(5) / name)
    }
    let store = try network(branches: 2, seed: 2, from: old)
    let found = try all(store)
    let main = try #require(found["layer2.0.bn1.running_var"])
    #expect(try identical(main, #require(old["layer2.0.bn1.running_var"])))
    #expect(
      try identical(
        #require(found["layer2.0.bn1.aux_bn.0.running_var"]),
        #require(old["layer2.0.bn1.aux_bn.0.running_var"])))
    #expect(try identical(#require(found["layer2.0.bn1.aux_bn.1.running_var"]), main))
    #expect(store.notices.count == 1)
    #expect(store.notices.first?.contains("auxiliary batch norms, which start as copies") == true)
  }

  @Test func `auxiliary norms that are absent may start afresh`() throws {
    var old = try all(network(branches: 1))
    for (name, tensor) in old where tensor.shape.count == 1 {
      old[name] = try .uniform(tensor.shape, in: 0.5...1.5, seed: Seed(5) / name)
    }
    let store = try network(branches: 2, seed: 2, from: old, newBranches: .fresh)
    let drawn = try all(network(branches: 2, seed: 2))
    let right = drawn.merging(old) { _, old in old }
    #expect(try differences(all(store), from: right, beyond: 0) == [])
    #expect(store.notices.count == 1)
    #expect(store.notices.first?.contains("auxiliary batch norms, which start afresh") == true)
    old["bn1.bias"] = nil
    let error = try #require(throws: NetworkError.self) {
      try network(branches: 2, from: old, newBranches: .fresh)
    }
    #expect(error.description.contains("'bn1.bias' [4] is missing"))
  }

  @Test func `auxiliary norms that the network lacks are left out`() throws {
    let old = try all(network(branches: 2))
    let store = try network(seed: 2, from: old)
    #expect(
      try differences(all(store), from: old.filter { !$0.key.contains("aux_bn") }, beyond: 0) == [])
    #expect(store.notices.first?.contains("they are left out") == true)
  }

  @Test func `where weights must fit, nothing of this is done`() throws {
    let old = try all(network())
    for (classes, branches) in [(3, 0), (10, 1)] {
      #expect(throws: NetworkError.self) {
        try network(classes: classes, branches: branches, from: old, adapts: false)
      }
    }
    let two = try all(network(branches: 1))
    #expect(throws: NetworkError.self) { try network(from: two, adapts: false) }
  }
}
