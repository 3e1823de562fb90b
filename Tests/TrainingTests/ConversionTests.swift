import Foundation
import Networks
import Support
import Testing
import Torch

@testable import Training

/// Weights written in another form.
struct ConversionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Writes weights and their config into a folder of their own.
  private func keep(_ tensors: [String: Tensor], _ config: ModelConfig? = nil) throws -> String {
    let path = place("in")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try save(tensors, to: "\(path)/model.safetensors")
    if let config { try RunLog.line(config).write(to: URL(filePath: "\(path)/config.json")) }
    return "\(path)/model.safetensors"
  }

  private func text(of body: () throws -> Void) throws -> String {
    "\(try #require(throws: TrainingError.self) { try body() })"
  }

  @Test func `a network is found by its names, narrow or not, and its weights are kept`() throws {
    let old = try NarrowNetwork.weights(width: 4)
    let named = Dictionary(
      uniqueKeysWithValues: old.map { ("state_dict.module.\($0.key)", $0.value) })
    let done = try Conversion(keep(named), to: place("out.safetensors"))
    #expect(done.architecture == "resnet20" && done.classes == 3)
    let new = try loadTensors(from: place("out.safetensors"))
    #expect(try differences(new, from: old, beyond: 0) == [])
  }

  @Test func `counts of batches may be missing`() throws {
    let old = try NarrowNetwork.weights().filter { !$0.key.hasSuffix("num_batches_tracked") }
    #expect(try Conversion(keep(old), to: place("out.safetensors")).architecture == "resnet20")
  }

  @Test func `auxiliary branches are left out where that is asked, the rest bit for bit`() throws {
    var options = Conversion.Options()
    options.stripsAuxiliary = true
    let path = try keep(NarrowNetwork.weights(branches: 2))
    let done = try Conversion(path, to: place("out.safetensors"), options)
    #expect(done.notices.contains { $0.contains("auxiliary batch norms left out") })
    let main = try NarrowNetwork.weights()
    #expect(
      try differences(loadTensors(from: place("out.safetensors")), from: main, beyond: 0) == [])
    let all = try Conversion(path, to: place("all.safetensors"))
    #expect(all.count > done.count)
  }

  @Test(arguments: ["bn1.aux_bn.9223372036854775807.weight", "fc.aux_bn.0.weight"])
  func `an auxiliary branch that is of no norm is told as what the network has not`(
    name: String
  ) throws {
    var odd = try NarrowNetwork.weights()
    odd[name] = try Tensor.zeros([2])
    let text = try text { _ = try Conversion(keep(odd), to: place("out.safetensors")) }
    #expect(text.contains("'\(name)' is not in it"))
  }

  @Test func `names that are of no network tell the nearest and how much of it fits`() throws {
    var odd = try NarrowNetwork.weights(width: 16)
    odd["layer3.2.conv2.weight"] = nil
    odd["layer4.extra"] = try .zeros([1])
    let path = try keep(odd)
    let text = try text { _ = try Conversion(path, to: place("out.safetensors")) }
    #expect(text.contains(path))
    #expect(text.contains("the nearest is resnet20, of which"))
    #expect(text.contains("'layer3.2.conv2.weight' is missing"))
    #expect(text.contains("'layer4.extra' is not in it"))
    var options = Conversion.Options()
    options.architecture = "resnet02"
    #expect(throws: TrainingError.self) {
      try Conversion(path, to: place("out.safetensors"), options)
    }
  }

  @Test func `a config that contradicts the weights is refused with what differs`() throws {
    for (config, problem) in [
      (NarrowNetwork.config(classes: ["a", "b"]), "'linear.weight' is [3, 8], expected [2, 8]"),
      (NarrowNetwork.config(width: 3), "resnet20 (classes 3, channels 1, width 3), of which"),
      (NarrowNetwork.config(width: nil), "'bn1.bias' is [2], expected [16]"),
      (NarrowNetwork.config("resnet32"), "'layer1.3.bn1.bias' is missing"),
    ] {
      let path = try keep(NarrowNetwork.weights(), config)
      let text = try text { _ = try Conversion(path, to: place("out")) }
      #expect(text.contains(problem), "\(text)")
      #expect(!FileManager.default.fileExists(atPath: place("out")))
    }
  }

  @Test func `a network that is named otherwise than the config has it is refused`() throws {
    var options = Conversion.Options()
    options.architecture = "resnet32"
    let path = try keep(NarrowNetwork.weights(), NarrowNetwork.config())
    let text = try text { _ = try Conversion(path, to: place("out.safetensors"), options) }
    #expect(text.contains("the network is resnet20 by its config, not resnet32"), "\(text)")
  }

  @Test func `a folder for the hub is read again as what it was made of`() throws {
    let old = try NarrowNetwork.weights()
    let config = NarrowNetwork.config()
    _ = try Conversion(keep(old, config), to: place("hub"))
    #expect(try ModelConfig(file: place("hub/config.json")) == config)
    let again = try loadTensors(from: place("hub/model.safetensors"))
    #expect(try differences(again, from: old, beyond: 0) == [])
    let hub: HubConfig = try readJSON(place("hub/config.json"))
    #expect(hub.architecture == "resnet20" && hub.numClasses == 3 && hub.numFeatures == 8)
    #expect(hub.pretrainedCfg.inputSize == [1, 32, 32] && hub.pretrainedCfg.std == [0.25])
    #expect(hub.pretrainedCfg.classifier == "linear" && hub.pretrainedCfg.firstConv == "conv1")
    let card = try String(contentsOfFile: place("hub/README.md"), encoding: .utf8)
    #expect(card.contains("# resnet20") && card.contains("a, b, c"))
    #expect(try Predictor(weights: place("hub")).model == config)
    var changed = hub
    changed.pretrainedCfg.mean = [0.25]
    try JSONEncoder().encode(changed).write(to: URL(filePath: place("hub/config.json")))
    let text = try text { _ = try Predictor(weights: place("hub")) }
    #expect(text.contains("pretrained_cfg.mean is [0.25], but [0.5] under 'spar'"))
  }

  @Test(arguments: [(32, 36), (224, 256), (299, 333), (7, 10), (20, 29), (32, 93)])
  func `timm finds the shorter side in the part that is cut out`(height: Int, side: Int) throws {
    var config = NarrowNetwork.config()
    config.inputShape = [1, height, height]
    config.preprocessing.shorterSide = side
    var hub = HubConfig(config, features: 1, head: "fc", stem: "conv1")
    let part = try #require(hub.pretrainedCfg.cropPct)
    #expect(Int((Double(height) / part).rounded(.down)) == side)
    hub.spar = nil
    #expect(hub.config.preprocessing.shorterSide == side)
  }

  @Test func `a folder without what is known of the pictures is refused, with what to do`() throws {
    let text = try text { _ = try Conversion(keep(NarrowNetwork.weights()), to: place("hub")) }
    #expect(text.contains("--recipe"))
  }

  @Test func `a run's checkpoint is never written into`() throws {
    let path = try keep(NarrowNetwork.weights(), NarrowNetwork.config())
    let checkpoint = URL(filePath: path).deletingLastPathComponent().path
    try Data("{}".utf8).write(to: URL(filePath: "\(checkpoint)/manifest.json"))
    var options = Conversion.Options()
    options.overwrites = true
    let text = try text { _ = try Conversion(path, to: checkpoint, options) }
    #expect(text.contains("it is a run's checkpoint, which nothing may change"))
  }

  @Test func `nothing is overwritten unasked`() throws {
    let path = try keep(NarrowNetwork.weights())
    let text = try text { _ = try Conversion(path, to: path) }
    #expect(text.contains("it is there already"))
    var options = Conversion.Options()
    options.overwrites = true
    let done = try Conversion(path, to: path, options)
    #expect(try loadTensors(from: path).count == done.count)
  }

  @Test func `pictures prepared otherwise than the weights' are told`() throws {
    let path = try keep(NarrowNetwork.weights(), NarrowNetwork.config())
    let recipe = try Recipe.named("fashion-mnist-resnet20-plain")
    let notes = try recipe.notes(onWeights: path, ofAny: [Classification.name])
    #expect(notes.count == 1)
    #expect(notes.first?.contains("mean [0.5], here [0.286") == true, "\(notes)")
    #expect(notes.first?.contains("pictures of [1, 32, 32], here [1, 28, 28]") == true, "\(notes)")
    var finer = NarrowNetwork.config()
    finer.preprocessing.resampling = .bicubic
    finer.preprocessing.shorterSide = 40
    let resized = try recipe.notes(
      onWeights: keep(NarrowNetwork.weights(), finer), ofAny: [Classification.name])
    #expect(resized.first?.contains("resized by bicubic, here bilinear") == true, "\(resized)")
    #expect(
      resized.first?.contains("resized to a shorter side of 40, here the input's size") == true)
    var unknown = NarrowNetwork.config()
    unknown.architecture = "another"
    let silent = try recipe.notes(
      onWeights: keep(NarrowNetwork.weights(), unknown), ofAny: [Classification.name])
    #expect(silent.count == 1 && silent.first?.contains("no network is called 'another'") == true)
    var same = recipe
    same.network.mean = [0.5]
    same.network.deviation = [0.25]
    var other = NarrowNetwork.config()
    other.inputShape = [1, 28, 28]
    other.preprocessing = Preprocessing()
    #expect(
      try same.notes(onWeights: keep(NarrowNetwork.weights(), other), ofAny: [Classification.name])
        == [])
  }
}
