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
    return try PageFile.page(of: Page(runs, names, Curves(runs, names)))
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
  let results: [ResultsSection]
  let cues: CuesSection?
  let curves: [Curves.Chart]
  let epochs: [Curves.EpochTable]
  /// Whether there are sections on classes of pictures or of pixels, and drawn pictures.
  let tells: Bool
  let tellsClasses: Bool
  let tellsPixels: Bool
  let draws: Bool
  let drawings: [DrawnSection]
  let classTables: [ClassesSection]
  let confusions: [ConfusionSection]
  let examples: [ExamplesSection]
  let moves: [MovesSection]
  let pixelExamples: [PixelExamplesSection]
  let cost: CostSection?
  let recipes: RecipesSection

  init(_ runs: [RunRecord], _ names: [String], _ curves: Curves) throws {
    title = runs.count == 1 ? names[0] : "\(runs.count) runs"
    (style, charts, script) = (PageFile.style, PageFile.charts, PageFile.script)
    data = try PageFile.json(curves.charts)
    (self.curves, epochs) = (curves.charts, curves.tables)
    let all = runs.indices.map { (run: runs[$0], name: names[$0], number: $0) }
    self.runs = all.map { RunSection($0, $1, $2) }
    results = ResultsSection.all(runs, names)
    cues = CuesSection(runs, names)
    let measures = runs.map(\.recipe.task.measure)
    tellsClasses = measures.contains(.top1)
    tellsPixels = measures.contains(.meanIoU)
    tells = tellsClasses || tellsPixels
    draws = measures.contains(.loss)
    drawings = try all.compactMap { try DrawnSection($0, $1, $2) }
    classTables = ClassesSection.all(runs, names)
    confusions = try all.compactMap { try ConfusionSection($0, $1, $2) }
    examples = try all.compactMap { try ExamplesSection($0, $1, $2) }
    moves = try all.compactMap { try MovesSection($0, $1, $2) }
    pixelExamples = try all.flatMap { try PixelExamplesSection.all(of: $0, $1, $2) }
    cost = CostSection(runs, names)
    recipes = RecipesSection(runs, names)
  }
}
