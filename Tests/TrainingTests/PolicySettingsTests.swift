import Foundation
import Pictures
import Settings
import Support
import Testing
import Training

struct PolicySettingsTests {
  private func recipe(_ overrides: String...) throws -> Recipe {
    try Recipe(overrides: ["data.set=cifar10"] + overrides)
  }

  /// The transform behind crop and mirroring.
  private func third<Found>(_ type: Found.Type, _ override: String) throws -> Found {
    let transforms = try recipe(override).augmentation
    #expect(transforms.count == 3)
    return try #require(transforms.last as? Found)
  }

  @Test func `a published policy is named, or named with how it is read`() throws {
    let usual = Moving([.bilinear])
    #expect(
      try third(AutoAugment.self, "data.autoAugment=imagenet")
        == AutoAugment(.imageNet, moving: usual))
    #expect(
      try third(AutoAugment.self, "data.autoAugment=imagenet-v0")
        == AutoAugment(.imageNetV0, magnitudes: .timm, moving: usual))
    // CIFAR-10's mean, times 255.
    #expect(
      try third(
        AutoAugment.self,
        "data.autoAugment={cifar10: {magnitudes: timm-increasing, deviation: 0.5, "
          + "interpolation: bilinear-or-bicubic, fill: mean}}")
        == AutoAugment(
          .cifar10, magnitudes: .timmIncreasing, deviation: 0.5,
          moving: Moving([.bilinear, .bicubic], fill: [125, 123, 114])))
  }

  @Test func `RandAugment is torchvision's unless told otherwise`() throws {
    #expect(
      try third(RandAugment.self, "data.randAugment={}")
        == RandAugment(moving: Moving([.bilinear])))
    #expect(
      try third(
        RandAugment.self,
        "data.randAugment={operations: 3, magnitude: 7, magnitudes: timm-increasing, "
          + "deviation: 0.5, interpolation: bicubic, among: [Invert, Cutout]}")
        == RandAugment(
          count: 3, level: 7, magnitudes: .timmIncreasing, deviation: 0.5,
          operations: [.invert, .cutout], moving: Moving([.bicubic])))
    #expect(
      try third(
        RandAugment.self,
        "data.randAugment={magnitude: 4, highestMagnitude: 5, probability: 0.25, "
          + "interpolation: nearest}")
        == RandAugment(level: 4, of: 5, probability: 0.25))
  }

  @Test func `AugMix is its authors' unless told otherwise`() throws {
    #expect(try third(AugMix.self, "data.augMix={}") == AugMix())
    #expect(
      try third(
        AugMix.self,
        "data.augMix={chains: 2, depth: 4, severity: 1, alpha: 0.5, allOperations: true, "
          + "interpolation: nearest, fill: mean}")
        == AugMix(
          chains: 2, depth: 4...4, severity: 1, alpha: 0.5, operations: AugMix.allOperations,
          moving: Moving(fill: [125, 123, 114])))
  }

  @Test func `a policy comes behind crop and mirroring and before all else`() throws {
    let recipe = try recipe(
      "data.randAugment={}", "data.rotation={degrees: 3}", "data.colorJitter={hue: 0.1}",
      "data.grayscale=0.1", "data.erasing={}")
    #expect(
      try recipe.augmentation.map { "\(type(of: $0))" } == [
        "PadAndCrop", "RandomFlip", "RandAugment", "RandomRotation", "ColorJitter",
        "RandomGrayscale", "RandomErasing",
      ])
  }

  @Test func `a policy's file is written out where the recipe is resolved`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/mine.yaml"
    try Self.policy.write(toFile: path, atomically: true, encoding: .utf8)
    let recipe = try recipe("data.autoAugment={file: {path: \(path)}}")
    try recipe.check()
    let expected = AutoAugment(
      AugmentationPolicy([
        [.init(.shearX, 0.9, 4), .init(.invert, 0.2)], [.init(.cutout, 1, 10)],
      ]), magnitudes: .timm, moving: Moving([.nearest]))
    #expect(try recipe.augmentation.last as? AutoAugment == expected)
    let resolved = try recipe.resolved()
    try FileManager.default.removeItem(atPath: path)
    try resolved.check()
    let read = try Recipe(yaml: resolved.yaml())
    #expect(read == resolved)
    #expect(try read.augmentation.last as? AutoAugment == expected)
    let error = #expect(throws: TrainingError.self) { try recipe.check() }
    #expect(error?.description.contains("data.autoAugment.file: \(path)") == true)
    #expect(throws: SettingsError.self) { try recipe.resolved() }
  }

  private static let policy = """
    magnitudes: timm
    interpolation: nearest
    lists:
    - - {operation: ShearX, probability: 0.9, magnitude: 4}
      - {operation: Invert, probability: 0.2}
    - - {operation: Cutout, probability: 1, magnitude: 10}

    """

  @Test(arguments: [
    ("ShearX", "ShearY2", "did you mean ShearY?"), ("ShearX", "shearx", "did you mean ShearX?"),
    ("probability: 0.9", "probability: 1.1", "allowed is 0...1"),
    ("0.9", "-0.1", "allowed is 0...1"),
    ("magnitude: 4", "magnitude: 11", "allowed is 0...10"),
    ("magnitude: 4", "magnitude: x", "a finite number"),
    ("magnitude: 4", "level: 4", "known keys: operation, probability, magnitude"),
    ("probability: 0.2}", "}", "probability: missing"), ("lists", "list", "did you mean lists?"),
    ("timm", "tim", "did you mean timm?"),
  ])
  func `what is wrong in a policy's file is told with its line`(
    _ right: String, _ wrong: String, _ text: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/mine.yaml"
    let yaml = Self.policy.replacing(right, with: wrong, maxReplacements: 1)
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    let recipe = try recipe("data.autoAugment={file: {path: \(path)}}")
    let error = #expect(throws: SettingsError.self) { try recipe.resolved() }
    let message = try #require(error).description
    #expect(message.contains("mine.yaml:") && message.contains(text), "\(message)")
  }

  @Test(arguments: [
    (
      ["data.autoAugment=imagenet", "data.augMix={}"],
      "data.autoAugment and data.augMix: one of them changes pictures; give one"
    ),
    (
      ["data.autoAugment={own: {lists: [[{operation: Rotate, probability: 1, magnitude: 10}]]}}"],
      "data.autoAugment.own.lists[0][0]: magnitude is 10.0, those of torchvision are 0...9"
    ),
    (
      ["data.autoAugment={own: {lists: [[{operation: Rotate, probability: 1}]]}}"],
      "data.autoAugment.own.lists[0][0]: Rotate needs a magnitude"
    ),
    (
      ["data.autoAugment={own: {lists: [[{operation: Invert, probability: 1, magnitude: 3}]]}}"],
      "data.autoAugment.own.lists[0][0]: Invert has no magnitude; leave it out"
    ), (["data.autoAugment={own: {lists: []}}"], "data.autoAugment.own.lists is empty"),
    (
      ["data.randAugment={magnitude: 31}"],
      "data.randAugment.magnitude is 31.0, the highest is 30.0"
    ),
    (
      ["data.randAugment={magnitudes: timm, highestMagnitude: 30}"],
      "data.randAugment.highestMagnitude is for magnitudes: torchvision"
    ), (["data.randAugment={among: []}"], "data.randAugment.among is empty"),
  ])
  func `policies that contradict themselves are refused`(
    _ overrides: [String], _ text: String
  ) throws {
    let recipe = try Recipe(overrides: ["data.set=cifar10"] + overrides)
    let error = #expect(throws: TrainingError.self) { try recipe.check() }
    guard case .badRecipe(_, let problems) = error else { return }
    #expect(problems.count == 1 && problems[0].contains(text), "\(problems)")
  }

  @Test(arguments: [
    ("data.autoAugment=imagnet", "did you mean imagenet?"),
    ("data.autoAugment={imagenet: {fil: mean}}", "did you mean fill?"),
    ("data.autoAugment={own: {lists: [[]]}}", "1...16 operations"),
    ("data.autoAugment={own: {}}", "data.autoAugment.own.lists: missing"),
    ("data.autoAugment={file: {}}", "data.autoAugment.file.path: missing"),
    ("data.randAugment={operations: 0}", "allowed is 1...16"),
    ("data.randAugment={among: [Rotat]}", "did you mean Rotate?"),
    ("data.augMix={severity: 11}", "allowed is 0.1...10"),
    ("data.augMix={alpha: 0}", "allowed is 0.01...1000"),
  ])
  func `what cannot be is refused by its key`(_ override: String, _ text: String) throws {
    let error = #expect(throws: SettingsError.self) { try recipe(override) }
    #expect(error?.description.contains(text) == true, "\(String(describing: error))")
  }
}
