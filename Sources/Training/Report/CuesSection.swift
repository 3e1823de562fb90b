/// What decisions went by where shape and texture tell different classes.
struct CuesSection: Sendable {
  /// Some weights of a run.
  struct Row: Sendable {
    let number: Int
    let name: String
    let weights: String
    let bias: String
    let shape: String
    let texture: String
    let either: String
    /// The shape bias among pictures of each class of shape.
    let biases: [String]
  }

  /// The names of the classes.
  let classes: [String]
  let rows: [Row]
  let note: String

  /// The rows of all runs that were judged so; `nil` where none was.
  init?(_ runs: [RunRecord], _ names: [String]) {
    rows = runs.indices.flatMap { index in
      let final = runs[index].final
      let last = final?.last["conflict"]?.cues.map { ("last", $0) }
      let best = runs[index].isLastBest ? nil : final?.best?["conflict"]?.cues.map { ("best", $0) }
      return [best, last].compactMap(\.self).map { Self.row($1, $0, names[index], index) }
    }
    guard let first = runs.first(where: { $0.final?.last["conflict"]?.cues != nil }),
      let scores = first.final?.last["conflict"], !rows.isEmpty
    else { return nil }
    classes = (try? first.recipe.data.classNames(memory: nil)) ?? []
    note =
      "\(grouped(scores.count)) pictures whose shape and texture tell different classes. Shape bias is "
      + "the part taken for the shape’s class among those taken for either; in columns of classes, "
      + "of the pictures of that shape (Geirhos et al., 2019)."
  }

  private static func row(
    _ cues: CueDecisions, _ weights: String, _ name: String, _ index: Int
  ) -> Row {
    let count = cues.pictures.reduce(0, +)
    func part(_ decisions: [Int]) -> String {
      percent(Double(decisions.reduce(0, +)) / Double(max(1, count)), of: count)
    }
    func text(_ bias: Double?, of count: Int) -> String {
      bias.map { percent($0, of: count) } ?? "–"
    }
    return Row(
      number: index % 8, name: name, weights: weights, bias: text(cues.shapeBias, of: count),
      shape: part(cues.byShape), texture: part(cues.byTexture),
      either: percent(cues.answered, of: count),
      biases: cues.pictures.indices.map { text(cues.shapeBias(of: $0), of: cues.pictures[$0]) })
  }
}
