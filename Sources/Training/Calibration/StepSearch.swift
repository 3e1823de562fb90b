import Foundation

/// Looks for the step that raises the loss by a given factor, from steps whose factors are known.
struct StepSearch {
  /// Lengths and their loss ratios, by length.
  private let points: [(length: Double, ratio: Double)]

  /// A search that knows the ratios of some lengths.
  init(_ points: [(Double, Double)]) {
    self.points = points.filter { $0.1.isFinite }.sorted { $0.0 < $1.0 }
  }

  /// The next length to try, with two digits that count; `nil` where it is known already, or would
  /// be under 0.0001 or above 1.
  ///
  /// Between a length whose ratio is below `aim` and the next one, whose ratio is not, it is found
  /// by a line over the logarithm of lengths; beyond all known ones, by halves and doubles.
  func next(toward aim: Double) -> Double? {
    let length: Double
    if let above = points.firstIndex(where: { $0.ratio >= aim }) {
      if above == 0 {
        length = points[0].length / 2
      } else {
        let (low, high) = (points[above - 1], points[above])
        let part = (aim - low.ratio) / (high.ratio - low.ratio)
        length = exp(log(low.length) + part * log(high.length / low.length))
      }
    } else {
      length = points.last.map { 2 * $0.length } ?? 0.02
    }
    let digits = pow(10, 1 - log10(length).rounded(.down))
    let rounded = (length * digits).rounded() / digits
    guard (0.0001...1).contains(rounded) else { return nil }
    return points.contains { abs($0.length / rounded - 1) < 1e-9 } ? nil : rounded
  }
}
