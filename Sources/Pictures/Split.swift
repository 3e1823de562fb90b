import Randomness

/// Which part of a published data set: the one to train on or the one to test on.
public enum PublishedSplit: String, Sendable, Codable, CaseIterable {
  /// The pictures to train on.
  case train
  /// The pictures to test on.
  case test
}

/// Ways to hold pictures out of training for validation.
///
/// Each returns sorted, disjoint places that together are all of the set's.
public enum Split {
  /// Holds out the last `n` of `count` pictures.
  ///
  /// The authors of A-FAN hold the last 5,000 out of CIFAR's 50,000 (Chen et al., 2022).
  ///
  /// - Throws: `PicturesError.badSplit` unless `n` is 1..<count.
  public static func held(
    outOf count: Int, last n: Int
  ) throws -> (training: [Int], validation: [Int]) {
    try check(n, outOf: count)
    return (Array(0..<(count - n)), Array((count - n)..<count))
  }

  /// Holds out `n` of `count` pictures, each set of `n` as likely as any other.
  ///
  /// - Throws: `PicturesError.badSplit` unless `n` is 1..<count.
  public static func held(
    outOf count: Int, random n: Int, seed: Seed
  ) throws -> (training: [Int], validation: [Int]) {
    try check(n, outOf: count)
    let places = shuffled(Array(0..<count), seed / "split")
    return (places[n...].sorted(), places[..<n].sorted())
  }

  /// Holds out `n` pictures at random, each class in proportion to its number of pictures.
  ///
  /// `labels` has every picture's class. What does not divide evenly goes to the classes with the
  /// largest remainders, the lower label first.
  ///
  /// - Throws: `PicturesError.badSplit` unless `n` is 1..<labels.count.
  public static func held(
    outOf labels: [Int], stratified n: Int, seed: Seed
  ) throws -> (training: [Int], validation: [Int]) {
    try check(n, outOf: labels.count)
    let members = Dictionary(grouping: labels.indices) { labels[$0] }
    let shares = shares(of: n, among: members.mapValues(\.count), outOf: labels.count)
    var training: [Int] = []
    var validation: [Int] = []
    for (label, places) in members {
      let places = shuffled(places, seed / "split" / label)
      let share = shares[label, default: 0]
      validation += places[..<share]
      training += places[share...]
    }
    return (training.sorted(), validation.sorted())
  }

  private static func check(_ n: Int, outOf count: Int) throws {
    guard n > 0, n < count else { throw PicturesError.badSplit(held: n, count: count) }
  }

  /// How many of `n` each class gives, in proportion to its size (largest remainders).
  private static func shares(of n: Int, among sizes: [Int: Int], outOf count: Int) -> [Int: Int] {
    var shares = sizes.mapValues { $0 * n / count }
    let left = n - shares.values.reduce(0, +)
    let remainders = sizes.mapValues { $0 * n % count }
    let order = remainders.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (label, _) in order.prefix(left) { shares[label, default: 0] += 1 }
    return shares
  }
}

/// `places` in an order drawn from `seed`, every order as likely as any other.
func shuffled(_ places: [Int], _ seed: Seed) -> [Int] {
  var random = seed.stream
  return random.shuffled(places)
}
