import Foundation

extension RandomStream {
  /// A number of mean 0 and variance 1, normally distributed (Box and Muller, 1958).
  public mutating func normal() -> Double {
    let distance = sqrt(-2 * log(1 - unit()))
    return distance * cos(2 * .pi * unit())
  }

  /// A number that is 0 or more, by the gamma distribution of `shape`, above 0, and scale 1.
  ///
  /// Source: Marsaglia and Tsang, 2000; shapes below 1 by its section 6.
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0, "a gamma distribution has a shape above 0")
    guard shape >= 1 else { return pow(1 - unit(), 1 / shape) * gamma(shape: shape + 1) }
    let d = shape - 1.0 / 3
    let c = 1 / sqrt(9 * d)
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if log(1 - unit()) < x * x / 2 + d * (1 - v + log(v)) { return d * v }
    }
  }

  /// A number in 0...1, by the beta distribution of two shapes above 0.
  public mutating func beta(_ a: Double, _ b: Double) -> Double {
    let (x, y) = (gamma(shape: a), gamma(shape: b))
    // Both vanish where both shapes are tiny: one end or the other then, as its shape weighs.
    return x + y > 0 ? x / (x + y) : chance(a / (a + b)) ? 1 : 0
  }
}
