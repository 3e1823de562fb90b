extension Picture {
  /// Writes a mean of the 4 pixels around each new one's place, where that is in the picture.
  func moveBilinear(
    _ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>,
    by map: AffineMap
  ) {
    forEachPlace(map) { pixel, x, y in
      let (left, right) = (kept(x.whole, width), kept(x.whole + 1, width))
      let (upper, lower) = (kept(y.whole, height) * width, kept(y.whole + 1, height) * width)
      for start in stride(from: 0, to: source.count, by: height * width) {
        func mixed(_ line: Int) -> Double {
          let first = Double(source[start + line + left])
          return first + (Double(source[start + line + right]) - first) * x.part
        }
        let above = mixed(upper)
        target[start + pixel] = UInt8(above + (mixed(lower) - above) * y.part)
      }
    }
  }

  /// Writes what a curve of third degree through 4 by 4 pixels has at each new one's place.
  func moveBicubic(
    _ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>,
    by map: AffineMap
  ) {
    forEachPlace(map) { pixel, x, y in
      let columns = around(x.whole, width)
      let lines = around(y.whole, height) &* width
      for start in stride(from: 0, to: source.count, by: height * width) {
        var values = SIMD4<Double>()
        for line in 0..<4 {
          let first = start + lines[line]
          let row = SIMD4(
            Double(source[first + columns[0]]), Double(source[first + columns[1]]),
            Double(source[first + columns[2]]), Double(source[first + columns[3]]))
          values[line] = cubic(row, x.part)
        }
        target[start + pixel] = UInt8(min(max(cubic(values, y.part), 0), 255))
      }
    }
  }

  /// Says, for each new pixel that lies in the picture, where: the last pixel whose middle is not
  /// beyond, and how far beyond that middle it is.
  @inline(__always)
  private func forEachPlace(
    _ map: AffineMap, _ body: (_ pixel: Int, _ x: Place, _ y: Place) -> Void
  ) {
    for row in 0..<height {
      let yOut = Double(row) + 0.5
      for column in 0..<width {
        let xOut = Double(column) + 0.5
        let x = map.a * xOut + map.b * yOut + map.c
        let y = map.d * xOut + map.e * yOut + map.f
        guard x >= 0, x < Double(width), y >= 0, y < Double(height) else { continue }
        body(row * width + column, Place(x - 0.5), Place(y - 0.5))
      }
    }
  }
}

/// A place between two pixels along one side.
private struct Place {
  let whole: Int
  let part: Double

  @inline(__always)
  init(_ place: Double) {
    whole = place < 0 ? Int(place.rounded(.down)) : Int(place)
    part = place - Double(whole)
  }
}

/// `index`, or the pixel at the rim that is nearest to it.
@inline(__always)
private func kept(_ index: Int, _ count: Int) -> Int { min(max(index, 0), count - 1) }

/// The two pixels up to `index` and the two behind it, those at the rim for those beyond.
@inline(__always)
private func around(_ index: Int, _ count: Int) -> SIMD4<Int> {
  SIMD4(
    kept(index - 1, count), kept(index, count), kept(index + 1, count), kept(index + 2, count))
}

/// The curve with slopes by the neighbours' difference (Keys, 1981, with a = -1), after the second.
@inline(__always)
private func cubic(_ v: SIMD4<Double>, _ d: Double) -> Double {
  let first = -v[0] + v[2]
  let second = 2 * (v[0] - v[1]) + v[2] - v[3]
  let third = -v[0] + v[1] - v[2] + v[3]
  return v[1] + d * (first + d * (second + d * third))
}
