import Foundation
import Networks
import Pictures
import Support
import Testing
import Torch

@testable import Training

struct ModelConfigTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func config(_ overrides: String...) throws -> ModelConfig {
    let recipe = try Recipe.named("cifar10-resnet20-afan", overrides: overrides)
    return ModelConfig(recipe, classes: (0..<10).map { "kind \($0)" })
  }

  @Test(arguments: [
    [], ["network.width=3"], ["network.model=resnet18", "network.stem=small"],
    ["network.classes=12"], ["network.mean=[0.1, 0.2, 0.3]", "precision=fp64"],
    ["method.afan.branch={auxiliary: {index: 1}}"],
  ])
  func `a config read back builds the network whose weights it lies beside`(
    overrides: [String]
  ) throws {
    let recipe = try Recipe.named("cifar10-resnet20-afan", overrides: overrides)
    let session = try Session<Classification>(recipe)
    let written = ModelConfig(recipe, classes: (0..<10).map(String.init))
    let path = try folder.write(RunLog.line(written), to: "config.json")
    let read = try ModelConfig(file: path)
    #expect(read == written)
    let store = ParameterStore(
      seed: .init(0), precision: recipe.precision, auxiliaryBranches: read.auxiliaryBranches,
      from: .init(name: "weights", session.weights))
    let network = try read.build(Scope(store))
    let pictures = try Tensor.uniform([2, 3, 32, 32], seed: .init(1)).to(recipe.precision.storage)
    let state = ClassifierState(maps: [pictures], targets: try Tensor([0, 1]))
    let logits = try [network, session.task.network].map { try $0(state, .evaluation).maps[0] }
    #expect(logits[0].shape == [2, recipe.network.classes ?? 10])
    #expect(try identical(logits[0].detach(), logits[1].detach()))
  }

  @Test(
    arguments: [
      ("224", "", Resampling.bicubic, 256),
      ("224", ",\"interpolation\":\"bilinear\"", .bilinear, 256),
      ("224", ",\"crop_pct\":0.95", .bicubic, 235), ("-224", ",\"crop_pct\":1e-300", nil, nil),
    ] as [(String, String, Resampling?, Int?)])
  func `what timm's config does not say is what timm takes it for`(
    height: String, more: String, resampling: Resampling?, side: Int?
  ) throws {
    let text = """
      {"architecture":"resnet18","num_classes":2,"pretrained_cfg":{"input_size":[3,\(height),224],\
      "mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5]\(more)}}
      """
    let path = try folder.write(text.utf8, to: "config.json")
    guard let resampling else {
      let error = #expect(throws: TrainingError.self) { try ModelConfig(file: path) }
      #expect(error?.description.contains("inputShape is [3, -224, 224]") == true)
      return
    }
    let preprocessing = try ModelConfig(file: path).preprocessing
    #expect(preprocessing.resampling == resampling && preprocessing.shorterSide == side)
  }

  @Test func `an output beyond the classes has a number`() throws {
    let config = try config("network.classes=12")
    #expect(config.outputs == 12)
    #expect(config.name(ofOutput: 9) == "kind 9")
    #expect(config.name(ofOutput: 11) == "class 11")
  }

  @Test(arguments: [
    ("", "it is no JSON"), ("[]", "is not of type"), ("{}", "'architecture' is missing"),
  ])
  func `a config that is none is told by its place`(text: String, cause: String) throws {
    let path = try folder.write(text.utf8, to: "config.json")
    let error = #expect(throws: TrainingError.self) { try ModelConfig(file: path) }
    let message = try #require(error?.description)
    #expect(message.hasPrefix("cannot read \(path): ") && message.contains(cause), "\(message)")
  }

  @Test func `every value that cannot be is told`() throws {
    var config = try config()
    config.architecture = "resnet21"
    config.stem = "huge"
    config.width = 0
    config.auxiliaryBranches = -1
    config.outputs = 9
    config.inputShape = [2, 32, 32]
    config.mean = [0.5]
    config.deviation = [1, 0]
    config.precision = "fp8"
    config.preprocessing.shorterSide = 0
    let path = try folder.write(RunLog.line(config), to: "config.json")
    let error = #expect(throws: TrainingError.self) { try ModelConfig(file: path) }
    for problem in [
      "no network is called 'resnet21'; did you mean resnet20?", "'huge' is no stem", "width is 0",
      "auxiliaryBranches is -1", "9 outputs are too few for 10 classes",
      "inputShape is [2, 32, 32]",
      "mean has 1 numbers, the pictures 2 channels", "deviation is [1.0, 0.0]", "'fp8' is no",
      "preprocessing.shorterSide is 0",
    ] { #expect(error?.description.contains(problem) == true, "\(problem)") }
  }
  @Test func `a network that is no backbone tells no classes of pixels`() throws {
    var config = NarrowSegmentation.config
    config.architecture = "resnet20"
    let path = try folder.write(RunLog.line(config), to: "config.json")
    let error = #expect(throws: TrainingError.self) {
      try ModelConfig(file: path, of: Segmentation.name)
    }
    #expect(error?.description.contains("architecture is resnet20, which is no backbone") == true)
  }

  @Test func `a width that leaves groups without channels is refused`() throws {
    let config = NarrowNetwork.config("resnext50_32x4d", width: 15)
    let path = try folder.write(RunLog.line(config), to: "config.json")
    let error = #expect(throws: TrainingError.self) { try ModelConfig(file: path) }
    #expect(error?.description.contains("width is 15, allowed is 16...4096") == true)
  }
}
