/// The one of `known` that `text` was likely meant to be: a few slips of a key away.
public func nearest(to text: String, among known: [String]) -> String? {
  let text = text.lowercased()
  guard text.count <= 60 else { return nil }
  let distances = known.map { slips(from: Array(text), to: Array($0.lowercased())) }
  guard let least = distances.min(), let place = distances.firstIndex(of: least) else {
    return nil
  }
  if least <= max(1, max(text.count, known[place].count) / 3) { return known[place] }
  return text.count < 3 ? nil : known.first { $0.lowercased().hasPrefix(text) }
}

/// How many characters must be added, dropped, replaced, or swapped with their neighbour.
///
/// Each part of the text is changed once at most (optimal string alignment).
func slips(from source: [Character], to target: [Character]) -> Int {
  var rows = [Array(0...target.count)]
  for (i, character) in source.enumerated() {
    var row = [i + 1]
    for (j, wanted) in target.enumerated() {
      let replaced = rows[i][j] + (character == wanted ? 0 : 1)
      var least = min(replaced, row[j] + 1, rows[i][j + 1] + 1)
      if i > 0, j > 0, character == target[j - 1], source[i - 1] == wanted {
        least = min(least, rows[i - 1][j - 1] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[source.count][target.count]
}
