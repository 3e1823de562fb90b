import Networks
import Settings

/// What a recipe trains a network to do.
public enum TaskSettings: Sendable, Hashable {
  /// Telling what a picture shows.
  case classification
  /// Telling the class of every pixel.
  case segmentation(SegmentationSettings)
  /// Drawing pictures in the style of others.
  case stylisation(StylisationSettings)

  /// What does it.
  public var type: any TrainableTask.Type {
    switch self {
    case .classification: Classification.self
    case .segmentation: Segmentation.self
    case .stylisation: Stylisation.self
    }
  }

  /// Its name in recipes and in a checkpoint's `config.json`.
  public var name: String { type.name }
}

/// The settings of training a decoder that draws pictures in the style of others.
///
/// `init` names the weights of the encoder, which do not change.
public struct StylisationSettings: Sendable, Hashable {
  /// What makes the features whose moments are a style.
  public enum Encoder: Sendable, Hashable {
    /// VGG-19 up to `relu4_1`, by its usual file (`VGG19Encoder`).
    case vgg19
    /// The recipe's network up to a stage.
    case network(EncoderStage)
  }

  /// How far a network encodes.
  public struct EncoderStage: Sendable, Hashable {
    /// The stage whose features pictures are drawn of.
    public var stage = "layer2"

    /// Up to `layer2`.
    public init() {}
  }

  /// What makes the features.
  public var encoder = Encoder.vgg19
  /// What the distances of means and deviations count, where that of features counts 1; above 0.
  public var styleWeight = 10.0

  /// The settings of the usual PyTorch code.
  public init() {}
}

extension TaskSettings: Choosable {
  /// The tasks.
  public static var choices: [Choice<Self>] {
    [
      Choice(Classification.name, .classification),
      Choice(Segmentation.name, Self.segmentation) {
        if case .segmentation(let settings) = $0 { settings } else { nil }
      },
      Choice(Stylisation.name, Self.stylisation) {
        if case .stylisation(let settings) = $0 { settings } else { nil }
      },
    ]
  }
}

extension StylisationSettings: Configurable {
  /// The keys of `stylisation`.
  public static var fields: [Field<Self>] {
    [
      Field("encoder", \.encoder, required: true),
      Field("styleWeight", \.styleWeight, in: .above(0)),
    ]
  }
}

extension StylisationSettings.Encoder: Choosable {
  /// The encoders.
  public static var choices: [Choice<Self>] {
    [
      Choice("vgg19", .vgg19),
      Choice("network", Self.network) { if case .network(let stage) = $0 { stage } else { nil } },
    ]
  }
}

extension StylisationSettings.EncoderStage: Configurable {
  /// The keys of `network`.
  public static var fields: [Field<Self>] { [Field("stage", \.stage, required: true)] }
}
