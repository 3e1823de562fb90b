/// One page that shows what came of runs, side by side: a file that needs nothing beside it.
public struct Report {
  let runs: [RunRecord]

  /// Reads the runs in the folders `paths`, one or more; the first is what others are held against.
  ///
  /// A run may still be under way.
  ///
  /// - Throws: `TrainingError.cannotRead` and `SettingsError` for a folder that is no run or is
  ///   damaged.
  public init(_ paths: [String]) throws {
    precondition(!paths.isEmpty, "a report is of one run or more")
    runs = try paths.map { try RunRecord($0) }
  }

  /// The page, HTML with its style, script and pictures in it.
  ///
  /// Whatever comes from the runs, such as names and paths, is escaped.
  ///
  /// - Throws: `TrainingError.cannotRead` where a picture that a run kept is missing.
  public func html() throws -> String {
    let names = runs.map(name)
    let curves = Curves(runs, names)
    let content = Page(
      title: runs.count == 1 ? names[0] : "\(runs.count) runs",
      style: PageFile.style, charts: PageFile.charts, script: PageFile.script,
      data: try PageFile.json(curves.charts),
      runs: runs.indices.map { RunSection(runs[$0], names[$0], $0) },
      results: ResultsSection(runs, names), cues: CuesSection(runs, names), curves: curves.charts,
      epochs: curves.tables,
      tellsClasses: runs.contains { $0.recipe.task == .classification },
      drawings: try runs.indices.compactMap { try DrawnSection(runs[$0], names[$0], $0) },
      confusions: try runs.indices.compactMap { try ConfusionSection(runs[$0], names[$0], $0) },
      examples: try runs.indices.compactMap { try ExamplesSection(runs[$0], names[$0], $0) },
      moves: try runs.indices.compactMap { try MovesSection(runs[$0], names[$0], $0) },
      cost: CostSection(runs, names), recipes: RecipesSection(runs, names))
    return try PageFile.page(of: content)
  }

  /// Writes the page to a file, which is there at once when it is whole.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and as `html()`.
  public func write(to path: String) throws {
    try PageFile.write(html(), to: path)
  }

  /// What a run is called: its folder's name, or its path where another has that name.
  private func name(_ run: RunRecord) -> String {
    runs.count { $0.name == run.name } > 1 ? run.path : run.name
  }
}

/// All that the template shows; its names are those of these properties.
private struct Page: Sendable {
  let title: String
  let style: String
  let charts: String
  let script: String
  let data: String
  let runs: [RunSection]
  let results: ResultsSection?
  let cues: CuesSection?
  let curves: [Curves.Chart]
  let epochs: [Curves.EpochTable]
  /// Whether sections on classes have anything to show.
  let tellsClasses: Bool
  let drawings: [DrawnSection]
  let confusions: [ConfusionSection]
  let examples: [ExamplesSection]
  let moves: [MovesSection]
  let cost: CostSection?
  let recipes: RecipesSection
}
