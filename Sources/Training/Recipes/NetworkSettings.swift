import Networks
import Torch

/// Which network is trained.
public struct NetworkSettings: Sendable, Hashable {
  /// The network.
  public var model = Model.resnet20
  /// How many classes it tells apart; `nil` for the data set's.
  public var classes: Int?
  /// The channels of its first stage, of an EfficientNet's stem; `nil` for the paper's.
  public var width: Int?
  /// How a ResNet for photographs meets its pictures; `nil` for the paper's, `large`.
  public var stem: ResNetStem?
  /// The probability that a feature is left out before an EfficientNet's classifier, 0..<1; `nil` for
  /// the paper's.
  public var dropout: Double?
  /// The probability that an EfficientNet's last block would be left out, 0..<1, from which those
  /// before it count down to 0; `nil` for the paper's, 0.2.
  public var dropPath: Double?
  /// Whether stages run once more on the way back, so that only the maps between them are kept: less
  /// memory for about a third more time.
  public var recompute = false
  /// The mean that is subtracted from each channel; `nil` for the data set's.
  public var mean: [Double]?
  /// The deviation that each channel is divided by; `nil` for the data set's.
  public var deviation: [Double]?

  /// ResNet-20.
  public init() {}

  /// The network with parameters from `scope`.
  ///
  /// - Throws: `NetworkError.weightsDoNotFit` where its store was given weights of another network.
  public func build(
    channels: Int, classes: Int, normalization: Normalization, _ scope: Scope
  ) throws -> Network<ClassifierState> {
    switch model.family {
    case .cifarResNet(let depth):
      return try .cifarResNet(
        depth: depth, channels: channels, classes: classes, normalization: normalization,
        width: width ?? 16, scope)
    case .resNet(let depth, let groups, let groupWidth):
      return try .resNet(
        depth: depth, channels: channels, classes: classes, normalization: normalization,
        stem: stem ?? .large, width: width ?? 64, groups: groups, groupWidth: groupWidth, scope)
    case .efficientNet(var size):
      if let width { size.width = Double(width) / 32 }
      return try .efficientNet(
        size, channels: channels, classes: classes, normalization: normalization,
        dropout: dropout, dropPath: dropPath ?? 0.2, scope)
    case .mobileNetV2:
      return try .mobileNetV2(
        channels: channels, classes: classes, normalization: normalization,
        width: Double(width ?? 32) / 32, dropout: dropout ?? 0.2, scope)
    }
  }

  /// A DeepLabV3+ with this network as its backbone, with parameters from `scope`.
  ///
  /// - Throws: as `build`.
  func buildSegmentation(
    _ settings: SegmentationSettings, channels: Int, classes: Int, normalization: Normalization,
    _ scope: Scope
  ) throws -> Network<SegmentationState> {
    try .deepLabV3Plus(
      backbone, channels: channels, classes: classes, outputStride: settings.outputStride,
      normalization: normalization, momentum: settings.backboneMomentum,
      dropout: settings.dropout, isSeparable: settings.separable, scope)
  }

  /// The network as a backbone.
  private var backbone: DeepLabBackbone {
    switch model.family {
    case .cifarResNet: preconditionFailure("a network for small pictures is no backbone")
    case .resNet(let depth, let groups, let groupWidth):
      return .resNet(depth: depth, groups: groups, groupWidth: groupWidth, width: width ?? 64)
    case .efficientNet(var size):
      if let width { size.width = Double(width) / 32 }
      return .efficientNet(size, dropPath: dropPath ?? 0.2)
    case .mobileNetV2: return .mobileNetV2(width: Double(width ?? 32) / 32)
    }
  }

  /// What does not go with the model.
  var problems: [String] {
    var problems: [String] = []
    func only(_ key: String, _ isSet: Bool, _ fits: Bool, for models: String) {
      if isSet, !fits {
        problems.append("network.\(key) is for \(models), not \(model.rawValue)")
      }
    }
    let isEfficientNet = model.size != nil
    only("stem", stem != nil, model.isResNetForPhotographs, for: "resnet18 and larger ones")
    only(
      "dropout", dropout != nil, isEfficientNet || model == .mobileNetV2,
      for: "EfficientNets and MobileNetV2")
    only("dropPath", dropPath != nil, isEfficientNet, for: "EfficientNets")
    only("width", width != nil, model.size?.isLite != true, for: "networks that scale as a whole")
    if let width, width < model.leastWidth {
      problems.append(
        "network.width is \(width), \(model.rawValue) needs \(model.leastWidth) or more for its "
          + "groups")
    }
    return problems
  }
}
