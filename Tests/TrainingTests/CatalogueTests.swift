import Adversary
import Networks
import Settings
import Support
import Testing
import Training

struct CatalogueTests {
  @Test(arguments: Recipe.catalogue)
  func `a recipe of the catalogue reads back equal from its own YAML`(recipe: Recipe) throws {
    let text = try recipe.yaml()
    #expect(try Recipe(yaml: text) == recipe)
    #expect(try Recipe(yaml: text).yaml() == text)
    #expect(try Recipe.named(recipe.name) == recipe)
  }

  @Test(arguments: Recipe.catalogue)
  func `a recipe of the catalogue can be run, and says what to expect`(recipe: Recipe) throws {
    try recipe.check()
    #expect(!recipe.about.isEmpty)
    let own = recipe.data.collection.isPublished ? nil : ["cat", "dog", "horse"]
    guard recipe.task == .classification else {
      return try expectsWeights(recipe.task.type, recipe, own)
    }
    let session = try Session<Classification>(recipe, classes: own)
    #expect(session.task.classes == recipe.data.classes ?? 3)
    guard case .shapeTexture(let method) = recipe.method, case .adain(let files) = method.style
    else {
      _ = try session.method
      return
    }
    let error = #expect(throws: (any Error).self) { try session.method }
    #expect(error.map { "\($0)" }?.contains(files.encoder) == true, "files are yours to bring")
  }

