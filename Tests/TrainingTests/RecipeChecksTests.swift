import Networks
import Support
import Testing
import Training

struct RecipeChecksTests {
  private let name = "fashion-mnist-resnet20-afan"

  private func problems(_ overrides: [String]) throws -> [String] {
    let recipe = try Recipe.named(name, overrides: overrides)
    do {
      try recipe.check()
      return []
    } catch TrainingError.badRecipe(_, let problems) {
      return problems
    }
  }

  @Test(arguments: [
    (["network.mean=[0.5, 0.5]"], "network.mean has 2 numbers, the pictures 1 channels"),
    (["network.deviation=[1, 1]"], "network.deviation has 2 numbers"),
    (["network.deviation=[0]"], "network.deviation has 0.0, each must be above 0"),
    (["network.classes=9"], "network.classes is 9, fashion-mnist has 10 classes"),
    (["optimizer.kind.sgd.momentum=0"], "optimizer.kind.sgd.nesterov needs a momentum above 0"),
    (
      [
        "optimizer.kind=rmsprop", "optimizer.kind.rmsprop.decouplesDecay=true",
        "optimizer.weightDecay=0",
      ],
      "optimizer.kind.rmsprop.decouplesDecay needs a weightDecay above 0"
    ),
    (["schedule.warmUp=0", "schedule.warmUpStart=0.1"], "warmUpStart needs a warmUp above 0"),
    (["schedule.warmUp=3", "epochs=2"], "schedule.warmUp is 3.0 epochs, the run has 2"),
    (["evaluation.pgd={stepSize: 1, randomStart: true}"], "evaluation.pgd.randomStart needs"),
    (["evaluation.pgd={stepSize: 2}"], "evaluation.pgd.stepSize is 2.0, but pixels lie in 0...1"),
    (
      ["method={advprop: {attack: {stepSize: 1/255, radius: 4, randomStart: true}}}"],
      "method.advprop.attack.radius is 4.0, but pixels lie in 0...1; 8 of 255 levels"
    ),
    (
      ["evaluation.pgd={stepSize: 1, cleanStarts: 0.5}"],
      "evaluation.pgd.cleanStarts needs randomStart"
    ),
    (
      ["evaluation.pgd={stepSize: 1, direction: random, targeted: true}"],
      "evaluation.pgd.targeted: a random direction has no target"
    ),
    (
      ["method={moment-exchange: {statistics: channel}}"],
      "method.moment-exchange.statistics: channel takes moments over the batch"
    ),
    (
      ["method=fast-advprop", "batchSize=16"],
      "method.fast-advprop: batchSize is 16, of which 3 are attacked, in 4 groups"
    ),
    (
      ["method={fast-advprop: {attackedShare: 0.9, groups: 1}}", "batchSize=4"],
      "method.fast-advprop: batchSize is 4, of which 4 are attacked"
    ),
    (["mixing={mixup: 1, probability: 0}"], "mixing.probability is 0"),
    (["mixing={cutmix: 1, cutmixShare: 0.2}"], "mixing.cutmixShare is for mixup and cutmix"),
    (["data.splitSeed=1"], "data.splitSeed: data.holdout is last"),
    (["newBranches=fresh", "method=advprop"], "newBranches is for a method with auxiliary"),
    (
      ["evaluation.branch={auxiliary: {index: 0}}"],
      "evaluation.branch is auxiliary 0, the method has 0 auxiliary branches"
    ),
    (
      ["method={learnable-afan: {cuts: [layer1, layer1]}}"],
      "learnable-afan.cuts[1]: stage 'layer1'"
    ),
    (
      ["method={learnable-afan: {cuts: [layer1], attack: {stepSize: 1, randomStart: true}}}"],
      "method.learnable-afan.attack.randomStart needs a radius"
    ),
    (
      ["method.afan.cuts[0].attack.direction=random", "method.afan.cuts[0].attack.targeted=true"],
      "attack.targeted: a random direction has no target"
    ),
    (
      ["method.afan.start={attacked: {stepSize: 0.1, range: {}}}"],
      "method.afan.start.attacked.range: pixels are always kept"
    ),
    (["evaluation.pgd={stepSize: 1, range: {}}"], "evaluation.pgd.range: pixels are always"),
    (["data.picturesPerFile=5"], "data.picturesPerFile is for CIFAR's files"),
    (["network.dropout=0.1"], "network.dropout is for EfficientNets and MobileNetV2, not resnet20"),
    (["network.dropPath=0.1"], "network.dropPath is for EfficientNets, not resnet20"),
    (
      ["network.model=tf_efficientnet_b0", "network.stem=small"],
      "network.stem is for resnet18 and larger ones, not tf_efficientnet_b0"
    ),
    (
      ["network.model=tf_efficientnet_lite0", "network.width=16"],
      "network.width is for networks that scale as a whole, not tf_efficientnet_lite0"
    ),
    (
      ["network.model=resnext50_32x4d", "network.width=15"],
      "network.width is 15, resnext50_32x4d needs 16 or more for its groups"
    ),
    (["network.stem=small"], "network.stem is for resnet18 and larger ones, not resnet20"),
    (["name=../away"], "name is '../away'"),
    (
      ["method.afan.cuts[0].attack.randomStart=true"],
      "method.afan.cuts[0].attack.randomStart needs a radius"
    ),
    (["method.afan.cuts[0].stage=head"], "cuts[0]: nothing follows the stage 'head'"),
    (
      [
        "method.afan.cleanWeight=0", "method.afan.cuts[0].lessons[0].weight=0",
        "method.afan.cuts[0].lessons[1].weight=0",
      ], "all weights are 0"
    ),
    (
      [
        "method.afan.cuts=[{stage: layer1, attack: {stepSize: 1}, lessons: [{weight: 1}]}, "
          + "{stage: layer1, attack: {stepSize: 2}, lessons: [{weight: 1}]}]"
      ], "cuts[1]: stage 'layer1' is cut twice"
    ),
    (
      ["method.afan.attackStatistics=running"],
      "method.afan.attackStatistics: the main branch's running averages move before the attack"
    ),
    (
      ["method.afan.attackBranch={auxiliary: {index: 0}}"],
      "method.afan.attackBranch is auxiliary 0, which nothing trains"
    ),
    (["method={advprop: {branch: main}}"], "method.advprop.attackStatistics: the main branch's"),
    (
      ["method={advprop: {cleanWeight: 0, adversarialWeight: 0}}"],
      "method.advprop: both weights are 0"
    ),
    (
      ["method={advprop: {attack: {stepSize: 1, range: {}}}}"],
      "method.advprop.attack.range: pixels are always kept"
    ),
    (
      ["method={advprop: {attack: {stepSize: 1, cleanStarts: 0.5}}}"],
      "method.advprop.attack.cleanStarts needs randomStart"
    ),
    (
      ["method={free-advprop: {attack: {stepSize: 1, targeted: true}}}"],
      "method.free-advprop.attack.targeted: the clean pictures' slopes"
    ),
    (
      ["method={free-advprop: {attack: {stepSize: 1, randomStart: true, radius: 1}}}"],
      "method.free-advprop.attack.randomStart: the clean pictures' slopes"
    ),
    (
      ["method={fast-advprop: {noiseWeight: 0}}"],
      "method.fast-advprop.noiseWeight is 0: the attack's slopes are those of"
    ),
    (
      ["method={adversarial-training: {attack: {stepSize: 1, range: {}}}}"],
      "method.adversarial-training.attack.range: pixels are always kept"
    ),
    (
      [
        "data.set=fashion-mnist",
        "method={shape-texture: {style: {adain: {encoder: a, decoder: b}}}}",
      ],
      "method.shape-texture.style.adain: VGG-19 takes pictures of 3 channels"
    ),
    (["mixing={probability: 0.5}"], "mixing: neither mixup nor cutmix is given"),
  ])
  func `settings that contradict each other are told`(overrides: [String], text: String) throws {
    let problems = try problems(overrides)
    #expect(problems.count == 1)
    #expect(problems.first?.contains(text) == true, "\(problems)")
  }

