/// A place in the tree of a run's randomness: its value is a function of the root and the path.
///
/// `Seed(3) / "augment" / epoch / index` is the same number in every run, on every thread, in any
/// order of asking; nothing is drawn from a shared stream.
public struct Seed: Sendable, Hashable, CustomStringConvertible {
  /// The 64 bits that stand for this place.
  public let value: UInt64

  /// The root of a tree of seeds.
  public init(_ value: UInt64) {
    self.value = value
  }

  /// The seed called `name` below `seed`.
  public static func / (seed: Seed, name: String) -> Seed {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bits
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Seed(scrambled(seed.value ^ scrambled(hash)))
  }

  /// The seed numbered `number` below `seed`.
  public static func / (seed: Seed, number: Int) -> Seed {
    Seed(scrambled(seed.value &+ scrambled(UInt64(bitPattern: Int64(number)) ^ numberMark)))
  }

  /// A stream of numbers that starts at this place.
  public var stream: RandomStream { RandomStream(self) }

  /// The value in decimal digits.
  public var description: String { String(value) }

  /// Keeps numbered children apart from named ones.
  private static let numberMark: UInt64 = 0x6e75_6d62_6572_5f5f
}

/// A stream of random numbers from one seed (SplitMix64: Steele et al., 2014).
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The stream that starts at `seed`.
  public init(_ seed: Seed) {
    state = seed.value
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return scrambled(state)
  }

  /// A whole number in `0..<bound`, without bias worth mentioning (2^-64 times `bound`).
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a random number below \(bound) does not exist")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// The numbers `0..<count` in an order drawn from all.
  public mutating func permutation(of count: Int) -> [Int] { shuffled(Array(0..<count)) }

  /// `elements` in an order drawn from all (Fisher and Yates).
  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, below(last + 1))
    }
    return elements
  }

  /// A number in `0..<1`, of 53 random bits.
  public mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// True with the given probability, 0...1.
  public mutating func chance(_ probability: Double) -> Bool {
    unit() < probability
  }
}

/// Spreads every input bit over all output bits (Stafford's mix 13).
private func scrambled(_ bits: UInt64) -> UInt64 {
  var bits = bits
  bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
  bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
  return bits ^ (bits >> 31)
}
