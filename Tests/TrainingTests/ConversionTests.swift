import Foundation
import Networks
import Randomness
import Settings
import Support
import Testing
import Torch

@testable import Training

/// Weights written in another form.
struct ConversionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// The tensors of a narrow network.
  private func weights(
    _ model: NetworkSettings.Model = .resnet20, width: Int = 2, classes: Int = 3, branches: Int = 0
  ) throws -> [String: Tensor] {
    var settings = NetworkSettings()
    settings.model = model
    settings.width = width
    let store = ParameterStore(seed: Seed(3), auxiliaryBranches: branches)
    _ = try settings.build(
      channels: 1, classes: classes, normalization: Normalization(mean: [0.5], deviation: [0.25]),
      Scope(store))
    let all = store.parameters + store.buffers
    return try Dictionary(uniqueKeysWithValues: all.map { ($0.path, try $0.tensor.clone()) })
  }

  private func config(
    _ architecture: String = "resnet20", classes: [String] = ["a", "b", "c"], width: Int? = 2
  ) -> ModelConfig {
    var preprocessing = Preprocessing()
    preprocessing.shorterSide = 36
    preprocessing.resampling = .bicubic
    return ModelConfig(
      architecture: architecture, width: width, classes: classes, outputs: classes.count,
      inputShape: [1, 32, 32], mean: [0.5], deviation: [0.25], preprocessing: preprocessing)
  }

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
    let old = try weights(width: 4)
    let named = Dictionary(
      uniqueKeysWithValues: old.map { ("state_dict.module.\($0.key)", $0.value) })
    let done = try Conversion(keep(named), to: place("out.safetensors"))
    #expect(done.architecture == "resnet20" && done.classes == 3)
    let new = try loadTensors(from: place("out.safetensors"))
    #expect(try differences(new, from: old, beyond: 0) == [])
  }

  @Test func `counts of batches may be missing`() throws {
    let old = try weights().filter { !$0.key.hasSuffix("num_batches_tracked") }
    #expect(try Conversion(keep(old), to: place("out.safetensors")).architecture == "resnet20")
  }

  @Test func `auxiliary branches are left out where that is asked, the rest bit for bit`() throws {
    var options = Conversion.Options()
    options.stripsAuxiliary = true
    let path = try keep(weights(branches: 2))
    let done = try Conversion(path, to: place("out.safetensors"), options)
    #expect(done.notices.contains { $0.contains("auxiliary batch norms left out") })
    let main = try weights()
    #expect(
      try differences(loadTensors(from: place("out.safetensors")), from: main, beyond: 0) == [])
    let all = try Conversion(path, to: place("all.safetensors"))
    #expect(all.count > done.count)
  }

  @Test func `names that are of no network tell the nearest and how much of it fits`() throws {
    var odd = try weights(width: 16)
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
      (config(classes: ["a", "b"]), "the number of classes is 2 by the config, 3 by the weights"),
      (config(width: 3), "the width is 3 by the config, 2 by the weights"),
      (config(width: nil), "the width is 0 by the config, 2 by the weights"),
      (config("resnet32"), "it is no resnet32"),
    ] {
      let path = try keep(weights(), config)
      let text = try text { _ = try Conversion(path, to: place("out")) }
      #expect(text.contains(problem), "\(text)")
      #expect(!FileManager.default.fileExists(atPath: place("out")))
    }
  }

  @Test func `a folder for the hub is read again as what it was made of`() throws {
    let old = try weights()
    let config = config()
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
    var config = config()
    config.inputShape = [1, height, height]
    config.preprocessing.shorterSide = side
    var hub = HubConfig(config, features: 1, head: "fc", stem: "conv1")
    let part = try #require(hub.pretrainedCfg.cropPct)
    #expect(Int((Double(height) / part).rounded(.down)) == side)
    hub.spar = nil
    #expect(hub.config.preprocessing.shorterSide == side)
  }

  @Test func `a folder without what is known of the pictures is refused, with what to do`() throws {
    let text = try text { _ = try Conversion(keep(weights()), to: place("hub")) }
    #expect(text.contains("--recipe"))
  }

  @Test func `nothing is overwritten unasked`() throws {
    let path = try keep(weights())
    let text = try text { _ = try Conversion(path, to: path) }
    #expect(text.contains("it is there already"))
    var options = Conversion.Options()
    options.overwrites = true
    let done = try Conversion(path, to: path, options)
    #expect(try loadTensors(from: path).count == done.count)
  }

  @Test func `pictures prepared otherwise than the weights' are told`() throws {
    let path = try keep(weights(), config())
    let recipe = try Recipe.named("fashion-mnist-resnet20-plain")
    let notes = try recipe.notes(onWeights: path)
    #expect(notes.count == 1)
    #expect(notes.first?.contains("mean [0.5], here [0.286") == true, "\(notes)")
    #expect(notes.first?.contains("pictures of [1, 32, 32], here [1, 28, 28]") == true, "\(notes)")
    var same = recipe
    same.network.mean = [0.5]
    same.network.deviation = [0.25]
    var other = config()
    other.inputShape = [1, 28, 28]
    #expect(try same.notes(onWeights: keep(weights(), other)) == [])
  }
}