  @Test(arguments: [
    ["network.mean=[0.5]", "network.deviation=[0.25]"], ["network.classes=11"],
    ["optimizer.kind.sgd.momentum=0", "optimizer.kind.sgd.nesterov=false"],
    ["schedule.warmUp=2", "epochs=2"],
    ["evaluation.pgd={stepSize: 1, randomStart: true, radius: 1}"],
    ["evaluation.pgd={stepSize: 2, radius: 3, norm: l2}"],
    ["evaluation.pgd={stepSize: 2, unit: relative}"],
    ["method.afan.cuts[0].attack.randomStart=true", "method.afan.cuts[0].attack.radius=1"],
    ["method.afan.cleanWeight=0"], ["method=advprop"], ["method=free-advprop"],
    ["method=fast-advprop"], ["method={adversarial-training: {attack: {stepSize: 0.1}}}"],
    ["method={advprop: {branch: main, attackStatistics: batch}}"],
    ["method.afan.branch={auxiliary: {index: 1}}", "method.afan.attackStatistics=running"],
    ["method.afan.attackBranch={auxiliary: {index: 0}}", "init=weights.safetensors"],
    ["method=fast-advprop", "batchSize=18"], ["method={moment-exchange: {statistics: sample}}"],
    ["data.splitSeed=1", "data.holdout=random"], ["mixing={mixup: 1, cutmix: 1, cutmixShare: 0.2}"],
    ["mixing={mixup: 0.2}"], ["mixing={mixup: 0.2, cutmix: 1, probability: 0.5}"],
  ])
  func `settings that agree are taken`(overrides: [String]) throws {
    #expect(try problems(overrides).isEmpty)
  }

