import Foundation

/// Student's t distribution of a whole number of degrees of freedom.
struct StudentT {
  /// The degrees of freedom, 1 or more.
  let degrees: Int

  /// The probability that |t| is at most `t`, 0 or more (Abramowitz & Stegun, 1964, 26.7.3-4).
  func probability(within t: Double) -> Double {
    let angle = atan(t / Double(degrees).squareRoot())
    let (sine, cosine) = (sin(angle), cos(angle))
    if degrees == 1 { return angle * 2 / .pi }
    // The terms are positive, so that nothing cancels.
    let isOdd = degrees % 2 == 1
    var term = isOdd ? cosine : 1
    var sum = term
    for next in stride(from: isOdd ? 3 : 2, to: degrees, by: 2) {
      term *= cosine * cosine * Double(next - 1) / Double(next)
      sum += term
    }
    return isOdd ? (angle + sine * sum) * 2 / .pi : sine * sum
  }

  /// The t within which, on both sides of 0, a part `probability` lies, above 0 and below 1.
  func quantile(within probability: Double) -> Double {
    precondition(degrees > 0 && probability > 0 && probability < 1)
    var (low, high) = (0.0, 1.0)
    while self.probability(within: high) < probability { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if self.probability(within: middle) < probability { low = middle } else { high = middle }
    }
  }
}
