import Randomness

/// Changes brightness, contrast, saturation and hue by random amounts, in random order.
///
/// Amounts are drawn evenly, as torchvision draws them; what is done with them is described at
/// `Picture.adjusted`.
public struct ColorJitter: Transform, Hashable {
  /// What bytes are multiplied by.
  public let brightness: ClosedRange<Double>
  /// How much of the picture is mixed with its mean grey.
  public let contrast: ClosedRange<Double>
  /// How much of the picture is mixed with its greys.
  public let saturation: ClosedRange<Double>
  /// How far the hue is moved, in turns.
  public let hue: ClosedRange<Double>

  /// Draws from the given ranges: factors of 0 or more, and turns within -0.5...0.5.
  ///
  /// 1...1, or 0...0 for `hue`, leaves that side of the picture as it is.
  public init(
    brightness: ClosedRange<Double> = 1...1, contrast: ClosedRange<Double> = 1...1,
    saturation: ClosedRange<Double> = 1...1, hue: ClosedRange<Double> = 0...0
  ) {
    for range in [brightness, contrast, saturation] {
      precondition(
        range.lowerBound >= 0 && range.upperBound.isFinite, "\(range) are not factors: 0 or more")
    }
    precondition(
      hue.lowerBound >= -0.5 && hue.upperBound <= 0.5, "\(hue) are not turns: -0.5...0.5")
    self.brightness = brightness
    self.contrast = contrast
    self.saturation = saturation
    self.hue = hue
  }

  /// Draws factors from `max(0, 1 - amount)...(1 + amount)`, and turns from `-hue...hue`.
  public init(brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0)
  {
    precondition(
      min(brightness, contrast, saturation, hue) >= 0,
      "an amount of jitter is 0 or more: \([brightness, contrast, saturation, hue])")
    self.init(
      brightness: around1(brightness), contrast: around1(contrast),
      saturation: around1(saturation), hue: -hue...hue)
  }

  /// The changed picture, of the same shape.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    try changes(&random).reduce(picture) { try $1.apply(to: $0) }
  }

  /// What is done to one picture, in order.
  func changes(_ random: inout RandomStream) -> [Change] {
    var changes: [Change] = []
    if brightness != 1...1 { changes.append(.brightness(random.number(in: brightness))) }
    if contrast != 1...1 { changes.append(.contrast(random.number(in: contrast))) }
    if saturation != 1...1 { changes.append(.saturation(random.number(in: saturation))) }
    if hue != 0...0 { changes.append(.hue(random.number(in: hue))) }
    return random.shuffled(changes)
  }

  /// One change of a picture's colours.
  enum Change: Hashable {
    case brightness(Double)
    case contrast(Double)
    case saturation(Double)
    case hue(Double)

    /// The changed picture.
    func apply(to picture: Picture) throws -> Picture {
      switch self {
      case .brightness(let factor): try picture.adjusted(brightness: factor)
      case .contrast(let factor): try picture.adjusted(contrast: factor)
      case .saturation(let factor): try picture.adjusted(saturation: factor)
      case .hue(let turn): try picture.adjusted(hue: turn)
      }
    }
  }
}

/// The factors that are no farther than `amount` from 1, and not below 0.
private func around1(_ amount: Double) -> ClosedRange<Double> { max(0, 1 - amount)...(1 + amount) }
