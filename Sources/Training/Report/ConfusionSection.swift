import Foundation
import Pictures

/// What was taken for what by one run's weights: pictures, or pixels.
struct ConfusionSection: Sendable {
  /// How often one class was taken for another.
  struct Cell: Sendable {
    /// How many pictures, or how many percent of the class's pixels; nothing for none.
    let count: String
    /// How strong its colour is, 0...100: by the part of the row's things, and by its root for a
    /// mistake.
    let heat: String
    let isRight: Bool
    let title: String
  }

  /// The pictures or pixels of one class.
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

  let number: Int
  let name: String
  let weights: String
  let isFirst: Bool
  /// What is counted, many and one of them.
  let things: String
  let thing: String
  /// Whether the matrix has percents.
  let isNormalized: Bool
  /// The columns' names.
  let classes: [String]
  /// The matrix; empty where there are too many classes.
  let rows: [Row]
  /// The matrix as a picture, a pixel for each pair, where there are too many classes for a table.
  let picture: String?
  let pairs: [Pair]
  /// Whether there are rows, pairs or worst classes: what the template asks.
  let hasTable: Bool
  let hasPairs: Bool
  let hasWorst: Bool
  /// The classes told right least often, where there are too many for a table.
  let worst: [Row]

  /// What run `number` took for what; `nil` where it was not judged.
  init?(_ run: RunRecord, _ name: String, _ number: Int) throws {
    guard let judged = run.judged else { return nil }
    let shown = judged.best ?? judged.last
    guard let (confusion, things) = shown.counts else { return nil }
    let columns = max(
      judged.classes.count, 1 + (confusion.rows.flatMap { $0.map { $0[0] } }.max() ?? 0))
    let names = (0..<columns).map { judged.name(of: $0) }
    self.number = number % 8
    self.name = name
    weights = judged.words(of: shown)
    isFirst = number == 0
    (self.things, thing, isNormalized) = (things.rawValue, things.one, things == .pixels)
    classes = names
    hasTable = columns <= things.mostClasses
    rows =
      hasTable
      ? judged.classes.indices.map { Self.row($0, confusion, names, things) } : []
    picture = hasTable ? nil : dataURI(try Self.picture(confusion, columns).png())
    pairs = Self.pairs(confusion, names, things)
    worst = hasTable ? [] : Self.worst(confusion, names, things)
    (hasPairs, hasWorst) = (!pairs.isEmpty, !worst.isEmpty)
  }

  private static func row(
    _ label: Int, _ confusion: Confusion, _ names: [String], _ things: Things
  ) -> Row {
    let total = confusion.total(of: label)
    let cells = names.indices.map { choice in
      let count = confusion.count(of: label, as: choice)
      let part = Double(count) / Double(max(1, total))
      return Cell(
        count: count == 0 ? "" : things == .pixels ? Self.rounded(part) : grouped(count),
        heat: String(format: "%.0f", 75 * (label == choice ? part : part.squareRoot())),
        isRight: label == choice,
        title: "\(count) of \(total) \(things.rawValue) of \(names[label]) taken for "
          + names[choice])
    }
    return Row(name: names[label], cells: cells, right: right(label, confusion, things))
  }

  /// A part in whole percents; a dot where that is 0.
  private static func rounded(_ part: Double) -> String {
    part < 0.005 ? "·" : String(format: "%.0f", 100 * part)
  }

  private static func right(_ label: Int, _ confusion: Confusion, _ things: Things) -> String {
    let total = confusion.total(of: label)
    guard total > 0 else { return "–" }
    return things.part(Double(confusion.count(of: label, as: label)) / Double(total), of: total)
  }

  /// The ten pairs of different classes that were confused most often.
  private static func pairs(
    _ confusion: Confusion, _ names: [String], _ things: Things
  ) -> [Pair] {
    let all = confusion.rows.indices.flatMap { label in
      confusion.rows[label].filter { $0[0] != label }.map { (label, $0[0], $0[1]) }
    }
    return all.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }.prefix(10).map {
      let total = confusion.total(of: $0)
      return Pair(
        label: names[$0], choice: names[$1], count: grouped($2),
        part: things.part(Double($2) / Double(max(1, total)), of: total))
    }
  }

  private static func worst(
    _ confusion: Confusion, _ names: [String], _ things: Things
  ) -> [Row] {
    let parts = confusion.rows.indices.filter { confusion.total(of: $0) > 0 }.map {
      ($0, Double(confusion.count(of: $0, as: $0)) / Double(confusion.total(of: $0)))
    }
    return parts.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(10).map {
      Row(name: names[$0.0], cells: [], right: right($0.0, confusion, things))
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

  /// Whether no weights did better on the pictures held out; the best are left out where they are the
  /// last.
  func isBest(_ weights: Weights) -> Bool {
    best.map { $0 == weights } ?? (bestEpoch != nil)
  }

  /// Which weights `weights` are.
  func words(of weights: Weights) -> String {
    "\(isBest(weights) ? "best" : "last") weights, \(weights.moment)"
  }
}

extension Judged.Weights {
  /// How long they were trained.
  var moment: String { Training.moment(epoch: epoch, step: step) }
}

/// How long weights were trained: the steps where pictures are judged every so many, else the epochs.
func moment(epoch: Int, step: Int?) -> String {
  step.map { "step \(grouped($0))" } ?? "epoch \(epoch)"
}
