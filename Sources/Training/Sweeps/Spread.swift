/// Some numbers' mean, and how far they lie from it.
public struct Spread: Sendable, Equatable, Codable {
  /// How many there are, 1 or more.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// Their standard deviation, with n - 1; `null` of a single one.
  @OrNull public var deviation: Double?

  /// The spread of `values`; `nil` where there are none.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    self.init(ofSome: values)
  }

  /// The spread of `values`, of which there is one or more.
  init(ofSome values: [Double]) {
    precondition(!values.isEmpty, "a spread is of one value or more")
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    count = values.count
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }

  /// Whether both have the same numbers.
  public static func == (left: Spread, right: Spread) -> Bool {
    (left.count, left.mean) == (right.count, right.mean) && left.deviation == right.deviation
  }
}

/// How far a row is from another, seed by seed.
public struct PairedDifference: Sendable, Equatable, Codable {
  /// The row that is taken away.
  public let against: String
  /// The seeds that both have.
  public let seeds: [UInt64]
  /// The mean of the differences.
  public let mean: Double
  /// The ends of its 95 % interval by Student's t, with one degree less than seeds; `null` for
  /// fewer than two seeds.
  @OrNull public var interval: [Double]?

  /// The differences of the values of two rows by seed; `nil` where no seed is in both.
  init?(_ values: [UInt64: Double], minus others: [UInt64: Double], of row: String) {
    seeds = values.keys.filter { others[$0] != nil }.sorted()
    let differences = seeds.compactMap { seed in
      values[seed].flatMap { value in others[seed].map { value - $0 } }
    }
    guard let spread = Spread(differences) else { return nil }
    against = row
    mean = spread.mean
    interval = spread.deviation.map { deviation in
      let error = deviation / Double(spread.count).squareRoot()
      let reach = StudentT(degrees: spread.count - 1).quantile(within: 0.95) * error
      return [spread.mean - reach, spread.mean + reach]
    }
  }

  /// Whether the whole interval is above 0.
  public var isAbove: Bool { (interval?.first ?? 0) > 0 }

  /// Whether the whole interval is below 0.
  public var isBelow: Bool { (interval?.last ?? 0) < 0 }

  /// Whether both are of the same rows and seeds, with the same numbers.
  public static func == (left: PairedDifference, right: PairedDifference) -> Bool {
    (left.against, left.seeds, left.mean) == (right.against, right.seeds, right.mean)
      && left.interval == right.interval
  }
}
