import Foundation
import Settings

/// One row of a sweep: what it is called, and what it changes in the recipe.
public struct SweepRow: Sendable, Equatable {
  /// What people call it, such as `afan stepSize=0.5/255`.
  public let name: String
  /// What it changes, `key=value` as `spar train` takes it, in this order; `{seed}` stands for the
  /// run's seed.
  public let settings: [String]

  /// What the run of `seed` changes.
  func settings(of seed: UInt64) -> [String] {
    settings.map { $0.replacing("{seed}", with: "\(seed)") }
  }

  /// The first part of its runs' folder names: the name, other signs than usual ones replaced.
  public var folder: String {
    String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "._=+-".contains($0) ? $0 : "_" })
  }
}

extension Sweep {
  /// The most rows that a sweep may have.
  private static let mostRows = 10_000

  /// Every named row with every combination of the varied values, the last one varying fastest.
  ///
  /// - Throws: `TrainingError.badSweep`, `SettingsError`.
  func expandedRows() throws -> [SweepRow] {
    let all = try alternatives()
    try checkNames(all)
    let named = rows.items.map { (words: [$0.name], settings: $0.value) }
    var made = named.isEmpty ? [(words: [], settings: [])] : named
    for (each, labels) in zip(all, Self.labels(all)) {
      guard made.count * each.values.count <= Self.mostRows else {
        throw TrainingError.badSweep(["there would be over \(Self.mostRows) rows"])
      }
      made = made.flatMap { row in
        zip(labels, each.settings).map { (row.words + [$0], row.settings + [$1]) }
      }
    }
    let found = made.map { words, settings in
      SweepRow(name: words.isEmpty ? "all" : words.joined(separator: " "), settings: settings)
    }
    let folders = Dictionary(grouping: found, by: \.folder)
    guard let two = folders.first(where: { $0.value.count > 1 }) else { return found }
    throw TrainingError.badSweep([
      "two rows would have the folder name '\(two.key)'; give them names in a --rows file"
    ])
  }

  /// The varied settings with their values.
  private func alternatives() throws -> [Alternatives] {
    try varied.map { word in
      if let found = try Alternatives(word) { return found }
      throw TrainingError.badSweep(["varied: \(word) has no list of values, key=[value, ...]"])
    }
  }

  private func checkNames(_ varied: [Alternatives]) throws {
    var problems: [String] = []
    for row in rows.items where !isName(row.name) {
      problems.append(
        "row '\(row.name)': a name is of letters, digits and . _ = + -, the first no . or -")
    }
    let keys = varied.map(\.key)
    for (index, each) in varied.enumerated() {
      if each.values.isEmpty { problems.append("\(each.key)=[] has no value to try") }
      if keys[..<index].contains(each.key) { problems.append("\(each.key) is varied twice") }
      if Set(each.values).count < each.values.count {
        problems.append("\(each.key) is to have one value twice")
      }
    }
    let all = settings + rows.items.flatMap(\.value)
    if keys.contains("seed") || rows.items.flatMap(\.value).contains(where: { sets($0, "seed") }) {
      problems.append("every row is run with the same seeds: give seeds=[...] rather than seed")
    }
    for each in varied where all.contains(where: { sets($0, each.key) }) {
      problems.append("\(each.key) is both varied and given a value")
    }
    if !problems.isEmpty { throw TrainingError.badSweep(problems) }
  }

  private func sets(_ setting: String, _ key: String) -> Bool {
    setting.prefix { $0 != "=" }.trimmingCharacters(in: .whitespaces) == key
  }

  private func isName(_ name: String) -> Bool {
    guard let first = name.first, !".-".contains(first), name.count <= 100 else { return false }
    return SweepRow(name: name, settings: []).folder == name
  }

  /// What each value of each varied setting is called.
  ///
  /// That is the last word of its key, or the whole where two have the same, and the value, or its
  /// number where that is long.
  private static func labels(_ varied: [Alternatives]) -> [[String]] {
    func last(_ key: String) -> String { String(key.split(separator: ".").last ?? "") }
    return varied.map { each in
      let isAlone = varied.count { last($0.key) == last(each.key) } == 1
      let key = isAlone ? last(each.key) : each.key
      return each.values.enumerated().map { number, value in
        value.count <= 24 && !value.contains(where: \.isWhitespace)
          ? "\(key)=\(value)" : "\(key)=#\(number + 1)"
      }
    }
  }
}
