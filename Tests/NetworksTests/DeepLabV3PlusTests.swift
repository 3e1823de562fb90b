import Foundation
import Randomness
import Support
import Testing
import Torch

@testable import Networks

/// A case of `Golden/deeplab.safetensors`: a narrow network of drawn weights.
struct GoldenDeepLab: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let backbone: DeepLabBackbone
  let outputStride: Int
  /// The stage whose maps are the skip.
  let early: String
  let isSeparable: Bool

  static let all = [
    GoldenDeepLab("resnet50_16", .resNet(depth: 50, width: 2), 16, "layer1"),
    GoldenDeepLab("resnet50_8", .resNet(depth: 50, width: 2), 8, "layer1"),
    GoldenDeepLab("resnet18_8", .resNet(depth: 18, width: 4), 8, "layer1"),
    GoldenDeepLab("mobilenet_16", .mobileNetV2(width: 0.25), 16, "stage2"),
    GoldenDeepLab("mobilenet_8", .mobileNetV2(width: 0.25), 8, "stage2"),
    GoldenDeepLab("efficientnet_16", scaled(depth: 0.5, isLite: false), 16, "stage2"),
    GoldenDeepLab("lite_8", scaled(depth: 0.25, isLite: true), 8, "stage2"),
    GoldenDeepLab(
      "separable_16", scaled(depth: 0.25, isLite: true), 16, "stage2", isSeparable: true),
  ]

  private init(
    _ name: String, _ backbone: DeepLabBackbone, _ stride: Int, _ early: String,
    isSeparable: Bool = false
  ) {
    testDescription = name
    self.backbone = backbone
    outputStride = stride
    self.early = early
    self.isSeparable = isSeparable
  }

  private static func scaled(depth: Double, isLite: Bool) -> DeepLabBackbone {
    .efficientNet(
      EfficientNetSize(width: 0.1, depth: depth, resolution: 40, dropout: 0, isLite: isLite),
      dropPath: 0)
  }

  /// The network with fresh parameters.
  func made(
    _ precision: Precision = .fp64, branches: Int = 0, dropout: Double = 0
  ) throws -> (network: Network<SegmentationState>, store: ParameterStore) {
    let store = ParameterStore(
      seed: Seed(4), precision: precision, auxiliaryBranches: branches)
    let network = try Network.deepLabV3Plus(
      backbone, classes: 5, outputStride: outputStride,
      normalization: GoldenNetwork.normalization, dropout: dropout, isSeparable: isSeparable,
      Scope(store))
    return (network, store)
  }

  /// Picture batch `index` and its masks.
  func state(_ index: Int = 0, _ precision: Precision = .fp64) throws -> SegmentationState {
    let images = try Tensor.uniform([3, 3, 25, 18], seed: Seed(UInt64(1_000 + index)))
    return SegmentationState(
      maps: [try images.to(.float64).to(precision.storage)],
      targets: try Golden("deeplab")["masks"], size: [25, 18])
  }
}

@Suite struct DeepLabV3PlusTests {
  @Test(arguments: GoldenDeepLab.all)
  func `maps lie channels last behind every stage`(_ golden: GoldenDeepLab) throws {
    let network = try golden.made(.fp32).network
    var start = try golden.state(0, .fp32)
    start.maps[0] = try start.maps[0].channelsLast()
    _ = try network(start, .evaluation) { stage, state in
      #expect(state.maps[0].isChannelsLast, "\(stage.name)")
    }
  }

  @Test(arguments: GoldenDeepLab.all)
  func `features, logits, loss and gradients are the reference's`(model: GoldenDeepLab) throws {
    let (network, store) = try model.made()
    try store.redraw(2_000)
    let expected = try Golden("deeplab").tensors(below: model.testDescription)
    var start = try model.state()
    start.maps = try start.maps.map { try $0.requiringGradient() }
    var found: [String: Tensor] = [:]
    let end = try network(start, .training(seed: Seed(1))) { stage, state in
      found["features.\(stage.name)"] = state.maps[0]
    }
    found["features.input"] = nil
    found["features.concat"] = nil
    found["logits"] = found.removeValue(forKey: "features.classifier")
    let loss = try Segmentation(network, classes: 5).losses(end).total()
    try loss.backward()
    found["loss"] = loss
    found["gradient.input"] = try start.maps[0].gradient()
    for (path, tensor) in store.parameters where tensor.count <= 300 {
      found["gradient.\(path)"] = try tensor.gradient()
    }
    let kept = expected.filter { !$0.key.hasPrefix("statistics.") && $0.key != "evaluation" }
    #expect(try differences(found, from: kept, beyond: Tolerance.network64) == [])
  }

  @Test(arguments: GoldenDeepLab.all)
  func `averages after two batches and evaluation by them are the reference's`(
    model: GoldenDeepLab
  ) throws {
    let (network, store) = try model.made()
    try store.redraw(2_000)
    for index in 0...1 { _ = try network(model.state(index), .training(seed: Seed(1))) }
    var found: [String: Tensor] = [:]
    for (path, tensor) in store.buffers where tensor.count <= 100 {
      found["statistics.\(path)"] = tensor
    }
    found["evaluation"] = try network(model.state(), .evaluation).maps[0]
    let expected = try Golden("deeplab").tensors(below: model.testDescription)
      .filter { $0.key.hasPrefix("statistics.") || $0.key == "evaluation" }
    #expect(try differences(found, from: expected, beyond: Tolerance.network64) == [])
  }

