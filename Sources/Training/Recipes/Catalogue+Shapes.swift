import Adversary

// Recipes for shapes filled with textures, which Spar draws itself.

extension Recipe {
  /// ResNet-20 on shapes whose textures tell the same class, judged also where they do not.
  static func shapes(_ method: String, _ settings: Method) -> Recipe {
    var recipe = Recipe()
    recipe.name = "shapes-resnet20-\(method)"
    recipe.about =
      "Shapes filled with textures, drawn by Spar: three epochs of 8,000, some minutes on two cores. "
      + "Docs/Methods/ShapeTexture.md has the shape bias that was measured."
    recipe.data.collection = .shapes
    recipe.data.validation = 1_000
    recipe.data.limit = 8_000
    recipe.data.cropPadding = 0
    recipe.data.flip = 0
    recipe.network.model = .resnet20
    recipe.method = settings
    recipe.epochs = 3
    recipe.batchSize = 64
    var sgd = SGDSettings()
    sgd.nesterov = true
    recipe.optimizer.kind = .sgd(sgd)
    recipe.schedule = Schedule(warmUp: 1)
    recipe.evaluation.noise = nil
    recipe.evaluation.fgsm = nil
    recipe.evaluation.conflict = 2_700
    return recipe
  }
}
