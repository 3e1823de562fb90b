/// The number that `text` writes as `0.5`, `1e-4` or a fraction `0.5/255`, else `nil`.
///
/// Not finite where it is too large, or the fraction's lower part is 0.
public func number(_ text: String) -> Double? {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(\.trimmed)
  switch parts.count {
  case 1: return decimal(text)
  case 2:
    guard let above = decimal(parts[0]), let below = decimal(parts[1]) else { return nil }
    return above / below
  default: return nil
  }
}

/// The number that `text` writes in decimal digits, as YAML 1.2's core schema has it, else `nil`.
func decimal(_ text: String) -> Double? {
  let signs = "+-".utf8
  var rest = text.utf8[...]
  if let first = rest.first, signs.contains(first) { rest.removeFirst() }
  let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) {
    $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
  }
  if parts.count == 2 {
    var power = parts[1]
    if let first = power.first, signs.contains(first) { power.removeFirst() }
    guard isDigits(power) else { return nil }
  }
  let digits = parts[0].split(
    separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
  guard digits.allSatisfy({ $0.isEmpty || isDigits($0) }), !digits.allSatisfy(\.isEmpty) else {
    return nil
  }
  return Double(text)
}

/// The whole number that `text` writes in nothing but digits, such as a list's index.
func wholeNumber(_ text: String) -> Int? {
  isDigits(text.utf8) ? Int(text) : nil
}

/// Whether there is a digit, and nothing else.
func isDigits(_ bytes: some Collection<UInt8>) -> Bool {
  !bytes.isEmpty && bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}
