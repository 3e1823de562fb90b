import Randomness
import Support
import Testing
import Torch

@testable import Networks

@Suite struct ParameterStoreTests {
  /// A store whose network has a linear layer and a norm.
  private func store(
    _ seed: UInt64 = 1, _ precision: Precision = .fp32, from weights: [String: Tensor]? = nil
  ) throws -> ParameterStore {
    let store = ParameterStore(
      seed: Seed(seed), precision: precision,
      from: weights.map { ParameterStore.Source(name: "weights.safetensors", $0) })
    _ = try Linear(3, 2, Scope(store) / "fc")
    _ = try BatchNorm2D(2, Scope(store) / "bn")
    return store
  }

  /// All tensors of `store(1)`.
  private func weights() throws -> [String: Tensor] {
    let store = try store()
    return try copied(store.parameters + store.buffers)
  }

  @Test func `two stores of one seed have the same parameters, of two seeds others`() throws {
    let one = try copied(store(7).parameters)
    #expect(try differences(copied(store(7).parameters), from: one, beyond: 0) == [])
    let other = try differences(copied(store(8).parameters), from: one, beyond: 0)
    #expect(other.count == 2)  // the norm's scale and shift are constants
  }

  @Test func `a parameter's numbers do not depend on what was made before it`() throws {
    let alone = ParameterStore(seed: Seed(7))
    _ = try Linear(3, 2, Scope(alone) / "fc")
    let after = ParameterStore(seed: Seed(7))
    _ = try Linear(9, 9, Scope(after) / "other")
    _ = try Linear(3, 2, Scope(after) / "fc")
    let found = try copied(Array(after.parameters.suffix(2)))
    #expect(try differences(found, from: copied(alone.parameters), beyond: 0) == [])
  }

  @Test func `two parameters of one shape have different numbers`() throws {
    let store = ParameterStore(seed: Seed(7))
    for name in ["a", "b"] { _ = try Linear(3, 2, Scope(store) / name) }
    let weights = store.parameters.map(\.tensor)
    #expect(try distance(weights[0], weights[2]) > 0.1)
  }

  @Test(arguments: Precision.allCases)
  func `every precision starts from the same numbers`(precision: Precision) throws {
    let store = try store(7, precision)
    for (path, tensor) in store.parameters {
      #expect(try tensor.dtype == precision.storage, "\(path)")
      #expect(tensor.isLeaf && tensor.requiresGradient)
    }
    let narrow = try store.parameters.map { ($0.path, try $0.tensor.to(.float32)) }
    #expect(
      try differences(copied(narrow), from: copied(self.store(7).parameters), beyond: 0) == [])
  }

  @Test(arguments: Precision.allCases)
  func `weights given take the initializer's place, as copies`(precision: Precision) throws {
    let given = try weights()
    let store = try store(2, precision, from: given)
    try store.finish()
    let all = store.parameters + store.buffers
    let narrow = try all.map {
      ($0.path, try $0.tensor.dtype == .int64 ? $0.tensor : $0.tensor.to(.float32))
    }
    #expect(try differences(copied(narrow), from: given, beyond: 0) == [])
    let before = given.mapValues(\.version)
    try withoutGradients { for (_, tensor) in all { try tensor.addInPlace(tensor) } }
    #expect(given.mapValues(\.version) == before)
  }

  @Test func `missing, misshapen and unused tensors are listed together`() throws {
    var given = try weights()
    given["fc.bias"] = nil
    given["fc.weight"] = try .zeros([3, 2])
    given["bn.running_mean"] = try .zeros([])
    given["head.weight"] = try .zeros([1])
    given["aux"] = try .zeros([1])
    let store = try store(from: given)
    let error = try #require(throws: NetworkError.self) { try store.finish() }
    guard case .weightsDoNotFit("weights.safetensors", let problems) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(
      problems == [
        "'fc.weight' is [3, 2] in the weights, [2, 3] in the network",
        "'fc.bias' [2] is missing from the weights",
        "'bn.running_mean' is [] in the weights, [2] in the network",
        "'aux' is in the weights but not in the network",
        "'head.weight' is in the weights but not in the network",
      ])
    let lines = error.description.split(separator: "\n")
    #expect(lines[0] == "weights.safetensors does not fit the network in 5 places:")
    #expect(lines.dropFirst().map { String($0.dropFirst(2)) } == problems)
  }

  @Test(arguments: [(10, 11), (11, 12), (25, 12)])
  func `at most ten problems are shown, and how many more there are`(
    count: Int, lines: Int
  ) throws {
    var given = try weights()
    for index in 0..<count { given["unused.\(index)"] = try .zeros([]) }
    let store = try store(from: given)
    let error = try #require(throws: NetworkError.self) { try store.finish() }
    let text = error.description
    #expect(text.split(separator: "\n").count == lines)
    #expect(text.contains("in \(count) places"))
    #expect(text.contains("and \(count - 10) more") == (count > 10))
  }

  @Test func `a count of batches may be missing or of another type, an average may not`() throws {
    var given = try weights()
    given["bn.num_batches_tracked"] = nil
    let without = try store(from: given)
    try without.finish()
    #expect(try without.buffers[2].tensor.elements(Int64.self) == [0])
    given["bn.num_batches_tracked"] = try Tensor(5)
    #expect(try store(from: given).buffers[2].tensor.elements(Int64.self) == [5])
    given["bn.running_var"] = nil
    #expect(throws: NetworkError.self) { try store(from: given).finish() }
  }

  @Test func `the norms' scales and shifts are told apart by their branch`() throws {
    let store = ParameterStore(seed: Seed(7), auxiliaryBranches: 2)
    _ = try BatchNorm2D(2, Scope(store) / "stem" / "bn1")
    _ = try Linear(3, 2, Scope(store) / "fc")
    let paths = { (branch: Pass.Branch) in store.normParameters(of: branch).map(\.path) }
    #expect(paths(.main) == ["stem.bn1.weight", "stem.bn1.bias"])
    #expect(paths(.auxiliary(1)) == ["stem.bn1.aux_bn.1.weight", "stem.bn1.aux_bn.1.bias"])
  }

  @Test func `two tensors of one name are refused with the name`() throws {
    let store = try store()
    _ = try Linear(3, 2, Scope(store) / "fc")
    let error = try #require(throws: NetworkError.self) { try store.finish() }
    guard case .pathsTwice(["fc.bias", "fc.weight"]) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(error.description.contains("fc.bias, fc.weight"))
  }

  @Test func `without weights nothing is checked, and with none all is missing`() throws {
    try store().finish()
    let error = try #require(throws: NetworkError.self) { try store(from: [:]).finish() }
    #expect(error.description.contains("in 6 places"))
  }

  @Test func `filters lie with channels side by side, from a file or not`() throws {
    func weight(_ given: [String: Tensor]?) throws -> Tensor {
      let store = ParameterStore(
        seed: Seed(1), from: given.map { ParameterStore.Source(name: "it", $0) })
      _ = try Conv2D(3, 4, kernel: 3, Scope(store))
      return store.parameters[0].tensor
    }
    let drawn = try weight(nil)
    let given = try weight(["weight": drawn.detach().contiguous()])
    for tensor in [drawn, given] {
      // A flat view of pixels before channels exists only for that layout.
      #expect(try tensor.permute(dims: [0, 2, 3, 1]).view(size: [-1]).count == 108)
      #expect(tensor.isLeaf && tensor.requiresGradient)
    }
    #expect(try identical(given, drawn))
  }
}
