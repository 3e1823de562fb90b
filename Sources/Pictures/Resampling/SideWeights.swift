import CResampling

/// Which pixels along one side make each new pixel, and what each of them weighs.
///
/// Weights are whole numbers, 2^22 standing for 1. They are found in the same steps and rounded in
/// the same way as Pillow's (`precompute_coeffs` and `normalize_coeffs_8bpc` in its Resample.c), so
/// that sums of bytes come out the same to the last bit.
struct SideWeights {
  /// The pixels that make each new one.
  private(set) var lines: [resampling_line] = []
  /// The weights of the first new pixel's pixels, then those of the second's, and so on.
  private(set) var weights: [Int32] = []
  /// The pixels that have a weight.
  private(set) var used = 0..<0

  /// The weights of `count` new pixels that share the part from `start` to `end` of `range`.
  ///
  /// `start` and `end` are counted from the beginning of `range`; the filter may reach beyond them,
  /// but not beyond `range`.
  init(
    of count: Int, from start: Float, to end: Float, in range: Range<Int>, _ filter: Resampling
  ) {
    let scale = Double(end - start) / Double(count)
    let stretch = max(scale, 1)
    let support = filter.support * stretch
    lines.reserveCapacity(count)
    weights.reserveCapacity(count * (Int((2 * support).rounded(.up)) + 1))
    for place in 0..<count {
      let center = Double(start) + (Double(place) + 0.5) * scale
      let first = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), range.count)
      append(
        range.lowerBound + first,
        (first..<end).map { pixel in
          filter.weight(at: (Double(pixel) - center + 0.5) * (1 / stretch))
        })
    }
    if let first = lines.first, let last = lines.last {
      used = Int(first.first)..<Int(last.first + last.count)
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
}
