import Networks
import Torch

extension ModelConfig {
  /// What VGG-19 is called, which is an encoder alone.
  static let vgg19 = "vgg19"

  /// What the weights of a decoder's recipe are, whose pictures have `classes`.
  ///
  /// - Throws: `TrainingError.badRecipe` where neither tells how many outputs the encoder has.
  init(_ recipe: Recipe, _ settings: StylisationSettings, classes: [String]?) throws {
    self.init(recipe, classes: classes ?? [])
    task = recipe.task.name
    switch settings.encoder {
    case .vgg19: (architecture, stage) = (Self.vgg19, "relu4_1")
    case .network(let encoder):
      stage = encoder.stage
      outputs = try recipe.outputs(forClasses: classes)
    }
  }

  /// The task of drawing pictures, with weights from `store`.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit`, `.noStage`, and `.noFeatures` of a stage that leaves
  ///   nothing that pictures could be drawn of.
  func stylisation(styleWeight: Double, in store: ParameterStore) throws -> Stylisation {
    guard architecture != Self.vgg19 else {
      return try Stylisation(styleWeight: styleWeight, in: store) {
        try VGG19Encoder($0)
      } decoder: {
        try StyleDecoder($1)
      }
    }
    return try Stylisation(styleWeight: styleWeight, in: store) {
      try StageEncoder(build($0), upTo: stage ?? "")
    } decoder: {
      try decoder(of: $0, $1)
    }
  }

  /// The way back from the features that `encoder` makes of a picture.
  private func decoder(of encoder: any StyleEncoder, _ scope: Scope) throws -> StyleDecoder {
    let store = scope.store
    let picture = try Tensor.zeros(
      [1] + inputShape, dtype: store.precision.storage, device: store.device)
    let shape = try withoutGradients { try encoder.features(of: picture).shape }
    var side = inputShape[1]
    var halvings = 0
    while side > shape[2] { (side, halvings) = ((side + 1) / 2, halvings + 1) }
    return try StyleDecoder(
      channels: shape[1], halvings: halvings, colours: inputShape[0], scope)
  }
}

extension ParameterStore.Source {
  /// The encoder's weights that `recipe` names, as part of a network that draws pictures.
  ///
  /// - Throws: what reading them throws.
  init?(encoderOf recipe: Recipe, _ encoder: StylisationSettings.Encoder) throws {
    guard let path = recipe.initialWeights else { return nil }
    let weights = try encoder == .vgg19 ? Self.vgg19(path) : Self(path: path, adapts: true)
    self = weights.placed(below: "encoder")
  }

  /// The weights of `VGG19Encoder` in a file, without those of layers behind it.
  ///
  /// - Throws: what reading the file throws.
  static func vgg19(_ path: String) throws -> Self {
    try Self(path: path).keeping {
      Int($0.prefix { $0 != "." }).map { $0 <= VGG19Encoder.lastLayer } ?? true
    }
  }
}
