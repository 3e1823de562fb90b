import Adversary
import Networks

// Recipes that tell the class of every pixel; `data.folder` says where the pictures are, `init` the
// backbone's weights.

extension Recipe {
  /// DeepLabV3+ on VOC 2012, Cityscapes and CamVid, plainly, by A-FAN and by attacked pictures.
  static var segmentation: [Recipe] {
    var recipes: [Recipe] = []
    for (model, name) in [(NetworkSettings.Model.resnet50, "resnet50"), (.resnet101, "resnet101")] {
      recipes += ways(below: voc("voc2012-deeplabv3plus-\(name)", model), .vocAuthors)
    }
    let attacked = advProp(recipes[0], named: "voc2012-deeplabv3plus-resnet50")
    return recipes + attacked + ways(below: cityscapes, .cityscapesAuthors)
      + ways(below: camVid, .camVid).filter { !$0.name.hasSuffix("-attacked-afan") }
  }

  /// `plain` under the name of its method, by A-FAN, and by A-FAN on attacked pictures.
  private static func ways(below plain: Recipe, _ afan: AFAN) -> [Recipe] {
    var attacked = afan
    attacked.start = .attacked(pixelAttack)
    let methods: [(String, Method)] = [
      ("plain", .plain), ("afan", .afan(afan)), ("attacked-afan", .afan(attacked)),
    ]
    return methods.map { name, method in
      var recipe = plain
      recipe.name += "-\(name)"
      recipe.method = method
      if case .afan(let afan) = method, afan.start != .clean {
        recipe.about +=
          " The attack is that of the scripts called advt, which however move features of the clean "
          + "pictures, here of the attacked ones."
      }
      return recipe
    }
  }

  /// That of the authors' `_advt` scripts.
  private static let pixelAttack = PGD(
    steps: 5, stepSize: 1.0 / 255, radius: 4.0 / 255, randomStart: true)

  /// The same on attacked pictures: beside clean ones through norms of their own, and alone.
  private static func advProp(_ plain: Recipe, named name: String) -> [Recipe] {
    var both = AdvProp()
    both.attack = pixelAttack
    let methods: [(String, Method)] = [
      ("advprop", .advProp(both)),
      ("adversarial", .adversarialTraining(AdversarialTraining(attack: pixelAttack))),
    ]
    return methods.map { suffix, method in
      var recipe = plain
      recipe.name = "\(name)-\(suffix)"
      recipe.about = "The recipe \(plain.name) on attacked pictures; no published number is known."
      recipe.method = method
      return recipe
    }
  }

  /// The A-FAN authors' settings for VOC 2012: 1,464 pictures, crops of 513, 30,000 steps of 4.
  private static func voc(_ name: String, _ model: NetworkSettings.Model) -> Recipe {
    var recipe = pixels(name, model, .vocSegmentation, crop: 513)
    recipe.about =
      "The settings of the A-FAN authors' VOC 2012 scripts (arXiv 2103.12171), train to val; init "
      + "is a file of the backbone's ImageNet weights. Their figures are not in their code."
    recipe.initialWeights = "\(model.rawValue).safetensors"
    recipe.data.folder = "data/VOCdevkit/VOC2012"
    recipe.data.masks?.judged = .crop
    recipe.steps = 30_000
    recipe.evaluation.every = 10
    return recipe
  }

  /// The A-FAN authors' settings for Cityscapes: crops of 768, 30,000 steps of 4, a rate of 0.1.
  private static var cityscapes: Recipe {
    var recipe = pixels(
      "cityscapes-deeplabv3plus-resnet50", .resnet50, .cityscapes, crop: 768)
    recipe.about =
      "The settings of the A-FAN authors' Cityscapes scripts (arXiv 2103.12171), train to val, whole "
      + "pictures judged; init is a file of the backbone's ImageNet weights."
    recipe.initialWeights = "resnet50.safetensors"
    recipe.data.folder = "data/cityscapes"
    recipe.data.masks?.scale = 1...1
    recipe.data.colorJitter = ColorJitterSettings()
    recipe.data.colorJitter?.brightness = 0.5
    recipe.data.colorJitter?.contrast = 0.5
    recipe.data.colorJitter?.saturation = 0.5
    recipe.optimizer.learningRate = 0.1
    recipe.schedule.shape = .polynomial(Schedule.Polynomial(power: 0.9, end: 1e-5))
    recipe.steps = 30_000
    recipe.evaluation.every = 5
    recipe.evaluation.batchSize = 1
    return recipe
  }

