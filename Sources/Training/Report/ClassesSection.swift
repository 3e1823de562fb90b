import Foundation

/// How the pixels of each class were told, weights side by side.
///
/// Weights stand beside each other where they tell the same classes and were judged on the same
/// pixels, as far as counts tell.
struct ClassesSection: Sendable {
  /// Some weights of a run.
  struct Column: Sendable {
    let number: Int
    let name: String
    let weights: String
  }

  /// The figure of some weights for one class.
  struct Cell: Sendable {
    let value: String
    /// How far it is from the first run's; `nil` without another.
    let difference: String?
    let isBetter: Bool
    let isWorse: Bool
  }

  /// One class.
  struct Row: Sendable {
    let name: String
    /// Its colour as the style has it.
    let colour: String
    let cells: [Cell]
    /// How many pixels are of it.
    let pixels: String
    let isAbsent: Bool
  }

  let columns: [Column]
  let rows: [Row]
  /// The means, and how many pixels there are.
  let means: [Cell]
  let pixels: String
  /// What differences are of; `nil` without any.
  let note: String?

  /// The tables of all runs that were judged by their pixels.
  static func all(_ runs: [RunRecord], _ names: [String]) -> [ClassesSection] {
    let all = runs.indices.flatMap { ClassFigures.all(of: runs[$0], names[$0], $0) }
    var groups: [[ClassFigures]] = []
    for figures in all {
      if let place = groups.firstIndex(where: { $0[0].isComparable(to: figures) }) {
        groups[place].append(figures)
      } else {
        groups.append([figures])
      }
    }
    return groups.compactMap { ClassesSection($0) }
  }

  private init?(_ group: [ClassFigures]) {
    guard let first = group.first else { return nil }
    let bases = group.map { $0.base(in: group) }
    let pairs = Array(zip(group, bases))
    columns = group.map { Column(number: $0.run % 8, name: $0.name, weights: $0.weights) }
    rows = first.classes.indices.map { label in
      Row(
        name: first.classes[label], colour: first.colours[label],
        cells: pairs.map { own, base in
          Self.cell(
            own.scores.classIoU[label], base?.scores.classIoU[label], of: first.scores.count)
        },
        pixels: first.present[label] > 0 ? grouped(first.present[label]) : "no pixel",
        isAbsent: first.present[label] == 0)
    }
    means = pairs.map { own, base in
      Self.cell(own.scores.meanIoU, base?.scores.meanIoU, of: own.scores.count)
    }
    pixels = grouped(first.scores.count)
    note =
      bases.contains { $0 != nil }
      ? "Small numbers are percentage points from \(first.name), like weights with like." : nil
  }

  private static func cell(_ value: Double?, _ base: Double?, of count: Int) -> Cell {
    let gain = value.flatMap { value in base.map { value - $0 } }
    return Cell(
      value: value.map { percent($0, of: count) } ?? "–",
      difference: gain.map { points($0, of: count) }, isBetter: (gain ?? 0) > 0,
      isWorse: (gain ?? 0) < 0)
  }
}

/// How some weights told the pixels of each class.
struct ClassFigures {
  /// Which run's they are.
  let run: Int
  let name: String
  /// Which weights of it, in words, and whether they are its last and others its best.
  let weights: String
  private let isOnlyLast: Bool
  let classes: [String]
  /// The colour of each class as the style has it.
  let colours: [String]
  let scores: PixelScores
  /// How many pixels are of each class.
  let present: [Int]

  /// The figures of the best and the last weights of run `number`; of one where they are the same.
  static func all(of run: RunRecord, _ name: String, _ number: Int) -> [ClassFigures] {
    guard let judged = run.judged else { return [] }
    return judged.all.compactMap { weights in
      weights.pixels.map { ClassFigures($0, weights, judged, name, number) }
    }
  }

  private init(
    _ pixels: PixelExamples, _ weights: Judged.Weights, _ judged: Judged, _ name: String,
    _ number: Int
  ) {
    run = number
    self.name = name
    self.weights = judged.shortWords(of: weights)
    isOnlyLast = judged.best.map { $0 != weights } ?? false
    let confusion = pixels.confusion
    classes = (0..<confusion.classes).map { judged.name(of: $0) }
    colours = pixels.colours.map(\.css)
    scores = PixelScores(confusion)
    present = confusion.present
  }

  /// Whether it tells the same classes and was judged on as many pixels of each.
  func isComparable(to other: ClassFigures) -> Bool {
    classes == other.classes && present == other.present
  }

  /// The first run's weights among `group` that it is held against; `nil` for that run's own.
  func base(in group: [ClassFigures]) -> ClassFigures? {
    let first = group.filter { $0.run == group[0].run }
    return run == group[0].run ? nil : isOnlyLast ? first.last : first.first
  }
}

extension Judged {
  /// The weights that were judged, the best first.
  var all: [Weights] { [best, last].compactMap(\.self) }

  /// Which weights `weights` are, without a sentence.
  func shortWords(of weights: Weights) -> String {
    "\(isBest(weights) ? "best" : "last"), \(weights.moment)"
  }
}

extension [UInt8] {
  /// Red, green and blue as a style has them.
  var css: String { "rgb(\(map(String.init).joined(separator: " ")))" }
}
