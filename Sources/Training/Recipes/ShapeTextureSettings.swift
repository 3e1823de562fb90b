import Adversary
import Networks
import Randomness
import Settings
import Torch

/// The settings of shape-texture debiased training.
public struct ShapeTextureSettings: MethodSettings, Sendable, Hashable {
  /// What draws pictures in the style of others.
  public enum Style: Sendable, Hashable {
    /// An encoder and a decoder that were trained for it.
    case adain(AdaINFiles)
    /// A run that trained a decoder.
    case trained(TrainedStyle)
    /// The network's own early features; not the paper's.
    case features(FeatureStyle)
  }

  /// Which AdaIN.
  public struct AdaINFiles: Sendable, Hashable {
    /// The file of the encoder's weights.
    public var encoder = ""
    /// The file of the decoder's weights.
    public var decoder = ""
    /// The part of the exchange that is taken, 0...1.
    public var strength = 0.5

    /// Files that are still to be said.
    public init() {}
  }

  /// Which run.
  public struct TrainedStyle: Sendable, Hashable {
    /// The folder of the run or of one of its checkpoints, or the file of weights in that.
    public var weights = ""
    /// The part of the exchange that is taken, 0...1.
    public var strength = 0.5

    /// A run that is still to be said.
    public init() {}
  }

  /// Which features.
  public struct FeatureStyle: Sendable, Hashable {
    /// The stage that leaves them.
    public var stage = "stem"
    /// The part of the exchange that is taken, 0...1.
    public var strength = 0.5

    /// Behind the stem.
    public init() {}
  }

  /// The weight of the loss on clean pictures; 0 or more.
  public var cleanWeight = 0.5
  /// The weight of the loss on stylised pictures; 0 or more.
  public var stylisedWeight = 0.5
  /// What the class of a stylised picture's shape counts, 0...1.
  public var shapeShare = 0.8
  /// The batch norms of stylised pictures.
  public var branch = Pass.Branch.auxiliary(0)
  /// What draws pictures in the style of others.
  public var style = Style.features(FeatureStyle())
  /// Makes pictures smaller in turns before they are stylised; `nil` does not.
  public var multiGrid: MultiGrid?

  /// Styles of the network's own features.
  public init() {}

  /// The stage whose maps are drawn anew.
  public var stages: [String] {
    switch style {
    case .adain, .trained: ["input"]
    case .features(let style): [style.stage]
    }
  }

  /// The branch of stylised pictures and those before it.
  public var auxiliaryBranches: Int { branch.auxiliaryBranches }

  /// The method, with weights in the given formats and place.
  public func made(precision: Precision, device: Device) throws -> any TrainingMethod {
    var method = ShapeTexture(try styliser(precision, device))
    method.cleanWeight = cleanWeight
    method.stylisedWeight = stylisedWeight
    method.shapeShare = shapeShare
    method.branch = branch
    method.grid = multiGrid
    return method
  }
}

extension ShapeTextureSettings.Style {
  /// Makes the path of every file what `change` makes of its key and path.
  mutating func changeFiles(
    _ change: (_ key: String, _ path: String) throws -> String
  ) rethrows {
    switch self {
    case .adain(var files):
      files.encoder = try change("adain.encoder", files.encoder)
      files.decoder = try change("adain.decoder", files.decoder)
      self = .adain(files)
    case .trained(var style):
      style.weights = try change("trained.weights", style.weights)
      self = .trained(style)
    case .features: break
    }
  }
}

extension ShapeTextureSettings: Configurable {
  /// The keys of `shape-texture`.
  public static var fields: [Field<Self>] {
    [
      Field("cleanWeight", \.cleanWeight, in: 0...),
      Field("stylisedWeight", \.stylisedWeight, in: .above(0)),
      Field("shapeShare", \.shapeShare, in: 0...1),
      Field("branch", \.branch),
      Field("style", \.style, required: true),
      Field("multiGrid", \.multiGrid),
    ]
  }
}

extension MultiGrid: Configurable {
  /// The keys of `multiGrid`.
  public static var fields: [Field<Self>] { [Field("least", \.least, in: 1...10_000)] }
}

extension ShapeTextureSettings.Style: Choosable {
  /// What may draw pictures in the style of others.
  public static var choices: [Choice<Self>] {
    [
      Choice("adain", Self.adain) { if case .adain(let files) = $0 { files } else { nil } },
      Choice("trained", Self.trained) {
        if case .trained(let style) = $0 { style } else { nil }
      },
      Choice("features", Self.features) {
        if case .features(let style) = $0 { style } else { nil }
      },
    ]
  }
}

extension ShapeTextureSettings.AdaINFiles: Configurable {
  /// The keys of `adain`.
  public static var fields: [Field<Self>] {
    [
      Field("encoder", \.encoder, required: true),
      Field("decoder", \.decoder, required: true),
      Field("strength", \.strength, in: 0...1),
    ]
  }
}

extension ShapeTextureSettings.TrainedStyle: Configurable {
  /// The keys of `trained`.
  public static var fields: [Field<Self>] {
    [Field("weights", \.weights, required: true), Field("strength", \.strength, in: 0...1)]
  }
}

extension ShapeTextureSettings.FeatureStyle: Configurable {
  /// The keys of `features`.
  public static var fields: [Field<Self>] {
    [Field("stage", \.stage), Field("strength", \.strength, in: 0...1)]
  }
}
