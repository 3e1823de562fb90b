import Networks
import Pictures
import Randomness
import Support
import Testing

@testable import Training

struct DataChecksTests {
  private func problems(_ name: String, _ overrides: [String]) throws -> [String] {
    do {
      try Recipe.named(name, overrides: overrides).check()
      return []
    } catch TrainingError.badRecipe(_, let problems) {
      return problems
    }
  }

  @Test(arguments: [
    "test=5", "channels=1", "cropFraction=1", "reducingGap=2", "upright=true",
    "damaged=skip", "limits={}", "interpolation=bicubic", "classFile=names.txt",
  ])
  func `settings for pictures of one's own are refused for a published set`(
    setting: String
  ) throws {
    let problems = try problems("cifar10-resnet20-plain", ["data.\(setting)"])
    #expect(problems.count == 1)
    let key = setting.prefix { $0 != "=" }
    #expect(problems.first?.hasPrefix("data.\(key) is for pictures of your own") == true)
    #expect(problems.first?.hasSuffix("not cifar10") == true)
  }

  @Test(arguments: [
    (["data.randomResizedCrop={}"], "data.cropPadding is 4, but data.randomResizedCrop crops"),
    (["data.colorJitter={}"], "data.colorJitter changes nothing"),
  ])
  func `what would be ignored is refused`(overrides: [String], text: String) throws {
    let problems = try problems("cifar10-resnet20-plain", overrides)
    #expect(problems.count == 1 && problems[0].contains(text), "\(problems)")
  }

  @Test(arguments: [
    (["data.holdout=last"], "data.holdout is last, but a folder comes class by class"),
    (["data.set=tar", "data.holdout=last"], "but a tar comes class by class"),
    (["data.validation=0", "data.test=0"], "nothing would be judged"),
    (["data.picturesPerFile=5"], "data.picturesPerFile is for CIFAR's files"),
    (["data.cropPadding=4"], "data.cropPadding is 4, but data.randomResizedCrop crops already"),
    (["data.channels=1"], "data.colorJitter: grey pictures have no saturation"),
    (["data.channels=1", "data.colorJitter=null", "data.grayscale=0.1"], "are grey already"),
    (["network.mean=[0.5]"], "network.mean has 1 numbers, the pictures 3 channels"),
  ])
  func `contradictions among pictures of one's own are told`(
    overrides: [String], text: String
  ) throws {
    let problems = try problems("folder-resnet18-plain", overrides)
    #expect(problems.count == 1 && problems[0].contains(text), "\(problems)")
  }

  @Test(arguments: [
    ("cifar10-resnet20-plain", ["data.randomResizedCrop={}", "data.cropPadding=0"]),
    (
      "cifar10-resnet20-plain",
      ["data.randomResizedCrop={}", "data.cropPadding=0", "data.interpolation=bicubic"]
    ), ("cifar10-resnet20-plain", ["data.size=64", "data.interpolation=bicubic"]),
    ("cifar10-resnet20-plain", ["data.validation=0.1", "data.erasing={}", "data.grayscale=1"]),
    ("folder-resnet18-plain", ["data.set=list", "data.holdout=last"]),
    ("folder-resnet18-plain", ["data.channels=1", "data.colorJitter={brightness: 0.3}"]),
    ("folder-resnet18-plain", ["data.validation=0"]), ("folder-resnet18-plain", ["data.test=0"]),
  ])
  func `settings that agree are taken`(name: String, overrides: [String]) throws {
    #expect(try problems(name, overrides).isEmpty)
  }

  @Test func `pictures of a published set are resized whole where a size is asked for`() throws {
    let pictures = try TinyPictures.cifar10()
    func first(_ size: [String]) throws -> (picture: Picture, recipe: Recipe) {
      let recipe = try Recipe.named(
        "cifar10-resnet20-plain", overrides: pictures.settings + ["data.validation=10"] + size)
      let batches = Loader(
        set: try recipe.splits().test, reading: recipe.data.reading, batchSize: 1,
        shuffles: false, seed: Seed(1)
      ).epoch(0)
      let read = try #require(try batches.next())
      return (
        Picture(
          channels: read.shape[1], height: read.shape[2], width: read.shape[3], bytes: read.bytes),
        recipe
      )
    }
    let own = try first([]).picture
    let (larger, recipe) = try first(["data.size=48", "data.interpolation=bicubic"])
    #expect(own.height == 32 && larger == own.resized(height: 48, width: 48, with: .bicubic))
    let network = try Session<Classification>(recipe).task.network
    #expect(network.multiplyAdds > 90e6)
    #expect(recipe.data.pictureShape == [3, 48, 48])
    #expect(Preprocessing(recipe.data).shorterSide == 48)
  }

  @Test func `a head that is too small for the pictures is told with both counts`() throws {
    let recipe = try Recipe.named("folder-resnet20-plain", overrides: ["network.classes=2"])
    let error = #expect(throws: TrainingError.self) {
      try Session<Classification>(recipe, classes: ["cat", "dog", "horse"])
    }
    #expect(
      error?.description.contains("network.classes is 2, data has 3 classes: cat, dog, horse")
        == true)
    #expect(try Session<Classification>(recipe, classes: ["cat", "dog"]).task.classes == 2)
    #expect(try Session<Classification>(recipe, classes: ["cat"]).task.classes == 2)
    #expect(try Session<Classification>(recipe).task.classes == 2)
  }

  @Test func `a network for pictures that nobody looked at needs a number of classes`() throws {
    let recipe = try Recipe.named("folder-resnet20-plain")
    let error = #expect(throws: TrainingError.self) { try Session<Classification>(recipe) }
    #expect(error?.description.contains("network.classes is not given") == true)
  }
}