  /// EfficientNet-lite0 on CamVid's 367 pictures of 480x360, for two cores.
  private static var camVid: Recipe {
    var recipe = pixels(
      "camvid-deeplabv3plus-lite0", .efficientNetLite0, .vocSegmentation, crop: 240)
    recipe.about =
      "CamVid's 11 classes as the SegNet tutorial cuts them, laid out as VOC's. A schedule of Spar's "
      + "own for two cores, not yet run to its end. init is a file of ImageNet weights."
    recipe.initialWeights = "tf_efficientnet_lite0.safetensors"
    recipe.network.mean = [0.5, 0.5, 0.5]
    recipe.network.deviation = [0.5, 0.5, 0.5]
    recipe.data.folder = "data/camvid"
    recipe.batchSize = 8
    recipe.steps = 1_500
    recipe.evaluation.every = 11
    recipe.evaluation.batchSize = 8
    return recipe
  }

  private static func pixels(
    _ name: String, _ model: NetworkSettings.Model, _ set: DataSettings.Collection, crop: Int
  ) -> Recipe {
    var recipe = Recipe()
    recipe.name = name
    recipe.task = .segmentation(SegmentationSettings())
    recipe.network.model = model
    recipe.data.collection = set
    recipe.data.masks = MaskSettings()
    recipe.data.size = crop
    recipe.data.cropPadding = 0
    recipe.data.threads = 2
    recipe.batchSize = 4
    recipe.optimizer.learningRate = 0.01
    recipe.optimizer.weightDecay = 1e-4
    recipe.optimizer.stageFactors = model.backboneStages.map {
      OptimizerSettings.StageFactor(stage: $0, factor: 0.1)
    }
    recipe.schedule = Schedule(
      shape: .polynomial(Schedule.Polynomial(power: 0.9, end: 1e-4)))
    recipe.evaluation.batchSize = 4
    return recipe
  }
}

extension NetworkSettings.Model {
  /// The stages of its backbone that have parameters.
  fileprivate var backboneStages: [String] {
    isResNetForPhotographs
      ? ["stem"] + (1...4).map { "layer\($0)" }
      : [size == nil ? "stem" : "stem_norm"] + (1...7).map { "stage\($0)" }
  }
}

extension AFAN {
  /// Steps of 0.01/255 behind `layer3`, half and whole and normalized, and of 0.4/255 behind `aspp`.
  fileprivate static let vocAuthors = authors(
    encoder: ("layer3", 0.01), decoder: ("aspp", 0.4), normalizesDecoder: false)

  /// Steps of 0.01/255 behind `layer2` and of 1.5/255 behind `concat`, all normalized.
  fileprivate static let cityscapesAuthors = authors(
    encoder: ("layer2", 0.01), decoder: ("concat", 1.5), normalizesDecoder: true)

  /// Steps of a part of the features' size, the same weights.
  fileprivate static let camVid = segmentation(
    encoder: ("stage3", PGD(stepSize: 0.05, unit: .relative)),
    decoder: ("aspp", PGD(stepSize: 0.05, unit: .relative)), normalized: (false, false))

  private static func authors(
    encoder: (String, Double), decoder: (String, Double), normalizesDecoder: Bool
  ) -> AFAN {
    var afan = segmentation(
      encoder: (encoder.0, PGD(stepSize: encoder.1 / 255)),
      decoder: (decoder.0, PGD(stepSize: decoder.1 / 255)), normalized: (true, normalizesDecoder))
    afan.lessonsMoveAverages = true
    return afan
  }

  /// A clean weight of 0.7, two lessons of the encoder and one of the decoder of 0.1 each.
  private static func segmentation(
    encoder: (String, PGD), decoder: (String, PGD), normalized: (encoder: Bool, decoder: Bool)
  ) -> AFAN {
    func lesson(_ strength: Double, _ isNormalized: Bool) -> Lesson {
      Lesson(
        strength: strength, weight: 0.1, normalization: isNormalized ? .position : nil)
    }
    return AFAN(
      cleanWeight: 0.7,
      cuts: [
        Cut(
          stage: encoder.0, attack: encoder.1,
          lessons: [0.5, 1].map { lesson($0, normalized.encoder) }),
        Cut(
          stage: decoder.0, attack: decoder.1, lessons: [lesson(1, normalized.decoder)]),
      ])
  }
}
