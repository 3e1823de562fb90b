import Networks

// Recipes of decoders that draw pictures in the style of others; `init` names the encoder's weights.

extension Recipe {
  /// Decoders over networks of the catalogue, and over VGG-19 as in the paper.
  static var styles: [Recipe] {
    let small = "A few minutes on two cores; init is the run of the recipe it is named after."
    var shapes = decoder("adain-shapes-resnet20", over: .shapes("plain", .plain), about: small)
    shapes.epochs = 5
    shapes.batchSize = 32
    var cifar = decoder(
      "adain-cifar10-resnet20", over: short("cifar10-resnet20-plain", .cifar10, .resnet20, .plain),
      about: "Ten epochs; init is the run of the recipe it is named after.")
    cifar.epochs = 10
    cifar.batchSize = 64
    return [shapes, cifar, overResNet50, overVGG19]
  }

  /// A decoder of `layer2` of ResNet-50, which halves sides three times as `relu4_1` does.
  private static var overResNet50: Recipe {
    var recipe = paper(
      "adain-imagenet-resnet50",
      about: "ResNet-50 in place of VGG-19; init is a file of its weights, such as torchvision's.")
    recipe.network.model = .resnet50
    recipe.initialWeights = "resnet50.safetensors"
    recipe.task = .stylisation(settings(.network(StylisationSettings.EncoderStage())))
    return recipe
  }

  /// The paper's: VGG-19's `relu4_1`, Adam at 1e-4, 160,000 batches of 8 crops of 256.
  private static var overVGG19: Recipe {
    var recipe = paper(
      "adain-imagenet-vgg19",
      about: "The decoder of Huang and Belongie, 2017 (arXiv 1703.06868); init is the usual file "
        + "of the encoder. Styles are other pictures of the batch, as shape-texture training has "
        + "them, where the paper takes paintings.")
    recipe.initialWeights = "vgg_normalised.pth"
    recipe.task = .stylisation(settings(.vgg19))
    return recipe
  }

  private static func paper(_ name: String, about: String) -> Recipe {
    var recipe = own(name, NetworkSettings().model, size: 256, .plain)
    recipe.about = about
    recipe.labelSmoothing = 0
    recipe.data.randomResizedCrop = RandomResizedCropSettings()
    recipe.data.cropPadding = 0
    recipe.data.cropFraction = 0.5
    recipe.data.threads = 8
    recipe.steps = 160_000
    recipe.batchSize = 8
    recipe.checkpointEvery = 1_000
    recipe.evaluation.batchSize = 8
    recipe.evaluation.noise = nil
    recipe.evaluation.fgsm = nil
    adam(&recipe, learningRate: 1e-4)
    recipe.schedule.shape = .constant
    return recipe
  }

  /// A decoder over `layer2` of the network that `plain` trains, on its pictures.
  private static func decoder(_ name: String, over plain: Recipe, about: String) -> Recipe {
    var recipe = plain
    recipe.name = name
    recipe.about = about
    recipe.initialWeights = "runs/\(plain.name)-1"
    recipe.task = .stylisation(settings(.network(StylisationSettings.EncoderStage())))
    recipe.evaluation = EvaluationSettings()
    recipe.evaluation.noise = nil
    recipe.evaluation.fgsm = nil
    adam(&recipe, learningRate: 1e-3)
    return recipe
  }

  private static func adam(_ recipe: inout Recipe, learningRate: Double) {
    recipe.optimizer = OptimizerSettings()
    recipe.optimizer.kind = .adamW(AdamWSettings())
    recipe.optimizer.learningRate = learningRate
    recipe.optimizer.weightDecay = 0
  }

  private static func settings(_ encoder: StylisationSettings.Encoder) -> StylisationSettings {
    var settings = StylisationSettings()
    settings.encoder = encoder
    return settings
  }
}