  @Test(arguments: GoldenDeepLab.all)
  func `its tensors have the reference's names, all of them`(model: GoldenDeepLab) throws {
    struct Note: Decodable { let names: [String] }
    let note = try #require(try Golden("deeplab").note(model.testDescription))
    let names = try JSONDecoder().decode(Note.self, from: Data(note.utf8)).names
    let store = try model.made().store
    #expect((store.parameters + store.buffers).map(\.path).sorted() == names)
  }

  @Test(arguments: GoldenDeepLab.all, Precision.allCases)
  func `a back on its front is the whole network, bit for bit, at every cut`(
    model: GoldenDeepLab, precision: Precision
  ) throws {
    let (network, _) = try model.made(precision, dropout: 0.1)
    let state = try model.state(0, precision)
    try ThreadCount.holding {
      for stage in network.stages {
        let pass = Pass.attacking(seed: Seed(1))
        let whole = try network(state, pass, keeping: [stage.name]).maps[0]
        let front = try network.front(upTo: stage.name)(state, pass)
        #expect(try front.maps[0].dtype == precision.storage)
        let both = try network.cut(after: stage.name).back(front, pass)
        #expect(try identical(both.maps[0], whole), "\(stage.name)")
      }
    }
  }

  @Test(arguments: GoldenDeepLab.all)
  func `the skip is what the stage of stride 4 leaves, and no stage writes into it`(
    model: GoldenDeepLab
  ) throws {
    let (network, _) = try model.made()
    #expect(network.stages.filter { $0.skips != nil }.map(\.name) == [model.early])
    var isReached = false
    var received: [(version: Int, bytes: [UInt8], tensor: Tensor)] = []
    _ = try network(model.state(), .training(seed: Seed(1))) { stage, state in
      for (version, bytes, tensor) in received {
        #expect(tensor.version == version, "\(stage.name)")
        #expect(try tensor.bytes() == bytes, "\(stage.name)")
      }
      isReached = isReached || stage.name == model.early
      #expect(state.skips.isEmpty != isReached, "\(stage.name)")
      received = try (state.maps + state.skips).map { ($0.version, try $0.bytes(), $0) }
    }
  }

  @Test(arguments: GoldenDeepLab.all)
  func `stages that run again give the same gradients`(model: GoldenDeepLab) throws {
    func gradients(_ recomputes: Bool) throws -> [String: Tensor] {
      let (network, store) = try model.made(dropout: 0.2)
      let task = Segmentation(network.recomputing(recomputes), classes: 5)
      try task.losses(task.network(model.state(), .training(seed: Seed(1)))).total().backward()
      return try Dictionary(
        uniqueKeysWithValues: store.parameters.map { ($0.path, try $0.tensor.gradient()) })
    }
    try ThreadCount.holding {
      let (usual, again) = (try gradients(false), try gradients(true))
      for (path, gradient) in usual {
        // Those of shifts that batch statistics take away again are rounding alone.
        let apart = try (gradient - #require(again[path])).abs().amax().item()
        #expect(try apart <= 1e-12 * max(1e-3, gradient.abs().amax().item()), "\(path)")
      }
    }
  }

  @Test func `a single picture has no batch statistics of whole maps' means`() throws {
    let (network, _) = try GoldenDeepLab.all[0].made()
    let state = try GoldenDeepLab.all[0].state().mapped {
      try $0.narrow(dim: 0, start: 0, length: 1)
    }
    let error = #expect(throws: NetworkError.self) {
      try network(state, .training(seed: Seed(1)))
    }
    #expect(error?.description.contains("classifier.aspp.convs.4") == true)
    _ = try network(state, .evaluation)
  }

  @Test func `a classifier's weights become a backbone's`() throws {
    let one = try Tensor.zeros([1])
    func renamed(_ names: [String]) -> Set<String> {
      Set(
        DeepLabBackbone.weights(
          ofClassifier: Dictionary(uniqueKeysWithValues: names.map { ($0, one) })
        ).keys)
    }
    #expect(
      renamed(["conv1.weight", "bn1.bias", "layer4.2.bn3.weight", "fc.weight", "fc.bias"]) == [
        "conv1.weight", "bn1.bias", "layer4.2.bn3.weight",
      ])
    #expect(
      renamed([
        "conv_stem.weight", "bn1.bias", "blocks.6.0.bn3.weight", "conv_head.weight", "bn2.bias",
        "classifier.weight",
      ]) == ["conv_stem.weight", "bn1.bias", "blocks.6.0.bn3.weight"])
    #expect(
      renamed([
        "features.0.0.weight", "features.3.conv.2.weight", "features.4.conv.0.1.bias",
        "features.17.conv.3.weight", "features.18.0.weight", "classifier.1.bias",
      ]) == [
        "low_level_features.0.0.weight", "low_level_features.3.conv.2.weight",
        "high_level_features.4.conv.0.1.bias", "high_level_features.17.conv.3.weight",
      ])
  }
}
