import Foundation

/// Test pictures with what was predicted of them, of one run's weights.
struct ExamplesSection: Sendable {
  /// One picture.
  struct Example: Sendable {
    /// The picture in an address.
    let picture: String
    let index: Int
    let label: String
    let choice: String
    let confidence: String
    let isRight: Bool
  }

  let number: Int
  let name: String
  let weights: String
  let isFirst: Bool
  let right: [Example]
  let wrong: [Example]

  /// The pictures that run `number` kept; `nil` where it was not judged.
  init?(_ run: RunRecord, _ name: String, _ number: Int) throws {
    guard let judged = run.judged else { return nil }
    let shown = judged.best ?? judged.last
    guard shown.confusion != nil else { return nil }
    self.number = number % 8
    self.name = name
    weights = judged.words(of: shown)
    isFirst = number == 0
    right = try shown.right.map { try Example($0, judged, run) }
    wrong = try shown.wrong.map { try Example($0, judged, run) }
  }
}

extension ExamplesSection.Example {
  init(_ example: Judged.Example, _ judged: Judged, _ run: RunRecord) throws {
    picture = try run.picture(example.file)
    index = example.index
    label = judged.name(of: example.label)
    choice = judged.name(of: example.choice)
    confidence = String(format: "%.1f\u{A0}%%", 100 * example.confidence)
    isRight = example.label == example.choice
  }
}

/// Where one run's adversary moves features.
struct MovesSection: Sendable {
  /// One picture behind all cuts.
  struct Example: Sendable {
    let picture: ExamplesSection.Example
    let cuts: [Cut]
  }

  /// One picture behind one cut.
  struct Cut: Sendable {
    let stage: String
    let distance: String?
    let mean: String
    let largest: String
    let risePicture: String
    let rise: String
    let choice: String
    let confidence: String
    let isRight: Bool
  }

  let number: Int
  let name: String
  let weights: String
  let isFirst: Bool
  let examples: [Example]

  /// What run `number` kept of its adversary's moves; `nil` where it has none.
  init?(_ run: RunRecord, _ name: String, _ number: Int) throws {
    guard let judged = run.judged else { return nil }
    let shown = judged.best ?? judged.last
    guard !shown.moves.isEmpty else { return nil }
    self.number = number % 8
    self.name = name
    weights = judged.words(of: shown)
    isFirst = true
    examples = try shown.moves.map { move in
      Example(
        picture: try ExamplesSection.Example(move.example, judged, run),
        cuts: try move.cuts.map { cut in
          Cut(
            stage: cut.stage, distance: try cut.distanceFile.map { try run.picture($0) },
            mean: significant(cut.meanDistance, 3), largest: significant(cut.largestDistance, 3),
            risePicture: try run.picture(cut.riseFile), rise: significant(cut.rise, 3),
            choice: judged.name(of: cut.choice),
            confidence: String(format: "%.1f\u{A0}%%", 100 * cut.confidence),
            isRight: cut.choice == move.example.label)
        })
    }
  }
}

extension RunRecord {
  /// A PNG file beside `judged.json`, as an address that holds it.
  func picture(_ file: String) throws -> String {
    let place = "\(path)/judged/\(file)"
    do {
      return dataURI(try Data(contentsOf: URL(filePath: place)))
    } catch {
      throw TrainingError.cannotRead(place, cause: error.localizedDescription)
    }
  }
}
