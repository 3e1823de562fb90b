import Foundation

/// How often numbers fall between certain limits, as TensorBoard shows it.
///
/// Limits grow by a tenth from 1e-12 to 1e20 on both sides of zero, and those beyond the values are
/// left out, as `torch.utils.tensorboard.SummaryWriter.add_histogram` does with its usual bins.
struct Histogram: Equatable {
  /// The smallest of the values.
  let min: Double
  /// The largest of the values.
  let max: Double
  /// How many values there are.
  let count: Int
  /// Their sum.
  let sum: Double
  /// The sum of their squares.
  let sumOfSquares: Double
  /// The upper limit of each bucket, which belongs to the next one; each is above the one before.
  let limits: [Double]
  /// How many values each bucket has; the first has none, so that its limit is the lower limit of
  /// the next.
  let counts: [Double]

  /// The histogram of `values`; `nil` where there are none, one is no number, or all lie beyond
  /// 1e20.
  init?(of values: [Double]) {
    guard let least = values.min(), let most = values.max(), values.allSatisfy(\.isFinite) else {
      return nil
    }
    let found = Self.found(values)
    guard let first = found.firstIndex(where: { $0 > 0 }),
      let last = found.lastIndex(where: { $0 > 0 })
    else { return nil }
    min = least
    max = most
    count = values.count
    sum = values.reduce(0, +)
    sumOfSquares = values.reduce(0) { $0 + $1 * $1 }
    limits = Array(Self.edges[first...(last + 1)])
    counts = [0] + found[first...last].map(Double.init)
  }

  /// How many values lie between each edge and the next one; those beyond the outer edges count
  /// nowhere, and the outermost belongs to the last bucket (as `numpy.histogram` has it).
  private static func found(_ values: [Double]) -> [Int] {
    var found = [Int](repeating: 0, count: edges.count - 1)
    for value in values {
      let place = Swift.min(place(of: value), edges.count - 2)
      if place >= 0, value <= edges[edges.count - 1] { found[place] += 1 }
    }
    return found
  }

  /// The last edge that is not above `value`; -1 where all are.
  private static func place(of value: Double) -> Int {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  private static let edges: [Double] = {
    let positive = Array(sequence(first: 1e-12) { $0 * 1.1 }.prefix { $0 < 1e20 })
    return positive.reversed().map { -$0 } + [0] + positive
  }()
}
