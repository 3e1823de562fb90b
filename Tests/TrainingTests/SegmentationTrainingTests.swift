import Adversary
import Foundation
import Networks
import Pictures
import Randomness
import Support
import Testing
import Torch

@testable import Training

@Suite struct SegmentationTrainingTests {
  let run: TinyRun
  let pictures: MaskedPictures

  init() throws {
    run = try TinyRun()
    pictures = try MaskedPictures()
  }

  /// A narrow DeepLabV3+, three steps an epoch.
  func recipe(_ overrides: String...) throws -> Recipe {
    let settings = [
      "data.folder=\(pictures.path)", "network.model=resnet18", "network.width=4", "init=null",
      "network.mean=null", "network.deviation=null", "optimizer.stageFactors=[]", "data.size=32",
      "data.threads=1", "threads=1", "batchSize=4", "steps=6", "logEvery=1", "evaluation.every=1",
      "evaluation.batchSize=1", "optimizer.learningRate=0.05",
    ]
    return try Recipe.named("camvid-deeplabv3plus-lite0-plain", overrides: settings + overrides)
  }

  static let afan = """
    method={afan: {cleanWeight: 0.7, cuts: [{stage: layer3, attack: {stepSize: 0.05, unit: relative}, \
    lessons: [{strength: 0.5, weight: 0.1}, {weight: 0.1, normalization: position}]}, \
    {stage: aspp, attack: {stepSize: 0.05, unit: relative}, lessons: [{weight: 0.1}]}]}}
    """

  @Test func `a network learns the classes of pixels, and is judged on all pictures' pixels`()
    throws
  {
    let recipe = try recipe("steps=150", "evaluation.every=10", "data.masks.scale=[0.9, 1.1]")
    try run.train(recipe, in: "plain")
    let final = try #require(run.log("plain").last)
    let iou = try #require(final.number("last", "clean", "pixels", "meanIoU"))
    #expect(iou > 0.6)
    #expect(final.number("last", "clean", "top1") == nil)
    #expect(try #require(final.number("last", "noise", "pixels", "meanIoU")) <= 1)
    let judged = try #require(try Judged.read(from: "\(run.place("plain"))/judged"))
    let scores = try #require(judged.last.scores["clean"]?.pixels)
    #expect(scores.classIoU.count == 4 && scores.absent == [3])
    let present = scores.classIoU.compactMap(\.self)
    #expect(abs(present.reduce(0, +) / Double(present.count) - iou) < 1e-12)
    #expect(scores.count == (0..<4).reduce(0) { $0 + (35 + $1) * (44 + $1) })
    let evaluated = try Evaluated(recipe, weights: run.place("plain"))
    #expect(evaluated.scores["clean"]?.pixels == scores)
    let page = try Report([run.place("plain")]).html()
    #expect(page.contains("mIoU") && page.contains("ground"))
  }

