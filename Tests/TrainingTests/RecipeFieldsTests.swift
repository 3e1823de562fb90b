import Adversary
import Settings
import Testing
import Training

struct RecipeFieldsTests {
  private let name = "fashion-mnist-resnet20-afan"

  private func afan(_ overrides: String...) throws -> AFAN {
    guard case .afan(let afan) = try Recipe.named(name, overrides: overrides).method else {
      throw TrainingError.badRecipe(name: name, problems: ["it is not A-FAN"])
    }
    return afan
  }

  @Test func `an override reaches the depth of a cut's attack, and changes nothing else`() throws {
    var right = try afan()
    right.cuts[0].attack.stepSize = 0.5 / 255
    #expect(try afan("method.afan.cuts[0].attack.stepSize=0.5/255") == right)
    right.cuts[0].lessons[1].normalization = .position
    right.cuts[0].attack.range = -1...2.5
    right.branch = .auxiliary(1)
    let changed = try afan(
      "method.afan.cuts[0].attack.stepSize=0.5/255", "method.afan.cuts[0].attack.range.to=2.5",
      "method.afan.cuts[0].attack.range.from=-1",
      "method.afan.cuts[0].lessons[1].normalization=position",
      "method.afan.branch=auxiliary", "method.afan.branch.auxiliary.index=1")
    #expect(changed == right)
  }

  @Test func `a method takes the place of another whole`() throws {
    let plain = try Recipe.named(name, overrides: ["method=plain"])
    #expect(plain.method == .plain)
    let back = try Recipe.named(
      "fashion-mnist-resnet20-plain",
      overrides: [
        "method=afan",
        "method.afan.cuts=[{stage: layer2, attack: {stepSize: 1}, lessons: [{weight: 1}]}]",
      ])
    let cut = AFAN.Cut(stage: "layer2", attack: PGD(stepSize: 1), lessons: [.init(weight: 1)])
    #expect(back.method == .afan(AFAN(cuts: [cut])))
  }

