import Networks
import Randomness
import Support
import Testing
import Torch

@testable import Training

/// Names that training scripts give to weights.
struct WeightNamesTests {
  private func tensors(_ names: String...) throws -> [String: Tensor] {
    try Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($1, try Tensor(Double($0))) })
  }

  private func settled(
    _ tensors: [String: Tensor], averaged: Bool? = nil
  ) throws -> [String: Double] {
    let weights = try NamedWeights(tensors, averaged: averaged, file: "it.pth")
    return try weights.tensors.mapValues { try $0.item() }
  }

  @Test func `names of Spar stay as they are, and nothing is told`() throws {
    let weights = try NamedWeights(tensors("conv1.weight", "bn1.aux_bn.0.bias"), file: "it")
    #expect(weights.tensors.keys.sorted() == ["bn1.aux_bn.0.bias", "conv1.weight"])
    #expect(weights.notes == [])
  }

  @Test func `a container's weights are taken, without what scripts put around names`() throws {
    let all = try tensors("state_dict.module.a", "state_dict.module.b", "optimizer.state.0.step")
    #expect(try settled(all) == ["a": 0, "b": 1])
    let weights = try NamedWeights(all, file: "it")
    #expect(
      weights.notes.first == "'state_dict.' taken off the names, 1 tensors beside it left out")
    #expect(try settled(tensors("module.model.a", "module.model.b")) == ["a": 0, "b": 1])
    #expect(try settled(tensors("model.a", "ema.a"), averaged: false) == ["a": 0])
    #expect(try settled(tensors("model_state.b.a", "optimizer_state.s")) == ["b.a": 0])
  }

  @Test func `the weights of an AveragedModel are taken without their count`() throws {
    let weights = try NamedWeights(tensors("n_averaged", "module.a", "module.b"), file: "it")
    #expect(weights.tensors.keys.sorted() == ["a", "b"])
    #expect(weights.notes.first?.contains("'n_averaged' left out") == true)
    let beside = try tensors("model_ema.n_averaged", "model_ema.module.a", "model.a")
    #expect(try settled(beside) == ["a": 1])
    #expect(try settled(tensors("n_averaged", "a")) == ["n_averaged": 0, "a": 1])
  }

  @Test func `averaged weights are taken first, and told; others where that is asked`() throws {
    let all = try tensors("state_dict.a", "state_dict_ema.a")
    #expect(try settled(all) == ["a": 1])
    #expect(try settled(all, averaged: true) == ["a": 1])
    #expect(try settled(all, averaged: false) == ["a": 0])
    #expect(
      try NamedWeights(all, file: "it").notes.contains(
        "these are the averaged weights, 'state_dict_ema'"))
  }

  @Test func `averaged weights that are not there, or alone, are an error that says so`() throws {
    let plain = try #require(throws: TrainingError.self) {
      try settled(tensors("state_dict.a"), averaged: true)
    }
    #expect("\(plain)".contains("it.pth") && "\(plain)".contains("no averaged weights"))
    let averaged = try #require(throws: TrainingError.self) {
      try settled(tensors("state_dict_ema.a"), averaged: false)
    }
    #expect("\(averaged)".contains("averaged weights alone"))
  }

  @Test(arguments: ["ema.safetensors", "last/ema.safetensors"])
  func `a checkpoint's averaged weights are no others, and where these are is told`(
    file: String
  ) throws {
    let all = try tensors("conv1.weight")
    #expect(try NamedWeights(all, averaged: true, file: file).tensors.count == 1)
    let error = #expect(throws: TrainingError.self) {
      try NamedWeights(all, averaged: false, file: file)
    }
    let others = file.replacing("ema", with: "model")
    #expect(error?.description.contains("the others are in \(others)") == true)
  }

  @Test func `the numbered layers of A-FAN's authors get the names of a CIFAR ResNet`() throws {
    var authors = try tensors(
      "state_dict.w", "state_dict.sequential_model.0.mean", "state_dict.sequential_model.1.weight",
      "state_dict.sequential_model.2.running_mean", "state_dict.sequential_model.12.weight",
      "state_dict.sequential_model.12.bias")
    for block in 4..<10 {
      authors["state_dict.sequential_model.\(block).conv1.weight"] = try Tensor(Double(block))
      authors["state_dict.sequential_model.\(block).bn2.bias"] = try Tensor(Double(block))
    }
    let names = try settled(authors)
    #expect(names.count == 16)
    #expect(names["conv1.weight"] == 2 && names["bn1.running_mean"] == 3)
    #expect(names["linear.weight"] == 4 && names["linear.bias"] == 5)
    #expect(names["layer1.0.conv1.weight"] == 4 && names["layer1.1.bn2.bias"] == 5)
    #expect(names["layer3.1.conv1.weight"] == 9)
  }

  @Test func `the normalization in the backbone of A-FAN's authors is left out, and told`() throws {
    let weights = try NamedWeights(
      tensors("backbone.normal.mean", "backbone.normal.std", "backbone.conv1.weight"), file: "it")
    #expect(weights.tensors.keys.sorted() == ["backbone.conv1.weight"])
    #expect(weights.notes.contains { $0.contains("their normalization left out") })
    #expect(try settled(tensors("backbone.normal.mean")) == ["backbone.normal.mean": 0])
  }

  @Test(arguments: ["9223372036854775807", "16", "-1", "x"])
  func `a branch that no network has is none`(branch: String) throws {
    let weights = try NamedWeights(
      tensors("bn1.weight", "bn1.aux_bn.2.weight", "bn1.aux_bn.\(branch).bias"), file: "it")
    #expect(weights.auxiliaryBranches == 3)
  }

  @Test func `blocks that efficientnet-pytorch counts through all stages get timm's names`() throws
  {
    var all = try tensors("_conv_stem.weight", "_bn0.bias", "_bn1.running_mean", "_fc.bias")
    for (block, channels) in [16, 24, 24, 40].enumerated() {
      let layers = ["_depthwise_conv.weight", "_bn1.bias", "_se_reduce.bias", "_bn2.bias"]
      for layer in layers + (block == 0 ? [] : ["_expand_conv.weight", "_bn0.bias"]) {
        all["_blocks.\(block).\(layer)"] = try Tensor(Double(block))
      }
      all["_blocks.\(block)._project_conv.weight"] = try .zeros([channels, 1, 1, 1])
    }
    let weights = try NamedWeights(all, file: "it")
    let stem = ["conv_stem.weight", "bn1.bias", "bn2.running_mean", "classifier.bias"]
    let first = ["conv_dw.weight", "bn1.bias", "se.conv_reduce.bias", "conv_pw.weight", "bn2.bias"]
    let others = [
      "conv_pw.weight", "bn1.bias", "conv_dw.weight", "bn2.bias", "se.conv_reduce.bias",
      "conv_pwl.weight", "bn3.bias",
    ]
    let places = ["1.0", "1.1", "2.0"]
    #expect(
      Set(weights.tensors.keys)
        == Set(
          stem + first.map { "blocks.0.0.\($0)" }
            + places.flatMap { place in others.map { "blocks.\(place).\($0)" } }))
    #expect(try weights.tensors["blocks.1.1.bn2.bias"]?.item() == 2)
    #expect(weights.notes == ["named as by the package efficientnet-pytorch"])
    all["_blocks.1._extra.weight"] = try Tensor(0)
    #expect(try NamedWeights(all, file: "it").notes == [])
  }

  @Test func `auxiliary branches are counted and left out`() throws {
    var weights = try NamedWeights(
      tensors("bn1.bias", "bn1.aux_bn.0.bias", "bn1.aux_bn.1.bias"), file: "it")
    #expect(weights.auxiliaryBranches == 2)
    #expect(weights.stripAuxiliary() == 2)
    #expect(Array(weights.tensors.keys) == ["bn1.bias"] && weights.auxiliaryBranches == 0)
  }
}
