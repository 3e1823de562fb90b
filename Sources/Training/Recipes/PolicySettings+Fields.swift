import Pictures
import Settings

// Every key of the policies.

extension AutoAugmentSettings: Choosable {
  /// The policies.
  public static var choices: [Choice<Self>] {
    [
      Choice("imagenet", Self.imageNet) {
        if case .imageNet(let reading) = $0 { reading } else { nil }
      },
      Choice("imagenet-v0", Self.imageNetV0) {
        if case .imageNetV0(let reading) = $0 { reading } else { nil }
      },
      Choice("cifar10", Self.cifar10) {
        if case .cifar10(let reading) = $0 { reading } else { nil }
      },
      Choice("own", Self.own) { if case .own(let policy) = $0 { policy } else { nil } },
      Choice("file", Self.file) { if case .file(let file) = $0 { file } else { nil } },
    ]
  }
}

extension PolicyReading: Configurable {
  /// The keys of a published policy.
  public static var fields: [Field<Self>] {
    [
      Field("magnitudes", \.magnitudes),
      Field("deviation", \.deviation, in: 0...10),
      Field("interpolation", \.interpolation),
      Field("fill", \.fill),
    ]
  }
}

extension OwnPolicy: Configurable {
  /// The keys of a policy of one's own, and of its file.
  public static var fields: [Field<Self>] {
    [
      Field("lists", \.lists, in: Steps(), required: true),
      Field("magnitudes", \.reading.magnitudes),
      Field("deviation", \.reading.deviation, in: 0...10),
      Field("interpolation", \.reading.interpolation),
      Field("fill", \.reading.fill),
    ]
  }
}

extension OwnPolicy.Step: Configurable {
  /// The keys of one operation.
  public static var fields: [Field<Self>] {
    [
      Field("operation", \.operation, required: true),
      Field("probability", \.probability, in: 0...1, required: true),
      Field("magnitude", \.magnitude, in: 0...10),
    ]
  }
}

/// Lists that have operations, but not too many.
private struct Steps: Limit {
  let allowed = "1...16 operations"

  func allows(_ list: [OwnPolicy.Step]) -> Bool { (1...16).contains(list.count) }
}

extension PolicyFile: Configurable {
  /// The key of `file`.
  public static var fields: [Field<Self>] { [Field("path", \.path, required: true)] }
}

extension RandAugmentSettings: Configurable {
  /// The keys of `randAugment`.
  public static var fields: [Field<Self>] {
    [
      Field("operations", \.operations, in: 1...16),
      Field("magnitude", \.magnitude, in: 0...1_000),
      Field("highestMagnitude", \.highestMagnitude, in: 1...1_000),
      Field("magnitudes", \.reading.magnitudes),
      Field("probability", \.probability, in: .above(0, through: 1)),
      Field("deviation", \.reading.deviation, in: 0...1_000),
      Field("among", \.among),
      Field("interpolation", \.reading.interpolation),
      Field("fill", \.reading.fill),
    ]
  }
}

extension AugMixSettings: Configurable {
  /// The keys of `augMix`.
  public static var fields: [Field<Self>] {
    [
      Field("chains", \.chains, in: 1...16),
      Field("depth", \.depth, in: 1...16),
      Field("severity", \.severity, in: 0.1...10),
      Field("alpha", \.alpha, in: 0.01...1_000),
      Field("allOperations", \.allOperations),
      Field("interpolation", \.interpolation),
      Field("fill", \.fill),
    ]
  }
}

extension Magnitudes: SettingValue {}
extension AugmentationOperation: SettingValue {}
extension PolicyReading.Interpolation: SettingValue {}
