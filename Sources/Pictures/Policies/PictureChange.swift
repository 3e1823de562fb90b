/// One change of a picture, with all that it needs to know but colours and resampling.
public enum PictureChange: Sendable, Hashable {
  /// None.
  case identity
  /// Each row moved to the left by `amount` times its place from the top, in pixels.
  case shearX(Double)
  /// Each column moved up by `amount` times its place from the left, in pixels.
  case shearY(Double)
  /// The whole picture moved to the left by so many pixels.
  case translateX(Double)
  /// The whole picture moved up by so many pixels.
  case translateY(Double)
  /// Turned about its middle, counterclockwise, by so many degrees.
  case rotate(Double)
  /// `autoContrasted`.
  case autoContrast
  /// `inverted`.
  case invert
  /// `equalized`.
  case equalize
  /// `solarized(from:)` this threshold.
  case solarize(Double)
  /// `brightened(by:)` this much below 128.
  case solarizeAdd(Int)
  /// `posterized(toBits:)` so many.
  case posterize(Int)
  /// `enhanced(contrast:)` by this factor.
  case contrast(Double)
  /// `enhanced(color:)` by this factor.
  case color(Double)
  /// `enhanced(brightness:)` by this factor.
  case brightness(Double)
  /// `enhanced(sharpness:)` by this factor.
  case sharpness(Double)
  /// Painted over where the picture and the region meet.
  case cutout(Region)

  /// The changed picture, of the same shape.
  ///
  /// `resampling` finds new pixels where places move; `fill`, a byte for every channel or one for
  /// all, is seen where there was no picture.
  ///
  /// - Throws: `PicturesError.wrongChannels` where the picture, or the colour, has other channels.
  public func apply(
    to picture: Picture, with resampling: Resampling = .nearest, fill: [UInt8] = [0]
  ) throws -> Picture {
    if let map = map(of: picture) {
      return try picture.moved(by: map, with: resampling, fill: fill)
    }
    switch self {
    case .autoContrast: return picture.autoContrasted
    case .invert: return picture.inverted
    case .equalize: return picture.equalized
    case .solarize(let threshold): return picture.solarized(from: threshold)
    case .solarizeAdd(let amount): return picture.brightened(by: amount)
    case .posterize(let bits): return picture.posterized(toBits: bits)
    case .contrast(let factor): return try picture.enhanced(contrast: factor)
    case .color(let factor): return try picture.enhanced(color: factor)
    case .brightness(let factor): return picture.enhanced(brightness: factor)
    case .sharpness(let factor): return picture.enhanced(sharpness: factor)
    case .cutout(let region): return try picture.erased(region.met(by: picture), with: fill)
    default: return picture
    }
  }

  /// Where pixels come from, for a change that moves them.
  private func map(of picture: Picture) -> AffineMap? {
    switch self {
    case .shearX(let amount): AffineMap(b: amount)
    case .shearY(let amount): AffineMap(d: amount)
    case .translateX(let pixels): AffineMap(c: pixels)
    case .translateY(let pixels): AffineMap(f: pixels)
    case .rotate(let degrees):
      .rotation(by: degrees, height: picture.height, width: picture.width)
    default: nil
    }
  }

  /// Whether places move, so that new pixels have to be found.
  var isMove: Bool {
    switch self {
    case .shearX, .shearY, .translateX, .translateY, .rotate: true
    default: false
    }
  }
}

extension Region {
  /// The part of the region that lies in `picture`.
  fileprivate func met(by picture: Picture) -> Region {
    let rows = rows.clamped(to: 0..<picture.height)
    let columns = columns.clamped(to: 0..<picture.width)
    return Region(
      top: rows.lowerBound, left: columns.lowerBound, height: rows.count, width: columns.count)
  }
}
