import Networks
import Torch

/// Which network is trained.
public struct NetworkSettings: Sendable, Hashable {
  /// The networks that Spar builds.
  public enum Model: String, Sendable, CaseIterable {
    case resnet20
    case resnet32
    case resnet44
    case resnet56
    case resnet110
    case resnet18
    case resnet34

    /// How many layers have weights.
    public var depth: Int { Int(rawValue.drop { !$0.isNumber }) ?? 0 }

    /// Whether it is one of the networks for small pictures of He et al., 2016, section 4.2.
    public var isForCIFAR: Bool { ![.resnet18, .resnet34].contains(self) }

    /// The side of the pictures it is usually given, in pixels.
    public var usualSize: Int { isForCIFAR ? 32 : 224 }
  }

  /// The network.
  public var model = Model.resnet20
  /// How many classes it tells apart; `nil` for the data set's.
  public var classes: Int?
  /// The channels of its first stage; `nil` for the paper's.
  public var width: Int?
  /// How `resnet18` and `resnet34` meet their pictures; `nil` for the paper's, `large`.
  public var stem: ResNetStem?
  /// The mean that is subtracted from each channel; `nil` for the data set's.
  public var mean: [Double]?
  /// The deviation that each channel is divided by; `nil` for the data set's.
  public var deviation: [Double]?

  /// ResNet-20.
  public init() {}

  /// The network with parameters from `store`.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit` where the store was given weights of another network.
  public func build(
    channels: Int, classes: Int, normalization: Normalization, _ store: ParameterStore
  ) throws -> Network<ClassifierState> {
    let scope = Scope(store)
    if model.isForCIFAR {
      return try .cifarResNet(
        depth: model.depth, channels: channels, classes: classes, normalization: normalization,
        width: width ?? 16, scope)
    }
    return try .resNet(
      depth: model.depth, channels: channels, classes: classes, normalization: normalization,
      stem: stem ?? .large, width: width ?? 64, scope)
  }
}
