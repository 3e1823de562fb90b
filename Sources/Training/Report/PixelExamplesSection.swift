/// Pictures with the classes of their pixels, those told of them, and what moves of features
/// change, of some weights of one run.
struct PixelExamplesSection: Sendable {
  /// One picture; files are addresses.
  struct Example: Sendable {
    let index: Int
    let picture: String
    let truth: String
    let told: String
    let accuracy: String
    let cuts: [Cut]
  }

  /// One picture behind one cut.
  struct Cut: Sendable {
    let stage: String
    let risePicture: String
    let rise: String
    let distance: String?
    let mean: String
    let largest: String
    let changedPicture: String
    let changed: String
  }

  /// A class and its colour.
  struct Key: Sendable {
    let name: String
    let colour: String
  }

  let number: Int
  let name: String
  let weights: String
  let isOpen: Bool
  let hasMoves: Bool
  /// The classes that judged pixels are of, or were told to be.
  let legend: [Key]
  let examples: [Example]

  /// What run `number` kept of its best weights, and of its last ones; nothing where it was not
  /// judged, or tells no classes of pixels.
  static func all(
    of run: RunRecord, _ name: String, _ number: Int
  ) throws -> [PixelExamplesSection] {
    guard let judged = run.judged else { return [] }
    return try judged.all.enumerated().compactMap { place, weights in
      try weights.pixels.map {
        try PixelExamplesSection(
          $0, run, name, number, weights: judged.words(of: weights), isOpen: place == 0)
      }
    }
  }

  private init(
    _ pixels: PixelExamples, _ run: RunRecord, _ name: String, _ number: Int, weights: String,
    isOpen: Bool
  ) throws {
    self.number = number % 8
    self.name = name
    self.weights = weights
    self.isOpen = isOpen
    hasMoves = pixels.examples.contains { !$0.cuts.isEmpty }
    let (present, told) = (pixels.confusion.present, pixels.confusion.told)
    legend = present.indices.filter { present[$0] + told[$0] > 0 }.map {
      Key(
        name: run.judged?.name(of: $0) ?? "class \($0)", colour: pixels.colours[$0].css)
    }
    examples = try pixels.examples.map { try Example($0, run) }
  }
}

extension PixelExamplesSection.Example {
  fileprivate init(_ example: PixelExamples.Example, _ run: RunRecord) throws {
    index = example.index
    picture = try run.picture(example.file)
    truth = try run.picture(example.truthFile)
    told = try run.picture(example.toldFile)
    accuracy = percent(example.accuracy, of: 1_000)
    cuts = try example.cuts.map { try PixelExamplesSection.Cut($0, run) }
  }
}

extension PixelExamplesSection.Cut {
  fileprivate init(_ cut: PixelExamples.Cut, _ run: RunRecord) throws {
    stage = cut.stage
    risePicture = try run.picture(cut.move.riseFile)
    rise = significant(cut.move.rise, 3)
    distance = try cut.move.distanceFile.map { try run.picture($0) }
    mean = significant(cut.move.meanDistance, 3)
    largest = significant(cut.move.largestDistance, 3)
    changedPicture = try run.picture(cut.changedFile)
    changed = percent(cut.changed, of: 1_000)
  }
}
