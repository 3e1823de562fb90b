import Networks

extension NetworkSettings {
  /// The networks that Spar builds.
  public enum Model: String, Sendable, CaseIterable {
    case resnet20
    case resnet32
    case resnet44
    case resnet56
    case resnet110
    case resnet18
    case resnet34
    case resnet50
    case resnet101
    case resnet152
    case resnext50 = "resnext50_32x4d"
    case resnext101 = "resnext101_32x4d"
    case resnext101x8 = "resnext101_32x8d"
    case resnext101x48 = "resnext101_32x48d"
    case efficientNetB0 = "tf_efficientnet_b0"
    case efficientNetB1 = "tf_efficientnet_b1"
    case efficientNetB2 = "tf_efficientnet_b2"
    case efficientNetB3 = "tf_efficientnet_b3"
    case efficientNetB4 = "tf_efficientnet_b4"
    case efficientNetB5 = "tf_efficientnet_b5"
    case efficientNetB6 = "tf_efficientnet_b6"
    case efficientNetB7 = "tf_efficientnet_b7"
    case efficientNetB8 = "tf_efficientnet_b8"
    case efficientNetLite0 = "tf_efficientnet_lite0"
    case mobileNetV2 = "mobilenet_v2"
  }

  /// What a network is built by, and its settings there.
  enum Family {
    case cifarResNet(depth: Int)
    case resNet(depth: Int, groups: Int = 1, groupWidth: Int = 64)
    case efficientNet(EfficientNetSize)
    case mobileNetV2
  }
}

extension NetworkSettings.Model {
  /// What builds it.
  var family: NetworkSettings.Family {
    switch self {
    case .resnet20: .cifarResNet(depth: 20)
    case .resnet32: .cifarResNet(depth: 32)
    case .resnet44: .cifarResNet(depth: 44)
    case .resnet56: .cifarResNet(depth: 56)
    case .resnet110: .cifarResNet(depth: 110)
    case .resnet18: .resNet(depth: 18)
    case .resnet34: .resNet(depth: 34)
    case .resnet50: .resNet(depth: 50)
    case .resnet101: .resNet(depth: 101)
    case .resnet152: .resNet(depth: 152)
    case .resnext50: .resNet(depth: 50, groups: 32, groupWidth: 4)
    case .resnext101: .resNet(depth: 101, groups: 32, groupWidth: 4)
    case .resnext101x8: .resNet(depth: 101, groups: 32, groupWidth: 8)
    case .resnext101x48: .resNet(depth: 101, groups: 32, groupWidth: 48)
    case .efficientNetB0: .efficientNet(.b0)
    case .efficientNetB1: .efficientNet(.b1)
    case .efficientNetB2: .efficientNet(.b2)
    case .efficientNetB3: .efficientNet(.b3)
    case .efficientNetB4: .efficientNet(.b4)
    case .efficientNetB5: .efficientNet(.b5)
    case .efficientNetB6: .efficientNet(.b6)
    case .efficientNetB7: .efficientNet(.b7)
    case .efficientNetB8: .efficientNet(.b8)
    case .efficientNetLite0: .efficientNet(.lite0)
    case .mobileNetV2: .mobileNetV2
    }
  }

  /// Whether it is one of the networks for small pictures of He et al., 2016, section 4.2.
  public var isForCIFAR: Bool {
    if case .cifarResNet = family { true } else { false }
  }

  /// Whether timm has it by this name.
  var isInTimm: Bool { !isForCIFAR && self != .mobileNetV2 && self != .resnext101x48 }

  /// Whether it is a ResNet or ResNeXt for pictures of about 224 pixels.
  public var isResNetForPhotographs: Bool {
    if case .resNet = family { true } else { false }
  }

  /// The scale of an EfficientNet; `nil` for others.
  public var size: EfficientNetSize? {
    if case .efficientNet(let size) = family { size } else { nil }
  }

  /// The side of the pictures it is usually given, in pixels.
  public var usualSize: Int {
    switch family {
    case .cifarResNet: 32
    case .resNet, .mobileNetV2: 224
    case .efficientNet(let size): size.resolution
    }
  }

  /// The smallest width at which every group of channels has one.
  var leastWidth: Int {
    guard case .resNet(_, _, let groupWidth) = family else { return 1 }
    return (64 + groupWidth - 1) / groupWidth
  }
}
