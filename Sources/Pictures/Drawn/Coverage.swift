/// How much of each pixel some closed lines enclose.
struct Coverage {
  /// `[side, side]`, 0...1.
  let parts: [Double]

  /// Into how many lines a row is cut; along each line the part is exact.
  private static let lines = 8

  /// The parts that lie within `contours`, a hole's line running the other way round.
  ///
  /// Each edge adds its direction to every pixel right of it; sums along rows are what is enclosed.
  init(of contours: [[Silhouette.Point]], side: Int) {
    var sums = [Double](repeating: 0, count: side * (side + 2))
    for contour in contours {
      for (index, end) in contour.enumerated() {
        let start = contour[index == 0 ? contour.count - 1 : index - 1]
        Self.add(start, end, side, to: &sums)
      }
    }
    var parts = [Double](repeating: 0, count: side * side)
    for row in 0..<side {
      var sum = 0.0
      for column in 0..<side {
        sum += sums[row * (side + 2) + column]
        parts[row * side + column] = min(1, abs(sum) / Double(Self.lines))
      }
    }
    self.parts = parts
  }

  private static func add(
    _ start: Silhouette.Point, _ end: Silhouette.Point, _ side: Int, to sums: inout [Double]
  ) {
    let (direction, upper, lower) = start.y < end.y ? (1.0, start, end) : (-1.0, end, start)
    func line(_ y: Double) -> Int {
      min(max(Int((y * Double(lines) - 0.5).rounded(.up)), 0), side * lines)
    }
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    for line in line(upper.y)..<line(lower.y) {
      let y = (Double(line) + 0.5) / Double(lines)
      let x = min(max(upper.x + (y - upper.y) * slope, 0), Double(side))
      let (column, rest) = (Int(x), x - x.rounded(.down))
      sums[line / lines * (side + 2) + column] += direction * (1 - rest)
      sums[line / lines * (side + 2) + column + 1] += direction * rest
    }
  }
}
