extension Picture {
  /// Writes the pixel that lies at each new one's place, as far as there is one.
  func moveNearest(
    _ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>,
    by map: AffineMap
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: width) { old in
      var rows = PlacesByRow(map, height: height, width: width)
      for row in 0..<height {
        let shown = rows.next(into: old)
        for start in stride(from: 0, to: source.count, by: height * width) {
          let line = start + row * width
          for column in shown { target[line + column] = source[start + old[column]] }
        }
      }
    }
  }
}

/// Which old pixel each new one shows, row by row, in the arithmetic of Pillow's Geometry.c.
///
/// A map that only moves and stretches is followed in steps of double precision, any other one in
/// whole numbers of 2^-16, or where pictures are too large for that, in double precision again.
private struct PlacesByRow {
  private let map: AffineMap
  private let height: Int
  private let width: Int
  private let isFixed: Bool
  /// The old place of the next row's first pixel.
  private var place: (x: Double, y: Double)
  /// The same in whole numbers of 2^-16.
  private var fixedPlace = (x: 0, y: 0)

  init(_ map: AffineMap, height: Int, width: Int) {
    self.map = map
    self.height = height
    self.width = width
    place = (map.c + map.b * 0.5 + map.a * 0.5, map.f + map.e * 0.5 + map.d * 0.5)
    let fits = [(0, 0), (0, width), (height, 0), (height, width)].allSatisfy { row, column in
      let (x, y) = (Double(column), Double(row))
      return abs(x * map.a + y * map.b + map.c) < 32_768
        && abs(x * map.d + y * map.e + map.f) < 32_768
    }
    isFixed = fits && (map.b != 0 || map.d != 0)
    if isFixed {
      fixedPlace = (
        fixed(map.c + map.a * 0.5 + map.b * 0.5), fixed(map.f + map.d * 0.5 + map.e * 0.5)
      )
    }
  }

  /// Writes what each pixel of the next row shows, and returns the columns that show something.
  mutating func next(into old: UnsafeMutableBufferPointer<Int>) -> Range<Int> {
    isFixed ? nextFixed(into: old) : nextFloating(into: old)
  }

  private mutating func nextFixed(into old: UnsafeMutableBufferPointer<Int>) -> Range<Int> {
    var (x, y) = fixedPlace
    let (a, d) = (fixed(map.a), fixed(map.d))
    fixedPlace = (x + fixed(map.b), y + fixed(map.e))
    var shown = 0..<0
    for column in 0..<width {
      let (left, top) = (x >> 16, y >> 16)
      if left >= 0, left < width, top >= 0, top < height {
        old[column] = top * width + left
        shown = (shown.isEmpty ? column : shown.lowerBound)..<(column + 1)
      }
      x += a
      y += d
    }
    return shown
  }

  private mutating func nextFloating(into old: UnsafeMutableBufferPointer<Int>) -> Range<Int> {
    var (x, y) = place
    place = (x + map.b, y + map.e)
    var shown = 0..<0
    for column in 0..<width {
      if x >= 0, x < Double(width), y >= 0, y < Double(height) {
        old[column] = Int(y) * width + Int(x)
        shown = (shown.isEmpty ? column : shown.lowerBound)..<(column + 1)
      }
      x += map.a
      y += map.d
    }
    return shown
  }
}

/// The nearest whole number of 2^-16.
private func fixed(_ number: Double) -> Int { Int((number * 65_536 + 0.5).rounded(.down)) }
