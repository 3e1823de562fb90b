/// A word as a shell takes it: one with other signs than usual ones in quotes.
public func shellWord(_ word: String) -> String {
  let isPlain = word.wholeMatch(of: /[A-Za-z0-9_.,\/+@%:=-]+/) != nil
  return isPlain ? word : "'\(word.replacing("'", with: #"'\''"#))'"
}
