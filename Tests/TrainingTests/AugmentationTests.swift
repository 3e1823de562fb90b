import Networks
import Pictures
import Settings
import Support
import Testing
import Training

struct AugmentationTests {
  private func recipe(_ overrides: String...) throws -> Recipe {
    try Recipe.named("folder-resnet18-plain", overrides: overrides)
  }

  /// The only transform of a recipe that changes colours and flips nothing.
  private func only<Found>(_ type: Found.Type, _ override: String) throws -> Found {
    let recipe = try recipe("data.colorJitter=null", override)
    #expect(try recipe.augmentation.count == 1)
    return try #require(try recipe.augmentation.first as? Found)
  }

  @Test func `photographs are judged as timm judges them`() throws {
    let usual = try recipe()
    let reading = try #require(usual.data.reading as? CenterCropReading)
    #expect(reading.resize == Resize(.shorterSide(256)))
    #expect(reading.crop == CenterCrop(size: 224))
    let other = try recipe(
      "data.size=160", "data.cropFraction=0.95", "data.interpolation=bicubic", "data.reducingGap=2")
    let changed = try #require(other.data.reading as? CenterCropReading)
    #expect(changed.resize == Resize(.shorterSide(168), resampling: .bicubic))
    #expect(changed.crop == CenterCrop(size: 160))
    #expect(changed.reducingGap == 2)
    #expect(Recipe().data.reading == nil && Recipe().data.trainingReading == nil)
  }

  @Test func `a random crop is read with the flip`() throws {
    let small = try recipe(
      "data.randomResizedCrop={scale: [0.1, 0.5]}", "data.flip=0.3", "data.size=64")
    let reading = try #require(small.data.trainingReading as? RandomCropReading)
    #expect(reading.crop == RandomResizedCrop(size: 64, scale: 0.1...0.5))
    #expect(reading.flip == RandomFlip(probability: 0.3))
    let plain = try recipe("data.flip=0").data.trainingReading as? RandomCropReading
    #expect(plain != nil && plain?.flip == nil)
  }

  @Test func `without a random crop the middle is shifted and mirrored`() throws {
    let recipe = try recipe(
      "data.randomResizedCrop=null", "data.cropPadding=8", "data.colorJitter=null", "data.size=32")
    #expect(recipe.data.trainingReading as? CenterCropReading == CenterCropReading(size: 32))
    #expect(try recipe.augmentation.first as? PadAndCrop == PadAndCrop(padding: 8, size: 32))
    #expect(try recipe.augmentation.last as? RandomFlip == RandomFlip())
    #expect(try recipe.augmentation.count == 2)
  }

  @Test func `rotation and erasing are filled with the mean colour unless told otherwise`() throws {
    // ImageNet's mean, 0.485, 0.456 and 0.406, times 255.
    #expect(
      try only(RandomRotation.self, "data.rotation={degrees: 15}")
        == RandomRotation(upTo: 15, resampling: .bilinear, fill: [124, 116, 104]))
    #expect(
      try only(
        RandomRotation.self, "data.rotation={degrees: 5, interpolation: nearest, fill: black}")
        == RandomRotation(upTo: 5))
    #expect(
      try only(RandomErasing.self, "data.erasing={}")
        == RandomErasing(fill: .color([124, 116, 104])))
    let noise = try only(
      RandomErasing.self,
      "data.erasing={probability: 0.2, scale: [0.1, 0.2], ratio: [1, 2], fill: noise}")
    let normalization = try recipe().data.normalization
    #expect(
      noise
        == RandomErasing(
          probability: 0.2, scale: 0.1...0.2, ratio: 1...2,
          fill: .noise(
            mean: normalization.mean.map { 255 * $0 },
            deviation: normalization.deviation.map { 255 * $0 })))
  }

  @Test func `the network's own mean is the mean colour`() throws {
    let recipe = try recipe(
      "network.mean=[0, 1, 0.5]", "network.deviation=[1, 1, 1]", "data.erasing={}",
      "data.colorJitter=null")
    let erasing = try #require(try recipe.augmentation.first as? RandomErasing)
    #expect(erasing.fill == .color([0, 255, 128]))
  }

  @Test func `everything at once comes in the order of torchvision's recipes`() throws {
    var recipe = Recipe()
    recipe.data.rotation = RotationSettings()
    recipe.data.rotation?.degrees = 3
    recipe.data.colorJitter = ColorJitterSettings()
    recipe.data.colorJitter?.brightness = 0.4
    recipe.data.grayscale = 0.2
    recipe.data.erasing = ErasingSettings()
    let names = try recipe.augmentation.map { "\(type(of: $0))" }
    #expect(
      names == [
        "PadAndCrop", "RandomFlip", "RandomRotation", "ColorJitter", "RandomGrayscale",
        "RandomErasing",
      ])
    let jitter = try recipe.augmentation[3] as? ColorJitter
    #expect(jitter == ColorJitter(brightness: 0.4, contrast: 0, saturation: 0, hue: 0))
  }

  @Test(arguments: [
    ("data.randomResizedCrop.scale=[0.5, 0.2]", "[lowest, highest] within 0...1"),
    ("data.randomResizedCrop.scale=[0.5]", "[lowest, highest] within 0...1"),
    ("data.randomResizedCrop.scale=[0.5, 1.2]", "[lowest, highest] within 0...1"),
    ("data.randomResizedCrop.ratio=[0, 1]", "[lowest, highest] within 0.01...100"),
    ("data.rotation={}", "data.rotation.degrees: missing"),
    ("data.rotation.degrees=0", "allowed is above 0, up to 180"),
    ("data.colorJitter.hue=0.6", "allowed is 0...0.5"),
    ("data.erasing.probability=0", "allowed is above 0, up to 1"),
    ("data.erasing.fil=noise", "did you mean fill?"), ("data.channels=2", "allowed is 1 or 3"),
    ("data.size=0", "allowed is 1...2048"), ("data.cropFraction=0.1", "allowed is 0.25...1"),
    ("data.damaged=ignore", "known names: refuse, skip"),
    ("data.limits.pixel=5", "did you mean pixels?"),
  ])
  func `what cannot be is refused by its key`(override: String, text: String) throws {
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named("folder-resnet18-plain", overrides: [override])
    }
    #expect(error?.description.contains(text) == true, "\(String(describing: error))")
  }
}
