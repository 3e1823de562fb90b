import Foundation
import Pictures

/// What was taken for what by one run's weights.
struct ConfusionSection: Sendable {
  /// How often one class was taken for another.
  struct Cell: Sendable {
    let count: String
    /// How strong its colour is, 0...100: by the part of the row's pictures, and by its root for a
    /// mistake.
    let heat: String
    let isRight: Bool
    let title: String
  }

  /// The pictures of one class.
  struct Row: Sendable {
    let name: String
    let cells: [Cell]
    let right: String
  }

  /// Two classes of which one was taken for the other.
  struct Pair: Sendable {
    let label: String
    let choice: String
    let count: String
    let part: String
  }

  /// The most classes whose matrix is shown as a table.
  static let mostClasses = 20

  let number: Int
  let name: String
  let weights: String
  let isFirst: Bool
  /// The columns' names.
  let classes: [String]
  /// The matrix; empty where there are too many classes.
  let rows: [Row]
  /// The matrix as a picture, a pixel for each pair, where there are too many classes for a table.
  let picture: String?
  let pairs: [Pair]
  /// Whether there are rows, pairs or worst classes: what the template asks.
  var hasTable = false
  var hasPairs = false
  var hasWorst = false
  /// The classes told right least often, where there are too many for a table.
  let worst: [Row]

  /// What run `number` took for what; `nil` where it was not judged.
  init?(_ run: RunRecord, _ name: String, _ number: Int) throws {
    guard let judged = run.judged else { return nil }
    let shown = judged.best ?? judged.last
    guard let confusion = shown.confusion else { return nil }
    let columns = max(
      judged.classes.count, 1 + (confusion.rows.flatMap { $0.map { $0[0] } }.max() ?? 0))
    let names = (0..<columns).map { judged.name(of: $0) }
    self.number = number % 8
    self.name = name
    weights = judged.words(of: shown)
    isFirst = number == 0
    classes = names
    let isSmall = columns <= Self.mostClasses
    rows =
      isSmall
      ? names.indices.dropLast(columns - judged.classes.count).map {
        Self.row($0, confusion, names)
      } : []
    picture = isSmall ? nil : dataURI(try Self.picture(confusion, columns).png())
    pairs = Self.pairs(confusion, names)
    worst = isSmall ? [] : Self.worst(confusion, names)
    hasTable = isSmall
    hasPairs = !pairs.isEmpty
    hasWorst = !worst.isEmpty
  }

  private static func row(_ label: Int, _ confusion: Confusion, _ names: [String]) -> Row {
    let total = confusion.total(of: label)
    let cells = names.indices.map { choice in
      let count = confusion.count(of: label, as: choice)
      let part = Double(count) / Double(max(1, total))
      return Cell(
        count: count == 0 ? "" : grouped(count),
        heat: String(format: "%.0f", 75 * (label == choice ? part : part.squareRoot())),
        isRight: label == choice,
        title: "\(count) of \(total) pictures of \(names[label]) taken for \(names[choice])")
    }
    return Row(name: names[label], cells: cells, right: right(label, confusion))
  }

  private static func right(_ label: Int, _ confusion: Confusion) -> String {
    let total = confusion.total(of: label)
    guard total > 0 else { return "–" }
    return percent(Double(confusion.count(of: label, as: label)) / Double(total), of: total)
  }

  /// The ten pairs of different classes that were confused most often.
  private static func pairs(_ confusion: Confusion, _ names: [String]) -> [Pair] {
    let all = confusion.rows.indices.flatMap { label in
      confusion.rows[label].filter { $0[0] != label }.map { (label, $0[0], $0[1]) }
    }
    return all.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }.prefix(10).map {
      let total = confusion.total(of: $0)
      return Pair(
        label: names[$0], choice: names[$1], count: grouped($2),
        part: percent(Double($2) / Double(max(1, total)), of: total))
    }
  }

  private static func worst(_ confusion: Confusion, _ names: [String]) -> [Row] {
    let parts = confusion.rows.indices.filter { confusion.total(of: $0) > 0 }.map {
      ($0, Double(confusion.count(of: $0, as: $0)) / Double(confusion.total(of: $0)))
    }
    return parts.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(10).map {
      Row(name: names[$0.0], cells: [], right: right($0.0, confusion))
    }
  }

  /// A pixel for each pair: brighter where more of the row's pictures are, as a root, so that rare
  /// mistakes are seen.
  private static func picture(_ confusion: Confusion, _ columns: Int) -> Picture {
    var bytes = [UInt8](repeating: 0, count: confusion.rows.count * columns)
    for (label, row) in confusion.rows.enumerated() {
      let total = Double(max(1, confusion.total(of: label)))
      for cell in row {
        bytes[label * columns + cell[0]] = UInt8(255 * (Double(cell[1]) / total).squareRoot())
      }
    }
    return Picture(
      channels: 1, height: confusion.rows.count, width: columns, bytes: bytes)
  }
}

/// A PNG file as an address that holds it.
func dataURI(_ bytes: some Sequence<UInt8>) -> String {
  "data:image/png;base64," + Data(bytes).base64EncodedString()
}

extension Judged {
  /// What output `index` is called.
  func name(of index: Int) -> String {
    classes.indices.contains(index) ? classes[index] : "class \(index)"
  }

  /// Which weights `weights` are.
  func words(of weights: Weights) -> String {
    let isBest = weights.epoch == bestEpoch
    return "\(isBest ? "best" : "last") weights, epoch \(weights.epoch)"
  }
}
