import Pictures
import Testing
import Training

struct RecipeViewsTests {
  private func recipe(_ overrides: [String]) throws -> Recipe {
    try Recipe.named("cifar10-resnet20-plain", overrides: overrides)
  }

  /// The transforms' names, those of a view as one.
  private func names(_ transforms: [any Transform]) -> [String] {
    transforms.map { transform in
      (transform as? [any Transform])
        .map { $0.map { "\(type(of: $0))" }.joined(separator: " ") } ?? "\(type(of: transform))"
    }
  }

  @Test func `a method that learns from views leaves the policy to them`() throws {
    let settings = ["data.rotation={degrees: 5}", "data.augMix={severity: 2}", "data.erasing={}"]
    let plain = try recipe(settings)
    #expect(names(plain.data.cropping) == ["PadAndCrop", "RandomFlip"])
    #expect(try names(plain.changes) == ["AugMix", "RandomRotation", "RandomErasing"])
    #expect(try plain.views.isEmpty)
    let mixed = try recipe(settings + ["method=augmix"])
    #expect(names(mixed.data.cropping) == ["PadAndCrop", "RandomFlip"])
    #expect(try names(mixed.changes) == ["RandomRotation", "RandomErasing"])
    let view = "AugMix RandomRotation RandomErasing"
    #expect(try names(mixed.views) == [view, view])
    #expect(try names(mixed.augmentation) == names(mixed.data.cropping) + names(mixed.changes))
    let more = try recipe(settings + ["method={augmix: {views: 3}}"])
    #expect(try names(more.views) == [view, view, view])
    let fine = try recipe(["data.autoAugment=cifar10", "method={advprop: {views: [{}]}}"])
    #expect(try names(fine.changes) == [])
    #expect(try names(fine.views) == ["AutoAugment"])
  }

  @Test(arguments: [
    (["method=augmix"], "method.augmix: its views are mixed as data.augMix says"),
    (
      ["method=augmix", "data.randAugment={}"],
      "method.augmix: its views are mixed as data.augMix says"
    ),
    (
      ["method=augmix", "data.augMix={}", "mixing={mixup: 1}"],
      "mixing: method.augmix compares pictures"
    ),
    (
      ["method={advprop: {views: [{}]}}"],
      "method.advprop.views: no policy makes them differ from the pictures"
    ),
    (
      ["method={advprop: {cleanWeight: 0, adversarialWeight: 0}}"],
      "method.advprop: both weights are 0"
    ),
  ])
  func `what a method lacks that learns from views is told`(
    overrides: [String], text: String
  ) throws {
    let recipe = try recipe(overrides)
    let error = #expect(throws: TrainingError.self) { try recipe.check() }
    guard case .badRecipe(_, let problems) = error else { return }
    #expect(problems.count == 1 && problems[0].contains(text), "\(problems)")
  }

  @Test(arguments: [
    "method={augmix: {weight: 0}}", "method={augmix: {views: 0}}", "method={augmix: {views: 9}}",
    "method={advprop: {views: [{weight: 0}]}}", "method={augmix: {severity: 3}}",
  ])
  func `numbers that make nothing of views, and other settings, are refused`(
    override: String
  ) throws {
    #expect(throws: (any Error).self) { try recipe([override, "data.augMix={}"]) }
  }

  @Test(arguments: [
    ["method=augmix", "data.augMix={}"], ["data.augMix={}"],
    ["method={advprop: {views: [{}, {branch: main}]}}", "data.augMix={}", "mixing={mixup: 1}"],
    [
      "method={advprop: {cleanWeight: 0, adversarialWeight: 0, views: [{}]}}",
      "data.randAugment={}",
    ],
  ])
  func `policies and methods that agree are taken`(overrides: [String]) throws {
    try recipe(overrides).check()
  }
}
