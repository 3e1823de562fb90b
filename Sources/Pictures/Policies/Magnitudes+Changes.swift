extension Magnitudes {
  /// What `operation` does to a picture of the given size at `level`, the other way for `negative`.
  ///
  /// A cutout lies about the picture's middle here.
  public func change(
    _ operation: AugmentationOperation, at level: MagnitudeLevel, height: Int, width: Int,
    negative: Bool = false
  ) -> PictureChange {
    let sign: Double = negative && isSigned(operation) ? -1 : 1
    switch operation {
    case .shearX: return .shearX(sign * scaled(0.3, level))
    case .shearY: return .shearY(sign * scaled(0.3, level))
    case .translateX: return .translateX(sign * pixels(level, of: width, min(height, width)))
    case .translateY: return .translateY(sign * pixels(level, of: height, min(height, width)))
    case .translateXRel: return .translateX(sign * level.part * 0.45 * Double(width))
    case .translateYRel: return .translateY(sign * level.part * 0.45 * Double(height))
    case .rotate:
      let degrees = scaled(30, level)
      return .rotate(sign * (self == .augMix ? degrees.rounded(.down) : degrees))
    case .contrast: return .contrast(factor(level, sign))
    case .color: return .color(factor(level, sign))
    case .brightness: return .brightness(factor(level, sign))
    case .sharpness: return .sharpness(factor(level, sign))
    case .cutout: return .cutout(square(level, height: height, width: width))
    default: return tone(operation, level)
    }
  }

  /// What an operation does that gives bytes new ones.
  private func tone(_ operation: AugmentationOperation, _ level: MagnitudeLevel) -> PictureChange {
    switch operation {
    case .autoContrast: .autoContrast
    case .invert: .invert
    case .equalize: .equalize
    case .solarize: .solarize(threshold(level))
    case .solarizeAdd: .solarizeAdd(Int(level.part * 110))
    case .posterize: .posterize(bits(level))
    default: .identity
    }
  }

  /// A part of `most`, as large as the level is high.
  private func scaled(_ most: Double, _ level: MagnitudeLevel) -> Double {
    self == .torchvision ? single(level.part * most) : level.part * most
  }

  /// How far a picture is moved along a side.
  private func pixels(_ level: MagnitudeLevel, of side: Int, _ shorter: Int) -> Double {
    switch self {
    case .torchvision: single(level.part * 150 / 331 * Double(side)).rounded(.down)
    // As timm's own training sets `translate_const`, which is 250 pixels where it does not.
    case .timmOriginal, .timm, .timmIncreasing:
      level.part * (0.45 * Double(shorter)).rounded(.down)
    case .augMix: (level.part * (Double(side) / 3)).rounded(.down)
    }
  }

  /// The factor of an enhancement.
  private func factor(_ level: MagnitudeLevel, _ sign: Double) -> Double {
    switch self {
    case .torchvision: 1 + sign * scaled(0.9, level)
    case .timmIncreasing: max(0.1, 1 + sign * (level.part * 0.9))
    case .timmOriginal, .timm, .augMix: level.part * 1.8 + 0.1
    }
  }

  /// How many bits are kept.
  private func bits(_ level: MagnitudeLevel) -> Int {
    switch self {
    case .torchvision: rounded(8 - level.value / (level.highest / 4))
    case .timmOriginal: Int(level.part * 4) + 4
    case .timm: Int(level.part * 4)
    case .timmIncreasing, .augMix: 4 - Int(level.part * 4)
    }
  }

  /// From which byte on a negative is made.
  private func threshold(_ level: MagnitudeLevel) -> Double {
    switch self {
    case .torchvision: 255 * single(1 - level.part)
    case .timmOriginal, .timm: Double(Int(level.part * 256))
    case .timmIncreasing, .augMix: 256 - Double(Int(level.part * 256))
    }
  }

  /// The square that a cutout paints: at most 60 of 331 pixels long (Cubuk et al., 2019, table 6).
  private func square(_ level: MagnitudeLevel, height: Int, width: Int) -> Region {
    let side = rounded(60.0 / 331 * Double(min(height, width)) * level.part)
    return Region(top: (height - side) / 2, left: (width - side) / 2, height: side, width: side)
  }
}

/// The nearest number of single precision, in which torchvision has its tables; so a third of 150
/// pixels is 50 and not a little less.
private func single(_ number: Double) -> Double { Double(Float(number)) }