  @Test func `moves are measured behind stages of encoder and decoder`() throws {
    let recipe = try recipe("steps=30", "data.masks.scale=[0.9, 1.1]")
    try run.train(recipe, in: "plain")
    var settings = CalibrationSettings()
    (settings.batches, settings.lengths, settings.pictures) = (1, [0.01, 0.1], .training)
    let all = try ThreadCount.holding {
      try Calibration(recipe, weights: run.place("plain"), settings)
    }
    #expect(
      all.stages.map(\.name) == [
        "input", "stem", "layer1", "layer2", "layer3", "layer4", "aspp", "concat",
      ])
    #expect(all.batchSize == 4 && all.stages.last?.shape == [304, 8, 8])
    for stage in all.stages.dropFirst() {
      let ratios = stage.moves.map(\.lossRatio.mean)
      #expect(ratios[0] > 1 && ratios[1] > ratios[0], "\(stage.name)")
      #expect(stage.moves.allSatisfy { $0.accuracyLost != nil })
    }
    let shares = all.stages.map(\.shareBehind)
    #expect(shares == shares.sorted(by: >))
  }

  @Test(arguments: ["method=plain", afan, "method={advprop: {attack: {stepSize: 1/255}}}"])
  func `a run that was stopped goes on as if it had not been`(method: String) throws {
    let recipe = try recipe(method)
    try run.train(recipe, in: "whole")
    var steps = 0
    _ = try run.train(recipe, in: "stopped") {
      if case .step = $0 { steps += 1 }
      return steps == 4
    }
    try run.resume("stopped")
    try run.expectSame("whole", "stopped")
  }

  @Test func `A-FAN in encoder and decoder is logged and shown lesson by lesson`() throws {
    try run.train(try recipe(Self.afan), in: "afan")
    let step = try #require(run.log("afan").first { $0.kind == "step" })
    for lesson in ["layer3.0", "layer3.1", "aspp.0"] {
      #expect(try #require(step.number("moves", lesson, "rms")) > 0)
      #expect(step.number("moves", lesson, "accuracyLost") != nil)
    }
    let judged = try #require(try Judged.read(from: "\(run.place("afan"))/judged"))
    let examples = try #require(judged.last.pixels?.examples)
    #expect(examples.count == 4)
    for example in examples { #expect(example.cuts.map(\.stage) == ["layer3", "aspp"]) }
  }

  @Test func `several sizes and mirror images are averaged, whole or in the middle`() throws {
    try run.train(try recipe(), in: "plain")
    func iou(_ overrides: String...) throws -> Double {
      let yaml = try recipe().yaml()
      let recipe = try Recipe(yaml: yaml, name: "changed", overrides: overrides)
      let evaluated = try Evaluated(recipe, weights: run.place("plain"))
      return try #require(evaluated.scores["clean"]?.pixels?.meanIoU)
    }
    let single = try iou()
    #expect(try iou("evaluation.scales=[1, 1]") == single)
    #expect(try iou("evaluation.scales=[0.75, 1, 1.25]", "evaluation.flips=true") != single)
    #expect(try iou("data.masks.judged=crop", "evaluation.batchSize=4") != single)
  }

  /// A classifier's weights, and the file that they are saved to.
  private func savedClassifier(depth: Int) throws -> (file: String, store: ParameterStore) {
    let store = ParameterStore(seed: Seed(8))
    _ = try Network.resNet(
      depth: depth, classes: 7, normalization: recipe().normalization, width: 4, Scope(store))
    let file = "\(run.place("resnet\(depth)")).safetensors"
    let all = store.parameters + store.buffers
    try save(
      Dictionary(uniqueKeysWithValues: all.map { ($0.path, try $0.tensor.detach()) }), to: file)
    return (file, store)
  }

  @Test func `a backbone starts from a classifier, a whole network from one like it`() throws {
    let (file, classifier) = try savedClassifier(depth: 18)
    let session = try Session<Segmentation>(recipe("init=\(file)"), classes: MaskedPictures.classes)
    for (path, tensor) in classifier.parameters where !path.hasPrefix("fc.") {
      let own = session.store.parameters.first { $0.path == "backbone.\(path)" }
      #expect(try identical(tensor, #require(own).tensor), "\(path)")
    }
    try run.train(try recipe(), in: "first")
    let second = try Session<Segmentation>(
      recipe("init=\(run.place("first"))"), classes: MaskedPictures.classes)
    let weights = try loadTensors(
      from: "\(run.place("first"))/checkpoints/last/model.safetensors")
    for (path, tensor) in second.store.parameters {
      #expect(try identical(tensor, #require(weights[path])), "\(path)")
    }
  }

  @Test func `a deeper classifier is no backbone, and what does not fit is named`() throws {
    let (file, _) = try savedClassifier(depth: 34)
    let error = try #require(throws: NetworkError.self) {
      try Session<Segmentation>(recipe("init=\(file)"), classes: MaskedPictures.classes)
    }
    #expect(
      error.description.contains("'backbone.layer1.2.bn1.bias' is in the weights but not in"))
  }

  @Test(arguments: [
    (["network.model=resnet20"], "network.model"), (["network.stem=small"], "network.stem"),
    (["mixing={mixup: 1}"], "mixing"), (["labelSmoothing=0.1"], "labelSmoothing"),
    (["method=moment-exchange"], "method"), (["data.set=folder"], "data.set"),
    (["data.cropPadding=4"], "data.cropPadding"), (["data.rotation.degrees=5"], "data.rotation"),
    (
      [
        "method={afan: {cuts: [{stage: classifier, attack: {stepSize: 1}, "
          + "lessons: [{weight: 1}]}]}}"
      ], "nothing follows the stage 'classifier'"
    ),
    (["evaluation.scales=[]"], "evaluation.scales"), (["data.channels=1"], "data.channels"),
    (["data.autoAugment=imagenet"], "data.autoAugment"), (["data.upright=true"], "data.upright"),
  ])
  func `what telling pixels would ignore or lacks is refused`(
    settings: [String], named: String
  ) throws {
    let recipe = try Recipe(yaml: recipe().yaml(), name: "changed", overrides: settings)
    let error = #expect(throws: TrainingError.self) { try recipe.check() }
    #expect("\(error as Any)".contains(named))
  }

  @Test func `settings of pixels are refused where there are none`() throws {
    for setting in ["evaluation.flips=true", "data.masks={}", "method={afan: {skips: detached}}"] {
      let overrides =
        setting.hasPrefix("method")
        ? ["method.afan.skips=detached"] : [setting]
      let recipe = try Recipe.named("cifar10-resnet20-afan", overrides: overrides)
      #expect(throws: TrainingError.self) { try recipe.check() }
    }
  }

  @Test func `whole pictures of several sizes are judged with those of their size`() throws {
    try run.train(try recipe("evaluation.batchSize=4"), in: "plain")
    let weights = run.place("plain")
    let single = try Evaluated(recipe("evaluation.batchSize=1"), weights: weights).scores
    let several = try Evaluated(recipe("evaluation.batchSize=4"), weights: weights).scores
    #expect(single["clean"]?.pixels == several["clean"]?.pixels)
    #expect(single["clean"]?.count == 4)
  }

  @Test func `weights of other classes are refused`() throws {
    try run.train(try recipe(), in: "plain")
    try pictures.folder.write(Array("sky\nbox\nground\nnothing".utf8), to: "classes.txt")
    let error = #expect(throws: TrainingError.self) {
      try Evaluated(recipe(), weights: run.place("plain"))
    }
    #expect("\(error as Any)".contains("in another order"))
  }

  @Test func `a validation split stands in for a test split that is not there`() throws {
    let few = try MaskedPictures(["train": 8, "val": 4])
    let splits = try recipe("data.folder=\(few.path)").splits()
    #expect(splits.training.count == 8 && splits.test.count == 4)
    #expect(splits.judged == .validation)
    #expect(splits.training.classes == MaskedPictures.classes)
  }

  @Test func `a sweep of pixels is chosen by mIoU`() throws {
    let path = "\(run.place("recipe")).yaml"
    try Data(recipe().yaml().utf8).write(to: URL(filePath: path))
    #expect(try Sweep(path, words: ["steps=6"]).metric == .validationIoU)
    #expect(try Sweep("cifar10-resnet20-plain", words: []).metric == .validation)
  }
}
