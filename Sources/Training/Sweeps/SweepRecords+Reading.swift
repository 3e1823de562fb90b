import Foundation
import Settings

extension SweepTable {
  /// The table of the runs in `folders`: sweeps' folders, folders of runs, and runs.
  ///
  /// Runs of a folder called `<row>-seed<k>` are of that row; others are of one called as the
  /// folder. `metric` and `against` are the sweep's where nothing is said.
  ///
  /// - Throws: `TrainingError.cannotRead` where there is no run or one is damaged, `.badSweep`
  ///   where runs of a row differ in more than their seeds, or no row has a name in `against`.
  public init(
    folders: [String], by metric: SweepMetric? = nil, against: [String] = []
  ) throws {
    try self.init(SweepRecords(folders), by: metric, against: against)
  }

  /// The table of the runs in one folder.
  ///
  /// - Throws: as for several.
  public init(
    folder: String, by metric: SweepMetric? = nil, against: [String] = []
  ) throws {
    try self.init(folders: [folder], by: metric, against: against)
  }
}

extension SweepRecords {
  /// Reads the runs in `folders`.
  init(_ folders: [String]) throws {
    for folder in folders { try add(folder) }
    guard !rows.isEmpty else {
      throw TrainingError.cannotRead(
        folders.joined(separator: ", "), cause: "there is no run in it")
    }
    try checkAlike()
    for index in rows.indices {
      rows[index].finished.sort { $0.recipe.seed < $1.recipe.seed }
      rows[index].missing.sort()
    }
  }

  private mutating func add(_ folder: String) throws {
    let files = FileManager.default
    if files.fileExists(atPath: "\(folder)/sweep.yaml") { return try addSweep(folder) }
    if files.fileExists(atPath: "\(folder)/recipe.yaml") { return try addRun(folder) }
    guard let inside = try? files.contentsOfDirectory(atPath: folder) else {
      throw TrainingError.cannotRead(folder, cause: "there is no such folder")
    }
    let runs = inside.filter { files.fileExists(atPath: "\(folder)/\($0)/recipe.yaml") }
    for name in runs.sorted(by: Self.isBefore) { try addRun("\(folder)/\(name)") }
  }

  /// Names in the order in which a person counts: `a-2` before `a-10`.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    left.compare(right, options: .numeric) == .orderedAscending
  }

  private mutating func addSweep(_ folder: String) throws {
    let sweep = try Sweep(file: "\(folder)/sweep.yaml")
    metric = metric ?? sweep.metric
    if against.isEmpty { against = sweep.against }
    origin = try origin ?? RunRecord.origin("\(folder)/\(RunOrigin.name)")
    for row in try sweep.expandedRows() {
      for seed in sweep.seeds {
        try addRun("\(folder)/runs/\(row.folder)-seed\(seed)", row: row.name, seed: seed)
      }
    }
  }

  /// Adds the run in a folder; what it is called and its seed are the recipe's where nobody says.
  private mutating func addRun(_ path: String, row: String? = nil, seed: UInt64? = nil) throws {
    let hasRecipe = FileManager.default.fileExists(atPath: "\(path)/recipe.yaml")
    let record = hasRecipe ? try RunRecord(path, withJudged: false) : nil
    let seed = record?.recipe.seed ?? seed ?? 0
    let folder = URL(filePath: path).lastPathComponent
    let ending = "-seed\(seed)"
    let name = row ?? (folder.hasSuffix(ending) ? String(folder.dropLast(ending.count)) : folder)
    let place = rows.firstIndex { $0.name == name } ?? rows.endIndex
    if place == rows.endIndex { rows.append(Row(name: name)) }
    if let record, rows[place].finished.contains(where: { $0.recipe.seed == seed }) {
      throw TrainingError.badSweep(["row '\(name)' has two runs of seed \(seed): \(record.path)"])
    }
    let failure = "\(path)/\(SweepFolder.failureName)"
    if let text = try? String(contentsOfFile: failure, encoding: .utf8) {
      let message = text.trimmingCharacters(in: .newlines)
      rows[place].failures.append(.init(seed: seed, message: message))
    } else if let record, record.final != nil {
      rows[place].finished.append(record)
    } else {
      rows[place].missing.append(seed)
    }
  }

  /// Checks that the runs of a row differ in nothing but their seeds, and the files that they start from,
  /// which a row can have for each seed.
  private func checkAlike() throws {
    let problems = rows.compactMap { row -> String? in
      let recipes = row.finished.map { run in
        var recipe = run.recipe.deciding
        recipe.seed = 0
        recipe.initialWeights = recipe.initialWeights.map { _ in "" }
        return recipe
      }
      guard let first = recipes.first, let other = recipes.firstIndex(where: { $0 != first }) else {
        return nil
      }
      return "row '\(row.name)': \(row.finished[other].path) has other settings than "
        + row.finished[0].path
    }
    guard problems.isEmpty else { throw TrainingError.badSweep(problems) }
  }
}
