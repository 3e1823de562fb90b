/// Test pictures in the style of others, by one run's weights.
struct DrawnSection: Sendable {
  /// One picture; all three are addresses.
  struct Example: Sendable {
    let index: Int
    let content: String
    let style: String
    let drawn: String
  }

  let number: Int
  let name: String
  let weights: String
  let examples: [Example]

  /// The pictures that run `number` kept; `nil` where it draws none.
  init?(_ run: RunRecord, _ name: String, _ number: Int) throws {
    guard let judged = run.judged else { return nil }
    let shown = judged.best ?? judged.last
    guard let drawn = shown.drawn else { return nil }
    self.number = number % 8
    self.name = name
    weights = judged.words(of: shown)
    examples = try drawn.map {
      Example(
        index: $0.index, content: try run.picture($0.contentFile),
        style: try run.picture($0.styleFile), drawn: try run.picture($0.drawnFile))
    }
  }
}
