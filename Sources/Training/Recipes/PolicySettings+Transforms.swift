import Networks
import Pictures
import Settings

extension AutoAugmentSettings {
  /// The transform; a policy's file is read where it was not yet.
  ///
  /// - Throws: `SettingsError` with what is wrong in the file.
  func transform(_ normalization: Normalization) throws(SettingsError) -> AutoAugment {
    switch self {
    case .imageNet(let reading): reading.transform(.imageNet, normalization)
    case .imageNetV0(let reading): reading.transform(.imageNetV0, normalization, usually: .timm)
    case .cifar10(let reading): reading.transform(.cifar10, normalization)
    case .own(let own): own.reading.transform(own.policy, normalization)
    case .file: try resolved().transform(normalization)
    }
  }

  /// The same, a policy's file read and written out.
  ///
  /// - Throws: `SettingsError` with what is wrong in the file.
  func resolved() throws(SettingsError) -> AutoAugmentSettings {
    guard case .file(let file) = self else { return self }
    return .own(try OwnPolicy(file: file.path))
  }
}

extension OwnPolicy {
  /// The lists as they are drawn from.
  var policy: AugmentationPolicy {
    AugmentationPolicy(
      lists.map { steps in
        steps.map { .init($0.operation, $0.probability, $0.magnitude ?? 0) }
      })
  }
}

extension PolicyReading {
  /// The transform that draws from `policy`.
  fileprivate func transform(
    _ policy: AugmentationPolicy, _ normalization: Normalization,
    usually usual: Magnitudes = .torchvision
  ) -> AutoAugment {
    AutoAugment(
      policy, magnitudes: magnitudes ?? usual, deviation: deviation,
      moving: moving(interpolation, fill, normalization))
  }
}

extension RandAugmentSettings {
  /// The transform.
  func transform(_ normalization: Normalization) -> RandAugment {
    RandAugment(
      count: operations, level: magnitude, of: highestMagnitude,
      magnitudes: reading.magnitudes ?? .torchvision, probability: probability,
      deviation: reading.deviation, operations: among,
      moving: moving(reading.interpolation, reading.fill, normalization))
  }
}

extension AugMixSettings {
  /// The transform.
  func transform(_ normalization: Normalization) -> AugMix {
    AugMix(
      chains: chains, depth: depth.map { $0...$0 } ?? 1...3, severity: severity, alpha: alpha,
      operations: allOperations ? AugMix.allOperations : AugMix.usualOperations,
      moving: moving(interpolation, fill, normalization))
  }
}

/// How pictures are moved.
private func moving(
  _ interpolation: PolicyReading.Interpolation, _ fill: RotationSettings.Fill,
  _ normalization: Normalization
) -> Moving {
  let resamplings: [Resampling] =
    switch interpolation {
    case .nearest: [.nearest]
    case .bilinear: [.bilinear]
    case .bicubic: [.bicubic]
    case .either: [.bilinear, .bicubic]
    }
  return Moving(resamplings, fill: fill == .mean ? normalization.meanColor : [0])
}
