import Adversary
import Foundation
import Settings

extension Recipe {
  /// The recipes that come with Spar, a line for each.
  public static let catalogue: [Recipe] =
    [
      fashionMNIST("plain", .plain),
      fashionMNIST("afan", .afan(.recommended)),
      authors("cifar10-resnet56-plain", .cifar10, .plain),
      authors("cifar10-resnet56-afan", .cifar10, .afan(.authors)),
      short("cifar10-resnet20-plain", .cifar10, .resnet20, .plain),
      short("cifar10-resnet20-afan", .cifar10, .resnet20, .afan(.recommended)),
      short("cifar10-resnet20-advprop", .cifar10, .resnet20, .advProp(AdvProp())),
      short("cifar10-resnet20-free-advprop", .cifar10, .resnet20, .freeAdvProp(FreeAdvProp())),
      fineAdvProp("cifar10-resnet20-fine-advprop", .cifar10, .resnet20),
      fastAdvProp("cifar10-resnet20-fast-advprop", .cifar10, .resnet20),
      augMix("cifar10-resnet20-augmix", .cifar10, .resnet20),
      short("cifar100-resnet56-plain", .cifar100, .resnet56, .plain),
      short("cifar100-resnet56-afan", .cifar100, .resnet56, .afan(.recommended)),
      shapes("plain", .plain),
      shapes("shape-texture", .shapeTexture(ShapeTextureSettings())),
      photographs("plain", .plain),
      photographs("afan", .afan(.recommended)),
      smallPictures("plain", .plain),
      smallPictures("afan", .afan(.recommended)),
    ] + imageNet + segmentation + styles

  /// The recipe called `name`, or in the file at that path, as changed by `overrides`.
  ///
  /// - Throws: `TrainingError.noRecipe`, and `SettingsError` with all that is wrong.
  public static func named(_ name: String, overrides: [String] = []) throws -> Recipe {
    if let known = catalogue.first(where: { $0.name == name }) {
      return try Recipe(yaml: known.yaml(), name: name, overrides: overrides)
    }
    guard name.hasSuffix(".yaml") || FileManager.default.fileExists(atPath: name) else {
      let names = catalogue.map(\.name)
      throw TrainingError.noRecipe(name, nearest: nearest(to: name, among: names), known: names)
    }
    return try Recipe(file: name, overrides: overrides)
  }

  /// ResNet-20 on Fashion-MNIST over 30 epochs of a cosine.
  private static func fashionMNIST(_ method: String, _ settings: Method) -> Recipe {
    short("fashion-mnist-resnet20-\(method)", .fashionMNIST, .resnet20, settings)
  }

  /// Thirty epochs of a cosine after one of warm-up, SGD with Nesterov's momentum.
  static func short(
    _ name: String, _ set: DataSettings.Collection, _ model: NetworkSettings.Model,
    _ method: Method
  ) -> Recipe {
    var recipe = Recipe()
    recipe.name = name
    recipe.about = "A short schedule of Spar's own; no published number belongs to it."
    recipe.data.collection = set
    recipe.data.validation = 5_000
    recipe.network.model = model
    recipe.method = method
    var sgd = SGDSettings()
    sgd.nesterov = true
    recipe.optimizer.kind = .sgd(sgd)
    recipe.schedule = Schedule(warmUp: 1)
    return recipe
  }

  /// The same for AdvProp with norms of their own for AutoAugmented pictures too, all losses equal.
  private static func fineAdvProp(
    _ name: String, _ set: DataSettings.Collection, _ model: NetworkSettings.Model
  ) -> Recipe {
    var method = AdvProp()
    var view = AdvProp.View()
    method.cleanWeight = 1.0 / 3
    method.adversarialWeight = 1.0 / 3
    view.weight = 1.0 / 3
    method.views = [view]
    var recipe = short(name, set, model, .advProp(method))
    recipe.about += " Fine-grained AdvProp: views by AutoAugment have batch norms of their own."
    recipe.data.autoAugment = .cifar10(PolicyReading())
    return recipe
  }

  /// The same for AugMix with the divergence between pictures and views.
  private static func augMix(
    _ name: String, _ set: DataSettings.Collection, _ model: NetworkSettings.Model
  ) -> Recipe {
    var recipe = short(name, set, model, .augMix(AugMixTraining()))
    recipe.about += " AugMix with its Jensen-Shannon loss: a step costs three plain ones."
    recipe.data.augMix = AugMixSettings()
    return recipe
  }

  /// The same for Fast AdvProp: a quarter as many attacked pictures beside a batch of clean ones, and
  /// epochs for the passes of a plain run.
  private static func fastAdvProp(
    _ name: String, _ set: DataSettings.Collection, _ model: NetworkSettings.Model
  ) -> Recipe {
    let method = FastAdvProp()
    var recipe = short(name, set, model, .fastAdvProp(method))
    recipe.batchSize = Int((Double(recipe.batchSize) / (1 - method.attackedShare)).rounded())
    recipe.epochs = Int((Double(recipe.epochs) / (1 + method.attackedShare)).rounded())
    return recipe
  }

  /// The settings of the A-FAN authors' released CIFAR-10 script: 200 epochs, a tenth of the rate
  /// after 50 and 150, one epoch of warm-up, the last 5,000 training pictures held out.
  private static func authors(
    _ name: String, _ set: DataSettings.Collection, _ method: Method
  ) -> Recipe {
    var recipe = Recipe()
    recipe.name = name
    recipe.about =
      "The settings of the A-FAN authors' CIFAR-10 script (arXiv 2103.12171). Their released "
      + "A-FAN checkpoint reaches 94.82 % on the test pictures; they name no plain figure."
    recipe.seed = 3
    recipe.data.collection = set
    recipe.data.validation = 5_000
    recipe.network.model = .resnet56
    recipe.method = method
    recipe.epochs = 200
    recipe.schedule = Schedule(warmUp: 1, shape: .steps(Schedule.Steps(epochs: [50, 150])))
    return recipe
  }
}