  @Test func `all contradictions are told at once, a line for each`() throws {
    let recipe = try Recipe.named(
      name,
      overrides: ["network.classes=2", "optimizer.kind.sgd.momentum=0", "network.mean=[1, 2]"])
    let error = #expect(throws: TrainingError.self) { try recipe.check() }
    let text = try #require(error?.description)
    #expect(text.split(separator: "\n").count == 4)
    #expect(text.hasPrefix("recipe '\(name)' cannot be run:"))
  }

  @Test func `an unknown stage is told with the nearest and those there are`() throws {
    let recipe = try Recipe.named(name, overrides: ["method.afan.cuts[0].stage=layer22"])
    let error = #expect(throws: TrainingError.self) { try Session<Classification>(recipe) }
    let text = try #require(error?.description)
    #expect(text.contains("no stage is called 'layer22'; did you mean layer2?"), "\(text)")
    #expect(text.contains("input, stem, layer1, layer2, layer3, head"))
  }

  @Test(arguments: [
    (["freeze=[layer22]"], "freeze[0]: no stage is called 'layer22'; did you mean layer2?"),
    (
      ["optimizer.stageFactors=[{stage: steam, factor: 2}]"],
      "optimizer.stageFactors[0]: no stage is called 'steam'; did you mean stem?"
    ),
    (["freeze=[input]"], "freeze[0]: the stage 'input' has no parameters"),
    (["freeze=[stem, stem]"], "freeze[1]: the stage 'stem' is named twice"),
    (
      ["optimizer.stageFactors=[{stage: stem, factor: 2}, {stage: stem, factor: 3}]"],
      "optimizer.stageFactors[1]: the stage 'stem' is named twice"
    ),
    (
      ["freeze=[stem]", "optimizer.stageFactors=[{stage: stem, factor: 2}]"],
      "optimizer.stageFactors[0]: the stage 'stem' is frozen and has no rate"
    ),
    (
      ["freeze=[stem, layer1, layer2, layer3, head]"],
      "freeze: nothing is left that would learn"
    ),
    (
      ["freeze=[layer3, head]"],
      "method: all stages behind 'layer2' are frozen, so nothing would be learned there"
    ),
  ])
  func `what contradicts itself of stages is told`(overrides: [String], text: String) throws {
    let recipe = try Recipe.named(name, overrides: overrides)
    let error = #expect(throws: TrainingError.self) { try Session<Classification>(recipe) }
    let found = try #require(error?.description)
    #expect(found.contains(text), "\(found)")
    #expect(found.split(separator: "\n").count == 2, "\(found)")
  }

  @Test(arguments: ["tpu", "cuda:x", "cpu:1:2"])
  func `a device of no kind is told what there are`(device: String) throws {
    let recipe = try Recipe.named(name, overrides: ["device='\(device)'"])
    let error = #expect(throws: TrainingError.self) { try Session<Classification>(recipe) }
    let text = "device is '\(device)', expected is cpu, cuda or cuda:<number>"
    #expect(error?.description.contains(text) == true, "\(String(describing: error))")
  }

  @Test func `a device that this machine lacks is told`() throws {
    let recipe = try Recipe.named(name, overrides: ["device='cuda:99'"])
    let error = #expect(throws: TrainingError.self) { try Session<Classification>(recipe) }
    #expect(error?.description.contains("device is cuda:99, this machine has") == true)
  }
}