  @Test(arguments: [
    "evaluation.fgsm=8", "evaluation.noise=30", "method={fast-advprop: {radius: 4}}",
  ])
  func `changes of pixels that leave no picture are refused`(override: String) {
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named(name, overrides: [override])
    }
    #expect(error?.description.contains("allowed is above 0, up to 1") == true)
  }

  @Test func `an optimizer's kind is chosen, and its settings lie below it`() throws {
    let recipe = try Recipe.named(
      name,
      overrides: [
        "optimizer.kind=adamw", "optimizer.kind.adamw.beta2=0.95", "optimizer.weightDecay=0.05",
        "optimizer.stageFactors=[{stage: stem, factor: 0.1}]", "ema.decay=0.99",
        "ema.warmUp={}", "accumulate=4", "freeze=[layer1]",
        "schedule.shape={exponential: {factor: 0.9}}",
      ])
    var settings = AdamWSettings()
    settings.beta2 = 0.95
    #expect(recipe.optimizer.kind == .adamW(settings))
    #expect(recipe.optimizer.stageFactors == [.init(stage: "stem", factor: 0.1)])
    #expect(recipe.average?.decay == 0.99)
    #expect(recipe.average?.warmUp == WeightAverageSettings.WarmUp())
    #expect(recipe.accumulate == 4 && recipe.freeze == ["layer1"])
    #expect(recipe.schedule.shape == .exponential(.init(factor: 0.9)))
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named(name, overrides: ["optimizer.kind.adamw.beta1=0.8"])
    }
    #expect(error?.description.contains("sgd is chosen, so adamw has no settings") == true)
  }

  @Test func `every kind of setting can be overridden`() throws {
    let recipe = try Recipe.named(
      name,
      overrides: [
        "seed=18446744073709551615", "data.set=cifar100", "data.holdout=stratified",
        "network.model=resnet18", "network.stem=small", "network.mean=[0.5, 0.5, 0.5]",
        "optimizer.learningRate=1e-2", "schedule.shape={steps: {epochs: [3, 5]}}", "clipNorm=2",
        "precision=bf16", "device=cuda:1", "evaluation.noise=null",
        "evaluation.pgd={steps: 3, stepSize: 2/255, radius: 8/255}", "checkpointEvery=7",
      ])
    #expect(recipe.seed == .max)
    #expect(recipe.data.collection == .cifar100)
    #expect(recipe.data.holdout == .stratified)
    #expect(recipe.network.model == .resnet18)
    #expect(recipe.network.stem == .small)
    #expect(recipe.network.mean == [0.5, 0.5, 0.5])
    #expect(recipe.optimizer.learningRate == 0.01)
    #expect(recipe.schedule.shape == .steps(.init(epochs: [3, 5])))
    #expect(recipe.clipNorm == 2)
    #expect(recipe.precision == .bf16)
    #expect(recipe.device == "cuda:1")
    #expect(recipe.evaluation.noise == nil)
    #expect(recipe.evaluation.pgd == PGD(steps: 3, stepSize: 2 / 255, radius: 8 / 255))
    #expect(recipe.checkpointEvery == 7)
    #expect(try Recipe(yaml: recipe.yaml()) == recipe)
  }

  @Test(arguments: [
    ("epoch=3", "epoch", "did you mean epochs?"),
    ("data.holdot=last", "data.holdot", "did you mean holdout?"),
    ("optimizer.learninRate=1", "optimizer.learninRate", "did you mean learningRate?"),
    ("schedule.shape.cosine.ends=0", "schedule.shape.cosine.ends", "did you mean end?"),
    ("method.afan.cuts[0].stge=a", "method.afan.cuts[0].stge", "did you mean stage?"),
    (
      "method.afan.cuts[0].attack.stepsize=1", "method.afan.cuts[0].attack.stepsize",
      "did you mean stepSize?"
    ),
    (
      "method.afan.cuts[0].lessons[1].wieght=1", "method.afan.cuts[0].lessons[1].wieght",
      "did you mean weight?"
    ),
    ("evaluation.pdg={}", "evaluation.pdg", "did you mean pgd?"),
    ("method=afn", "method", "did you mean afan?"),
    ("data.set=cifar-10", "data.set", "did you mean cifar10?"),
    ("network.model=resnet55", "network.model", "did you mean resnet56?"),
    ("precision=fp61", "precision", "did you mean fp64?"),
  ])
  func `an unknown key or name is told with its path and the nearest`(
    override: String, path: String, hint: String
  ) throws {
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named(name, overrides: [override])
    }
    let error1 = try #require(error)
    #expect(error1.problems.count == 1)
    #expect(error1.description.contains("\(path): unknown"), "\(error1)")
    #expect(error1.description.contains(hint), "\(error1)")
  }

  @Test(arguments: [
    ("epochs=many", "epochs: found"), ("epochs=2.5", "epochs: found"),
    ("data.flip=often", "data.flip: found"),
    ("optimizer.kind.sgd.nesterov=1", "optimizer.kind.sgd.nesterov: found"),
    ("network=resnet20", "network: found"), ("network.mean=0.5", "network.mean: found"),
    ("method.afan.cuts[0].attack.steps=x", "method.afan.cuts[0].attack.steps: found"),
    ("seed=-1", "seed: found"), ("epochs=null", "epochs: found"),
  ])
  func `a value of a wrong type is told with what was found`(override: String, start: String) {
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named(name, overrides: [override])
    }
    #expect(error?.description.contains(start) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("epochs=0", "epochs: found 0, allowed is 1...100000"),
    ("batchSize=1", "batchSize: found 1, allowed is 2...65536"),
    ("optimizer.learningRate=0", "optimizer.learningRate: found 0"),
    ("optimizer.kind.sgd.momentum=1", "optimizer.kind.sgd.momentum: found 1"),
    ("labelSmoothing=1", "labelSmoothing: found 1"),
    ("data.flip=1.5", "data.flip: found 1.5, allowed is 0...1"),
    (
      "method.afan.cuts[0].attack.range={from: 1, to: 0}",
      "allowed is a `from` that is below `to`"
    ),
    ("data.validation=-1", "data.validation: found -1"),
    ("network.width=0", "network.width: found 0"), ("clipNorm=0", "clipNorm: found 0"),
    ("schedule.warmUp=-1", "schedule.warmUp: found -1"),
    ("method.afan.cuts[0].lessons[0].strength=1.1", "lessons[0].strength: found 1.1"),
    ("method.afan.cuts[0].attack.steps=0", "attack.steps: found 0"),
    ("method.afan.cuts=[]", "method.afan.cuts: found a list of 0"),
    ("threads=0", "threads: found 0"), ("logEvery=0", "logEvery: found 0"),
    ("optimizer.learningRate=nan", "optimizer.learningRate: found"),
    ("optimizer.learningRate=inf", "optimizer.learningRate: found"),
  ])
  func `a value out of its range is told with what is allowed`(override: String, text: String) {
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named(name, overrides: [override])
    }
    #expect(error?.description.contains(text) == true, "\(String(describing: error))")
  }

  @Test func `all that is wrong is told at once`() throws {
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named(name, overrides: ["epochs=0", "batchsize=3", "data.flip=x"])
    }
    #expect(error?.problems.count == 3)
  }

  @Test(arguments: [
    "method={afan: {cuts: [{attack: {stepSize: 1}, lessons: [{weight: 1}]}]}}",
    "method={afan: {cuts: [{stage: layer1, attack: {}, lessons: [{weight: 1}]}]}}",
    "method={afan: {cuts: [{stage: layer1, attack: {stepSize: 1}, lessons: [{}]}]}}",
    "method={afan: {}}",
  ])
  func `what has no default must be said`(override: String) {
    let error = #expect(throws: SettingsError.self) {
      try Recipe.named(name, overrides: [override])
    }
    #expect(error?.description.contains("missing; add it") == true)
  }
}
