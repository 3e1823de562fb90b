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
  public var settings: [String] { row.settings(of: seed) + ["seed=\(seed)"] }
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
    let made = try Self.recipes(of: rows, base, sweep.seeds)
    try sweep.check(rows, made.map(\.recipes[0]))
    self.sweep = sweep
    self.base = base
    self.rows = rows
    runs = sweep.seeds.enumerated().flatMap { place, seed in
      rows.indices.map { index in
        var recipe = made[index].recipes[place]
        recipe.seed = seed
        return SweepRun(row: rows[index], seed: seed, recipe: recipe, steps: made[index].steps)
      }
    }
  }

  /// The recipe with what all rows change; the validation pictures are judged unless it is said
  /// otherwise.
  private static func base(of sweep: Sweep) throws -> Recipe {
    try Recipe.named(sweep.recipe, overrides: Recipe.sweepDefaults + sweep.settings).resolved()
  }

  /// Each row's recipe for every seed, with the seed of the base, and how many steps its runs make.
  private static func recipes(
    of rows: [SweepRow], _ base: Recipe, _ seeds: [UInt64]
  ) throws -> [(recipes: [Recipe], steps: Int)] {
    let yaml = try base.yaml()
    var pictures = FoundPictures()
    var problems: [String] = []
    var made: [(recipes: [Recipe], steps: Int)] = []
    for row in rows {
      do {
        var steps: [Recipe: Int] = [:]
        let recipes = try seeds.map { seed in
          let recipe = try Recipe(
            yaml: yaml, name: "the recipe", overrides: row.settings(of: seed)
          ).resolved()
          if steps[recipe] == nil { steps[recipe] = try recipe.checkedSteps(&pictures) }
          return recipe
        }
        made.append((recipes, steps[recipes[0]] ?? 0))
      } catch {
        problems.append("row '\(row.name)': \(error)")
      }
    }
    if problems.contains(where: { $0.contains("expected a list") }) {
      problems.append("a setting that is a list has lists to try: key=[[...], [...]]")
    }
    guard problems.isEmpty else { throw TrainingError.badSweep(problems) }
    return made
  }
}

/// What the pictures of recipes are, which are looked for once for equal settings.
private struct FoundPictures {
  private var known: [DataSettings: (training: Int, areHeld: Bool, classes: [String])] = [:]

  /// How many pictures a recipe trains on, whether any are held out, and the classes' names.
  mutating func of(
    _ recipe: Recipe
  ) throws -> (training: Int, areHeld: Bool, classes: [String]) {
    if let found = known[recipe.data] { return found }
    try recipe.data.checkPlace()
    let splits = try recipe.data.splits(seed: Seed(recipe.seed))
    let found = (splits.training.count, splits.validation != nil, splits.training.classes)
    known[recipe.data] = found
    return found
  }
}

extension Recipe {
  /// Builds the network and looks for the pictures; returns how many steps a run makes.
  ///
  /// - Throws: what is wrong.
  fileprivate func checkedSteps(_ pictures: inout FoundPictures) throws -> Int {
    try check()
    _ = try checkedDevice
    let found = try pictures.of(self)
    // Without the device: one that runs will need is not taken up here.
    var recipe = self
    recipe.device = "cpu"
    recipe.threads = nil
    func build<Task: TrainableTask>(_: Task.Type) throws {
      _ = try Session<Task>(recipe, classes: found.classes).method
    }
    try build(task.type)
    guard judgesTest || found.areHeld else {
      throw TrainingError.badData(
        data.place,
        problem: "no pictures are held out, so nothing can be chosen on; give data.validation")
    }
    let steps = steps(ofPictures: found.training)
    guard steps > 0 else {
      throw TrainingError.badData(
        data.place, problem: "its \(found.training) pictures to train on are fewer than a step's")
    }
    _ = try notes(onScheduleOver: RunLength(self, batches: found.training / batchSize))
    return steps
  }
}

extension Sweep {
  /// Checks what rows have to do with each other.
  fileprivate func check(_ rows: [SweepRow], _ recipes: [Recipe]) throws {
    var problems: [String] = []
    let names = rows.map(\.name)
    do {
      _ = try Self.baselines(against, among: names)
    } catch TrainingError.badSweep(let found) {
      problems += found
    }
    if Set(seeds).count < seeds.count { problems.append("a seed is given twice") }
    if let other = recipes.firstIndex(where: { $0.judgesTest != recipes[0].judgesTest }) {
      problems.append(
        "row '\(names[other])' is judged on other pictures than row '\(names[0])'; give one "
          + "evaluation.pictures for all")
    }
    if recipes[0].judgesTest, metric.isOfEnd {
      problems.append(
        "by \(metric.rawValue) with evaluation.pictures=test: nothing may be chosen on test "
          + "pictures")
    }
    for (name, recipe) in zip(names, recipes) {
      if let reason = metric.whyNever(by: recipe) {
        problems.append("by \(metric.rawValue): row '\(name)' has no such figure; \(reason)")
      }
    }
    if !problems.isEmpty { throw TrainingError.badSweep(problems) }
  }
}

extension Sweep {
  /// The rows that `names` name, each by itself or several with commas.
  ///
  /// - Throws: `TrainingError.badSweep` where no row has a name.
  static func baselines(_ names: [String], among rows: [String]) throws -> [String] {
    let found = names.flatMap { name in
      rows.contains(name) ? [name] : name.split(separator: ",").map(String.init)
    }
    let problems = found.filter { !rows.contains($0) }.map { name in
      let guess = nearest(to: name, among: rows).map { "; did you mean \($0)?" } ?? "."
      return "against: no row is called '\(name)'\(guess) There are: "
        + rows.joined(separator: ", ")
    }
    guard problems.isEmpty else { throw TrainingError.badSweep(problems) }
    return found
  }
}
