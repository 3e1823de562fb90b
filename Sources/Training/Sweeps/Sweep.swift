import Foundation
import Networks
import Settings

/// Runs that differ in some settings and in their seeds, to be held against each other.
///
/// A value with a YAML form, a sweep's `sweep.yaml`. Its rows are the named rows times every
/// combination of the varied settings' values; each row is run with every seed.
public struct Sweep: Sendable, Equatable {
  /// The recipe that all rows change: a name or a file.
  public var recipe = ""
  /// What is changed in all rows, `key=value` as `spar train` takes it.
  public var settings: [String] = []
  /// Rows by name, each with what it changes; none stands for one that changes nothing.
  public var rows = Named<[String]>()
  /// Settings with the values to be tried, such as `optimizer.learningRate=[0.1, 0.05]`.
  public var varied: [String] = []
  /// The recipes' seeds; every row is run with each.
  public var seeds: [UInt64] = []
  /// What rows are chosen by.
  public var metric = SweepMetric.validation
  /// The names of the rows that others are held against; none stands for the first.
  public var against: [String] = []

  /// Nothing yet.
  public init() {}

  /// Makes the sweep of a command's words: `key=value` for all rows, `key=[value, ...]` to be
  /// varied, `seeds=5` for the recipe's seed and the four after it, or `seeds=[3, 7]`.
  ///
  /// Rows are chosen by top-1 on the validation pictures, or by what the recipe's task is judged by.
  ///
  /// - Throws: `SettingsError`, `TrainingError.noRecipe`, `.badSweep`.
  public init(
    _ recipe: String, words: [String], rows: Named<[String]> = Named()
  ) throws {
    self.recipe = recipe
    self.rows = rows
    var seeds: String?
    for word in words {
      if word.hasPrefix("seeds=") {
        guard seeds == nil else { throw TrainingError.badSweep(["seeds= is given twice"]) }
        seeds = word
      } else if try Alternatives(word) != nil {
        varied.append(word)
      } else {
        settings.append(word)
      }
    }
    let base = try Recipe.named(recipe, overrides: settings)
    metric = base.task.sweepMetric
    self.seeds = try Self.seeds(seeds, first: base.seed)
  }

  /// The seeds that `seeds=` asks for; `first` alone where nothing is said.
  private static func seeds(_ word: String?, first: UInt64) throws -> [UInt64] {
    guard let word else { return [first] }
    let problem = TrainingError.badSweep([
      "\(word): write how many, 1...1000, as seeds=5, or different seeds as seeds=[3, 7, 9]"
    ])
    guard let list = try Alternatives(word) else {
      guard let count = UInt64(word.dropFirst("seeds=".count)), (1...1000).contains(count),
        case (let last, false) = first.addingReportingOverflow(count - 1)
      else { throw problem }
      return Array(first...last)
    }
    let seeds = list.values.compactMap { UInt64($0) }
    guard seeds.count == list.values.count, (1...1000).contains(seeds.count),
      Set(seeds).count == seeds.count
    else { throw problem }
    return seeds
  }
}

extension Sweep: Configurable {
  /// The keys of a `sweep.yaml`.
  public static var fields: [Field<Self>] {
    [
      Field("recipe", \.recipe, required: true),
      Field("settings", \.settings),
      Field("rows", \.rows),
      Field("varied", \.varied),
      Field("seeds", \.seeds, count: 1...1000, required: true),
      Field("by", \.metric),
      Field("against", \.against),
    ]
  }
}

/// A file of a sweep's rows: `rows: {plain: [], afan: [method=afan, epochs=40]}`.
public struct SweepRowsFile: Sendable, Equatable, Configurable {
  /// The rows by name.
  public var rows = Named<[String]>()

  /// No rows.
  public init() {}

  /// The key `rows`, which must be there.
  public static var fields: [Field<Self>] { [Field("rows", \.rows, required: true)] }
}
