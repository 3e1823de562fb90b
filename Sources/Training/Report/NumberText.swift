import Foundation

// Numbers as a report shows them: no more digits than they are good for.

/// A part of `count` pictures as a percentage: as many decimals as one picture can change, 1 or 2.
func percent(_ part: Double, of count: Int) -> String {
  guard part.isFinite else { return "\(part)" }
  return String(format: count <= 1_000 ? "%.1f\u{A0}%%" : "%.2f\u{A0}%%", 100 * part)
}

/// The difference of two such parts in percentage points, with its sign.
func points(_ difference: Double, of count: Int) -> String {
  guard difference.isFinite else { return "\(difference)" }
  let text = String(format: count <= 1_000 ? "%.1f" : "%.2f", abs(100 * difference))
  let isZero = text.allSatisfy { "0.".contains($0) }
  return (isZero ? "±" : difference < 0 ? "−" : "+") + text
}

/// A number with `digits` that count.
func significant(_ number: Double, _ digits: Int = 4) -> String {
  guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
  let size = Int(log10(abs(number)).rounded(.down))
  guard (-4..<7).contains(size) else { return String(format: "%.\(digits - 1)e", number) }
  return String(format: "%.\(max(0, digits - 1 - size))f", number)
}

/// A whole number, its thousands apart.
func grouped(_ number: Int) -> String {
  let digits = String(abs(number))
  let groups = stride(from: digits.count, to: 0, by: -3).map { end in
    digits.dropFirst(max(0, end - 3)).prefix(end - max(0, end - 3))
  }
  return (number < 0 ? "−" : "") + groups.reversed().joined(separator: "\u{202F}")
}

/// The middle one of some numbers; `nil` without any.
func median(_ numbers: [Double]) -> Double? {
  guard !numbers.isEmpty else { return nil }
  let sorted = numbers.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
