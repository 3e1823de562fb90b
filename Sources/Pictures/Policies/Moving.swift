import Randomness

/// How policies move pictures: how new pixels are found, and what is seen beside.
public struct Moving: Sendable, Hashable {
  /// How new pixels are found; one of several is drawn for each move, as timm does.
  public let resamplings: [Resampling]
  /// What is seen beside the picture, and painted by a cutout: a byte for each channel, or one.
  public let fill: [UInt8]

  /// Finds pixels by one of `resamplings`, and shows `fill` beside the picture.
  public init(_ resamplings: [Resampling] = [.nearest], fill: [UInt8] = [0]) {
    precondition(!resamplings.isEmpty && !fill.isEmpty, "there is one resampling and byte at least")
    self.resamplings = resamplings
    self.fill = fill
  }

  /// The picture after `change`.
  func apply(
    _ change: PictureChange, to picture: Picture, _ random: inout RandomStream
  ) throws -> Picture {
    let isDrawn = change.isMove && resamplings.count > 1
    let resampling = resamplings[isDrawn ? random.below(resamplings.count) : 0]
    return try change.apply(to: picture, with: resampling, fill: fill)
  }
}

extension RandomStream {
  /// `level`, or one drawn around it, within 0...highest.
  mutating func level(
    _ level: Double, deviation: Double, of highest: Double
  ) -> MagnitudeLevel {
    MagnitudeLevel(deviation > 0 ? level + deviation * normal() : level, of: highest)
  }

  /// What `operation` does at `level`: its direction, and the place of a cutout, are drawn.
  mutating func change(
    _ operation: AugmentationOperation, at level: MagnitudeLevel, by magnitudes: Magnitudes,
    of picture: Picture
  ) -> PictureChange {
    let negative = magnitudes.isSigned(operation) && chance(0.5)
    let (height, width) = (picture.height, picture.width)
    let change = magnitudes.change(
      operation, at: level, height: height, width: width, negative: negative)
    guard case .cutout(var region) = change else { return change }
    // Its middle is any pixel, so that it may reach beyond (DeVries and Taylor, 2017).
    region.top = below(height) - region.height / 2
    region.left = below(width) - region.width / 2
    return .cutout(region)
  }
}
