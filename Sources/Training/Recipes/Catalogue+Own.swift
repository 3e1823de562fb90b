import Adversary

// Recipes for pictures of a person's own; `data.folder` says where they are.

extension Recipe {
  /// ResNet-18 from scratch on photographs of 224x224.
  static func photographs(_ method: String, _ settings: Method) -> Recipe {
    var recipe = own("folder-resnet18-\(method)", .resnet18, size: 224, settings)
    recipe.about = about("photographs", "60 epochs, random crops of a quarter of the area or more")
    recipe.epochs = 60
    recipe.optimizer.learningRate = 0.05
    recipe.schedule = Schedule(warmUp: 3)
    recipe.data.cropFraction = 0.875
    recipe.data.cropPadding = 0
    recipe.data.randomResizedCrop = RandomResizedCropSettings()
    recipe.data.randomResizedCrop?.scale = 0.25...1
    recipe.data.colorJitter = ColorJitterSettings()
    recipe.data.colorJitter?.brightness = 0.2
    recipe.data.colorJitter?.contrast = 0.2
    recipe.data.colorJitter?.saturation = 0.2
    return recipe
  }

  /// ResNet-20 from scratch on pictures of 32x32.
  static func smallPictures(_ method: String, _ settings: Method) -> Recipe {
    var recipe = own("folder-resnet20-\(method)", .resnet20, size: 32, settings)
    recipe.about = about("small pictures", "30 epochs, whole pictures shifted by up to 4 pixels")
    recipe.schedule = Schedule(warmUp: 1)
    recipe.data.cropFraction = 1
    return recipe
  }

  static func own(
    _ name: String, _ model: NetworkSettings.Model, size: Int, _ method: Method
  ) -> Recipe {
    var recipe = Recipe()
    recipe.name = name
    recipe.network.model = model
    recipe.method = method
    recipe.batchSize = 32
    recipe.labelSmoothing = 0.1
    var sgd = SGDSettings()
    sgd.nesterov = true
    recipe.optimizer.kind = .sgd(sgd)
    recipe.data.collection = .folder
    recipe.data.holdout = .stratified
    recipe.data.size = size
    recipe.data.channels = 3
    recipe.data.interpolation = .bilinear
    recipe.data.upright = true
    recipe.data.damaged = .refuse
    recipe.data.limits = .standard
    recipe.data.threads = 2
    return recipe
  }

  private static func about(_ pictures: String, _ how: String) -> String {
    "For some thousand \(pictures) of your own in a folder for each class: \(how). A start to "
      + "change; no published number belongs to it."
  }
}
