import CResampling

/// Which pixels along one side make each new pixel, and what each of them weighs.
///
/// Weights are whole numbers, 2^22 standing for 1. They are found in the same steps and rounded in
/// the same way as Pillow's (`precompute_coeffs` and `normalize_coeffs_8bpc` in its Resample.c), so
/// that sums of bytes come out the same to the last bit.
struct SideWeights {
  /// The pixels that make each new one.
  private(set) var lines: [resampling_line] = []
  /// The weights of the pixels of each new one, one after another.
  private(set) var weights: [Int32] = []
  /// The pixels that have a weight.
  private(set) var used = 0..<0

  /// The weights of the new pixels that `side` shows.
  init(_ side: Side, _ filter: Resampling) {
    lines.reserveCapacity(side.shown.count)
    if filter == .nearest {
      for pixel in nearest(side) { append(pixel, [1]) }
    } else {
      addWeights(of: side, filter)
    }
    if let first = lines.first, let last = lines.last {
      used = Int(first.first)..<Int(last.first + last.count)
    }
    if side.isMirrored { lines.reverse() }
  }

  /// The filter may reach beyond the part that new pixels share, but not beyond the side's range.
  private mutating func addWeights(of side: Side, _ filter: Resampling) {
    let stretch = max(side.scale, 1)
    let support = filter.support * stretch
    weights.reserveCapacity(side.shown.count * (Int((2 * support).rounded(.up)) + 1))
    for place in side.shown {
      let center = Double(side.start) + (Double(place) + 0.5) * side.scale
      let first = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), side.range.count)
      append(
        side.range.lowerBound + first,
        (first..<end).map { pixel in
          filter.weight(at: (Double(pixel) - center + 0.5) * (1 / stretch))
        })
    }
  }

  /// Adds a new pixel made of those from `first` on, in proportion to `shares`.
  private mutating func append(_ first: Int, _ shares: [Double]) {
    lines.append(
      resampling_line(
        first: Int32(first), count: Int32(shares.count), weights: Int32(weights.count)))
    let sum = shares.reduce(0, +)
    for share in shares { weights.append(fixed(sum == 0 ? share : share / sum)) }
  }

  /// The nearest multiple of 2^-22, halves away from 0, times 2^22.
  private func fixed(_ weight: Double) -> Int32 {
    let scaled = weight * Double(1 << RESAMPLING_PRECISION)
    return Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
  }

  /// The same weights for a picture that begins at pixel `origin`, at or before the first used.
  func counted(from origin: Int) -> SideWeights {
    var moved = self
    for place in lines.indices { moved.lines[place].first -= Int32(origin) }
    moved.used = (used.lowerBound - origin)..<(used.upperBound - origin)
    return moved
  }
}

/// The pixels under the middles of the new ones that `side` shows.
private func nearest(_ side: Side) -> [Int] {
  let step = Double(side.end - side.start) / Double(side.count)
  // Adding up, rather than multiplying, rounds as Pillow does (`ImagingScaleAffine`).
  var middle = Double(side.start) + step * 0.5
  let pixels = (0..<side.shown.upperBound).map { _ in
    defer { middle += step }
    return side.range.lowerBound + min(max(Int(middle), 0), side.range.count - 1)
  }
  return Array(pixels[side.shown])
}