  private func expectsWeights<Task: TrainableTask>(
    _: Task.Type, _ recipe: Recipe, _ classes: [String]?
  ) throws {
    let error = #expect(throws: (any Error).self) {
      try Session<Task>(recipe, classes: classes)
    }
    let file = try #require(recipe.initialWeights)
    #expect("\(error as Any)".contains(file), "the encoder is yours to bring")
    guard recipe.task.name == Segmentation.name else { return }
    var drawn = recipe
    drawn.initialWeights = nil
    drawn.data.size = 33
    #expect(try Session<Segmentation>(drawn, classes: classes).task.classes == 3)
  }

  @Test(arguments: [
    ("voc2012-deeplabv3plus-resnet50", "layer3", 0.01, "aspp", 0.4, 0.01, 513),
    ("voc2012-deeplabv3plus-resnet101", "layer3", 0.01, "aspp", 0.4, 0.01, 513),
    ("cityscapes-deeplabv3plus-resnet50", "layer2", 0.01, "concat", 1.5, 0.1, 768),
  ])
  func `recipes of pixels have the settings of A-FAN's authors`(
    name: String, encoder: String, near: Double, decoder: String, far: Double, rate: Double,
    crop: Int
  ) throws {
    let recipe = try Recipe.named("\(name)-afan")
    guard case .afan(let afan) = recipe.method else {
      Issue.record("\(name)-afan is another method's")
      return
    }
    #expect(afan.cleanWeight == 0.7 && afan.lessonsMoveAverages && afan.skips == .attached)
    #expect(afan.cuts.map(\.stage) == [encoder, decoder])
    #expect(afan.cuts.map(\.attack.stepSize) == [near / 255, far / 255])
    let lessons = afan.cuts.flatMap(\.lessons)
    #expect(lessons.map(\.weight) == [0.1, 0.1, 0.1] && lessons.map(\.strength) == [0.5, 1, 1])
    #expect(lessons.prefix(2).allSatisfy { $0.normalization == .position })
    #expect((lessons[2].normalization != nil) == (decoder == "concat"))
    #expect(recipe.optimizer.learningRate == rate && recipe.data.size == crop)
    #expect(recipe.steps == 30_000 && recipe.batchSize == 4)
    let attack = PGD(steps: 5, stepSize: 1.0 / 255, radius: 4.0 / 255, randomStart: true)
    var attacked = afan
    attacked.start = .attacked(attack)
    #expect(try Recipe.named("\(name)-attacked-afan").method == .afan(attacked))
  }

  @Test(arguments: Recipe.catalogue.filter { $0.name.hasPrefix("imagenet-") })
  func `recipes for ImageNet tell what is expected, and what a run costs`(recipe: Recipe) {
    #expect(recipe.about.contains("multiply-adds."))
    #expect(recipe.about.contains("%") || recipe.about.contains("published"))
  }

  @Test func `recipes for ImageNet have the settings of the papers`() throws {
    let plain = try Recipe.named("imagenet-resnet50-plain")
    #expect(plain.epochs == 105 && plain.batchSize == 256 && plain.accumulate == 1)
    #expect(plain.schedule == Schedule(shape: .steps(.init(epochs: [30, 60, 90, 100]))))
    #expect(plain.optimizer.kind == .sgd(SGDSettings()) && plain.optimizer.weightDecay == 1e-4)
    #expect(plain.data.size == 224 && plain.data.shorterSide == 256 && plain.data.flip == 0.5)
    let fast = try Recipe.named("imagenet-resnet50-fast-advprop")
    #expect(fast.epochs == 88 && fast.batchSize == 320)
    for (size, (side, steps)) in zip(
      0...8,
      [
        (224, 1), (240, 1), (260, 1), (300, 1), (380, 5), (456, 5), (528, 5), (600, 5), (672, 5),
      ])
    {
      let recipe = try Recipe.named("imagenet-efficientnet-b\(size)-advprop")
      #expect(recipe.data.size == side && recipe.data.shorterSide == side + 32)
      #expect(recipe.batchSize * recipe.accumulate == 4096)
      guard case .advProp(let method) = recipe.method else {
        Issue.record("\(recipe.method)")
        return
      }
      #expect(method.attack.steps == steps && method.attack.stepSize == 1 / 255)
      #expect(method.attack.radius == Double(max(1, steps - 1)) / 255)
    }
  }

  @Test func `names of recipes are unique and fit a folder's name`() {
    let names = Recipe.catalogue.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil })
  }

  @Test func `the authors' recipes have the settings of their script`() throws {
    let plain = try Recipe.named("cifar10-resnet56-plain")
    #expect(plain.method == .plain)
    #expect(plain.epochs == 200)
    #expect(plain.batchSize == 128)
    #expect(plain.optimizer == OptimizerSettings())
    #expect(plain.optimizer.learningRate == 0.1 && plain.optimizer.weightDecay == 5e-4)
    #expect(plain.optimizer.kind == .sgd(SGDSettings()))
    #expect(SGDSettings().momentum == 0.9 && !SGDSettings().nesterov)
    #expect(plain.schedule == Schedule(warmUp: 1, shape: .steps(.init(epochs: [50, 150]))))
    #expect(plain.data.validation == 5_000)
    #expect(plain.data.holdout == .last)
    var afan = try Recipe.named("cifar10-resnet56-afan")
    var method = AFAN(
      cleanWeight: 0.5,
      cuts: [
        .init(
          stage: "layer1", attack: PGD(steps: 5, stepSize: 0.5 / 255),
          lessons: [.init(weight: 0.5)])
      ])
    method.lessonsMoveAverages = true
    #expect(afan.method == .afan(method))
    afan.method = .plain
    afan.name = plain.name
    #expect(afan == plain)
  }

  @Test func `an unknown recipe is told the nearest and all there are`() throws {
    let error = #expect(throws: TrainingError.self) {
      try Recipe.named("cifar10-resnet20-afn")
    }
    let text = try #require(error?.description)
    #expect(text.contains("'cifar10-resnet20-afn'"))
    #expect(text.contains("did you mean cifar10-resnet20-afan?"))
    for recipe in Recipe.catalogue { #expect(text.contains(recipe.name)) }
  }

  @Test func `a name like no recipe's is told all there are`() throws {
    let error = #expect(throws: TrainingError.self) { try Recipe.named("zzz") }
    let text = try #require(error?.description)
    #expect(!text.contains("did you mean"))
    #expect(text.contains("There are: fashion-mnist-resnet20-plain"))
  }

  @Test(arguments: ["yaml", "yml"])
  func `a file is a recipe, and may be changed by overrides`(ending: String) throws {
    let folder = try TemporaryFolder()
    let text =
      "name: mine\nepochs: 3\nmethod: {afan: {cuts: [{stage: layer1, "
      + "attack: {stepSize: 0.5/255}, lessons: [{weight: 0.5}]}]}}\n"
    let file = try folder.write(text.utf8, to: "mine.\(ending)")
    let recipe = try Recipe.named(file, overrides: ["epochs=4"])
    var right = Recipe()
    right.name = "mine"
    right.epochs = 4
    right.method = .afan(
      AFAN(
        cuts: [
          .init(
            stage: "layer1", attack: PGD(stepSize: 0.5 / 255), lessons: [.init(weight: 0.5)])
        ]))
    #expect(recipe == right)
  }

  @Test func `what is wrong in a file is told with its line`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("name: mine\ndata:\n  flipp: 0.5\n".utf8, to: "mine.yaml")
    let error = #expect(throws: SettingsError.self) { try Recipe.named(file) }
    let text = try #require(error?.description)
    #expect(text.contains("mine.yaml:3"))
    #expect(text.contains("did you mean flip?"))
  }

  @Test func `a file that is not there is told by its path`() throws {
    let error = #expect(throws: SettingsError.self) { try Recipe.named("/nowhere/mine.yaml") }
    #expect(error?.description.contains("/nowhere/mine.yaml") == true)
  }
}
