import Pictures
import Randomness
import Settings

/// One run of a sweep.
public struct SweepRun: Sendable, Equatable {
  /// Its row.
  public let row: SweepRow
  /// Its seed.
  public let seed: UInt64
  /// The recipe that it follows.
  public let recipe: Recipe
  /// How many optimizer steps it makes.
  public let steps: Int

  /// The name of its folder: `<row>-seed<k>`.
  public var name: String { "\(row.folder)-seed\(seed)" }

  /// What it changes in the sweep's recipe.
  public var settings: [String] { row.settings + ["seed=\(seed)"] }
}

/// Every run of a sweep, each recipe checked, in the order in which they are made.
///
/// All rows of the first seed come first, then those of the second, so that a sweep that has not
/// come to its end can be read as far as it goes.
public struct SweepPlan: Sendable, Equatable {
  /// What was asked.
  public let sweep: Sweep
  /// The recipe as all rows have it.
  public let base: Recipe
  /// The rows in their order.
  public let rows: [SweepRow]
  /// The runs in their order.
  public let runs: [SweepRun]

  /// The plan of a sweep; `base` is its recipe where that was kept, else it is looked up.
  ///
  /// Networks are built and pictures are looked for, so that what is wrong with the last row is
  /// found before the first is run.
  ///
  /// - Throws: `TrainingError.badSweep` with what is wrong in each row; what the recipe and the
  ///   pictures throw.
  public init(_ sweep: Sweep, base kept: Recipe? = nil) throws {
    let base = try kept ?? Self.base(of: sweep)
    let rows = try sweep.expandedRows()
    let recipes = try Self.recipes(of: rows, base)
    let steps = try Self.steps(of: rows, recipes)
    try sweep.check(rows, recipes)
    self.sweep = sweep
    self.base = base
    self.rows = rows
    runs = sweep.seeds.flatMap { seed in
      rows.indices.map { index in
        var recipe = recipes[index]
        recipe.seed = seed
        return SweepRun(row: rows[index], seed: seed, recipe: recipe, steps: steps[index])
      }
    }
  }

  /// The recipe with what all rows change; the validation pictures are judged unless it is said
  /// otherwise.
  private static func base(of sweep: Sweep) throws -> Recipe {
    try Recipe.named(sweep.recipe, overrides: Recipe.sweepDefaults + sweep.settings).resolved()
  }

  /// Each row's recipe, with the seed of the base.
  private static func recipes(of rows: [SweepRow], _ base: Recipe) throws -> [Recipe] {
    let yaml = try base.yaml()
    var problems: [String] = []
    let recipes = rows.compactMap { row -> Recipe? in
      do {
        let recipe = try Recipe(yaml: yaml, name: "the recipe", overrides: row.settings).resolved()
        try recipe.data.checkPlace()
        _ = try Session(recipe.onPlainProcessor, classes: recipe.data.classNames())
        _ = try recipe.checkedDevice
        return recipe
      } catch {
        problems.append("row '\(row.name)': \(error)")
        return nil
      }
    }
    guard problems.isEmpty else {
      let needsList = problems.contains { $0.contains("expected a list") }
      throw TrainingError.badSweep(
        problems
          + (needsList ? ["a setting that is a list has lists to try: key=[[...], [...]]"] : []))
    }
    return recipes
  }

  /// How many steps each recipe's runs make.
  private static func steps(of rows: [SweepRow], _ recipes: [Recipe]) throws -> [Int] {
    var splits: [DataSettings: PictureSplits] = [:]
    var problems: [String] = []
    let steps = try zip(rows, recipes).map { row, recipe in
      let found = try splits[recipe.data] ?? recipe.data.splits(seed: Seed(recipe.seed))
      splits[recipe.data] = found
      if !recipe.judgesTest, found.validation == nil {
        problems.append(
          "row '\(row.name)': no pictures are held out, so nothing can be chosen on; give "
            + "data.validation")
      }
      let steps = recipe.steps(ofPictures: found.training.count)
      if steps == 0 {
        problems.append(
          "row '\(row.name)': \(found.training.count) pictures are fewer than a step's")
      }
      return steps
    }
    guard problems.isEmpty else { throw TrainingError.badSweep(problems) }
    return steps
  }
}

extension Sweep {
  /// Checks what rows have to do with each other.
  fileprivate func check(_ rows: [SweepRow], _ recipes: [Recipe]) throws {
    var problems: [String] = []
    let names = rows.map(\.name)
    for name in against where !names.contains(name) {
      let guess = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
      problems.append("against: no row is called '\(name)'\(guess)")
    }
    if let other = recipes.firstIndex(where: { $0.judgesTest != recipes[0].judgesTest }) {
      problems.append(
        "row '\(names[other])' is judged on other pictures than row '\(names[0])'; give one "
          + "evaluation.pictures for all")
    }
    if recipes[0].judgesTest, metric.isOfEnd {
      problems.append(
        "by \(metric.rawValue) with evaluation.pictures=test: nothing may be chosen on test pictures"
      )
    }
    if !problems.isEmpty { throw TrainingError.badSweep(problems) }
  }
}

extension Recipe {
  /// The same on the processor, for checks that need no other device.
  fileprivate var onPlainProcessor: Recipe {
    var recipe = self
    recipe.device = "cpu"
    recipe.threads = nil
    return recipe
  }
}
