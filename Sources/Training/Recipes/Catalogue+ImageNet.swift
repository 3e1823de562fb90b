import Adversary

// Recipes for ImageNet's 1,000 classes, with the settings of the methods' papers; `data.folder` is a
// folder of `train` and `val`. `Docs/Training/ImageNet.md` has what they cost.

extension Recipe {
  /// Every recipe for ImageNet.
  static let imageNet: [Recipe] =
    [
      resNet50(
        "plain", .plain, cost: "1.7e18",
        "76.2 %, as the Fast AdvProp paper trains it"),
      resNet50(
        "afan", .afan(.recommended), cost: "3.5e18 (2.11 plain steps each)",
        "No number is published: A-FAN's authors name no settings for ImageNet. Spar's cut and step"
      ),
      resNet50(
        "advprop", .advProp(AdvProp()), cost: "4.4e18 (2.67 plain steps each)",
        "77.5 % for an attack of one step (Mei et al., 2022, table 1), plain 76.2 %"),
      resNet50(
        "free-advprop", .freeAdvProp(FreeAdvProp()), cost: "3.3e18 (2 plain steps each)",
        "Spar's own variant, whose attack takes its slopes from the clean pass; no number is "
          + "published"),
      fastAdvPropResNet50,
      shapeTextureResNet50,
    ] + efficientNets

  /// The schedule that AdvProp and Fast AdvProp are compared by (Mei et al., 2022, section 4.1).
  private static func resNet50(
    _ method: String, _ settings: Method, cost: String, _ expected: String
  ) -> Recipe {
    var recipe = photographs(of: .resnet50, "resnet50-\(method)", settings)
    recipe.about = "\(expected). \(Self.costs(cost))"
    recipe.epochs = 105
    recipe.batchSize = 256
    recipe.schedule = Schedule(shape: .steps(Schedule.Steps(epochs: [30, 60, 90, 100])))
    return recipe
  }

  /// How much a run of the whole length costs, in words: multiply-adds, as ImageNet.md has them.
  private static func costs(_ multiplyAdds: String) -> String {
    "A run makes \(multiplyAdds) multiply-adds."
  }

  /// Epochs and steps for the passes of a plain run of 105: a fifth more pictures of each batch are
  /// attacked, so each is five sixths as long.
  private static var fastAdvPropResNet50: Recipe {
    var recipe = resNet50(
      "fast-advprop", .fastAdvProp(FastAdvProp()), cost: "1.7e18 (1.2 plain steps each)",
      "76.5 % (Mei et al., 2022, table 1) for the cost of the plain run's 76.2 %")
    recipe.batchSize = 320
    recipe.epochs = 88
    recipe.schedule = Schedule(shape: .steps(Schedule.Steps(epochs: [25, 50, 75, 83])))
    return recipe
  }

  /// The settings of shape-texture training's authors, who learn from two batches of 256 at a time.
  private static var shapeTextureResNet50: Recipe {
    var settings = ShapeTextureSettings()
    var files = ShapeTextureSettings.AdaINFiles()
    files.encoder = "vgg_normalised.safetensors"
    files.decoder = "decoder.safetensors"
    settings.style = .adain(files)
    settings.multiGrid = MultiGrid()
    var recipe = resNet50(
      "shape-texture", .shapeTexture(settings), cost: "2.5e18 (1.56 plain steps each)",
      "76.9 % (Li et al., 2021), plain 76.4 %; the files of AdaIN's weights are yours to bring "
        + "(Docs/Methods/ShapeTexture.md)")
    recipe.epochs = 100
    recipe.accumulate = 2
    recipe.optimizer.learningRate = 0.2
    recipe.schedule = Schedule(warmUp: 5, shape: .steps(Schedule.Steps(epochs: [30, 60, 90])))
    return recipe
  }

  /// AdvProp's EfficientNets with AutoAugment, and what the paper's checkpoints reach.
  private static var efficientNets: [Recipe] {
    let networks: [(NetworkSettings.Model, reaches: Double, without: Double?, cost: String)] = [
      (.efficientNetB0, 77.6, 77.1, "1.4e18"), (.efficientNetB1, 79.6, 79.1, "2.5e18"),
      (.efficientNetB2, 80.5, 80.1, "3.6e18"), (.efficientNetB3, 81.9, 81.6, "6.6e18"),
      (.efficientNetB4, 83.3, 82.9, "3.2e19"), (.efficientNetB5, 84.3, 83.6, "7.4e19"),
      (.efficientNetB6, 84.8, 84.0, "1.4e20"), (.efficientNetB7, 85.2, 84.3, "2.7e20"),
      (.efficientNetB8, 85.5, nil, "4.5e20"),
    ]
    return networks.enumerated().map { number, network in
      let reaches = "\(network.reaches) % (checkpoints of Xie et al., 2020)"
      let without = network.without.map { ", \($0) % without the adversary" } ?? ""
      var recipe = efficientNet(network.0, "b\(number)", isSmall: number < 4)
      recipe.about =
        reaches + without + ". The paper has weaker attacks for small networks without a table of "
        + "them: one step up to B3 here, five beyond. "
        + costs("\(network.cost) (\(number < 4 ? "2.67" : "5.33") plain steps each)")
      return recipe
    }
  }

  /// Batches of 4,096 pictures, in parts; RMSProp, its rate 0.97 of itself every 2.4 epochs, an
  /// average of the weights (Tan and Le, 2019, section 5.2; Xie et al., 2020, section 5.1).
  private static func efficientNet(
    _ model: NetworkSettings.Model, _ name: String, isSmall: Bool
  ) -> Recipe {
    var method = AdvProp()
    if !isSmall {
      method.attack.steps = 5
      method.attack.radius = 4.0 / 255
    }
    var recipe = photographs(of: model, "efficientnet-\(name)-advprop", .advProp(method))
    recipe.data.interpolation = .bicubic
    recipe.data.autoAugment = .imageNetV0(PolicyReading())
    recipe.network.mean = [0.5, 0.5, 0.5]
    recipe.network.deviation = [0.5, 0.5, 0.5]
    recipe.labelSmoothing = 0.1
    recipe.epochs = 350
    recipe.batchSize = isSmall ? 256 : 64
    recipe.accumulate = 4096 / recipe.batchSize
    var rmsProp = RMSPropSettings()
    rmsProp.epsilon = 1e-3
    recipe.optimizer.kind = .rmsProp(rmsProp)
    recipe.optimizer.learningRate = 0.256
    recipe.optimizer.weightDecay = 1e-5
    recipe.optimizer.decaysNormsAndBiases = false
    recipe.schedule = Schedule(warmUp: 5, shape: .exponential(Schedule.Exponential()))
    recipe.average = WeightAverageSettings()
    return recipe
  }

  /// ImageNet's usual crops, judged on the pictures of `val`: a random part for training, and the
  /// middle of a picture whose shorter side is 32 pixels longer.
  private static func photographs(
    of model: NetworkSettings.Model, _ name: String, _ method: Method
  ) -> Recipe {
    let size = model.usualSize
    var recipe = own("imagenet-\(name)", model, size: size, method)
    recipe.labelSmoothing = 0
    recipe.optimizer.kind = .sgd(SGDSettings())
    recipe.optimizer.weightDecay = 1e-4
    recipe.data.cropFraction = Double(size) / Double(size + 32)
    recipe.data.cropPadding = 0
    recipe.data.randomResizedCrop = RandomResizedCropSettings()
    recipe.data.threads = 8
    recipe.checkpointEvery = 1_000
    return recipe
  }
}
