import Foundation
import Settings

/// The folder of one sweep, which one process at a time works on.
///
/// It holds `sweep.yaml`, what was asked; `base.yaml`, the recipe as all rows have it; `runs/`, a
/// run's folder for each; `messages/`, what each said; the table and the report of what there is.
public final class SweepFolder {
  /// Its path.
  public let path: String
  private let lock: FolderLock

  /// The folder at `path`, which is made where there is none.
  ///
  /// - Throws: `TrainingError.runExists` where other things are in it, `.runInUse` where another
  ///   process works on it, `.cannotWrite`.
  public convenience init(at path: String) throws {
    let inside = Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
    guard inside.contains("sweep.yaml") || inside.isSubset(of: Self.firstNames) else {
      throw TrainingError.runExists(path)
    }
    try makeFolder(path)
    try self.init(locking: path)
  }

  /// What a start may leave that was ended before it wrote what was asked.
  private static let firstNames: Set = [
    FolderLock.name, "runs", "messages", "base.yaml", "base.yaml.new", RunOrigin.name,
    "\(RunOrigin.name).new", "sweep.yaml.new",
  ]

  /// The folder of a sweep that was begun.
  ///
  /// - Throws: `TrainingError.cannotResume` where it is none, `.runInUse`.
  public convenience init(resuming path: String) throws {
    guard FileManager.default.fileExists(atPath: "\(path)/sweep.yaml") else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw TrainingError.cannotResume(
        path, reason: exists ? "it has no sweep.yaml, so it is no sweep" : "there is no such folder"
      )
    }
    try self.init(locking: path)
  }

  /// A new folder `<parent>/<name>-<n>` of the first number that is free.
  ///
  /// - Throws: `TrainingError.cannotWrite`.
  public convenience init(numbering name: String, in parent: String = "sweeps") throws {
    try self.init(locking: makeNumberedFolder(name, in: parent))
  }

  private init(locking path: String) throws {
    self.path = path
    lock = try FolderLock(path)
  }

  /// Where a run is.
  public func place(of run: SweepRun) -> String { "\(path)/runs/\(run.name)" }

  /// Where what a run says goes.
  func messages(of run: SweepRun) -> String { "\(path)/messages/\(run.name).txt" }

  /// The recipe that all rows change, which their commands name.
  var basePath: String { "\(path)/base.yaml" }

  /// What was asked.
  ///
  /// - Throws: `SettingsError` where it was damaged.
  public func sweep() throws -> Sweep { try Sweep(file: "\(path)/sweep.yaml") }

  /// The recipe as all rows have it.
  ///
  /// - Throws: `SettingsError` where it was damaged.
  public func base() throws -> Recipe { try Recipe(file: basePath) }

  /// Writes down what is planned, where it was not yet, or as far as it goes beyond what was.
  ///
  /// Rows and seeds may be added to a sweep; none may be left out or changed.
  ///
  /// - Throws: `TrainingError.cannotResume` with what differs, `.cannotWrite`.
  public func begin(_ plan: SweepPlan, by origin: RunOrigin) throws {
    var addsRuns = true
    if FileManager.default.fileExists(atPath: "\(path)/sweep.yaml") {
      let (asked, base) = (try sweep(), try base())
      if asked == plan.sweep, base == plan.base { return try checkRuns(of: plan) }
      let begun = try SweepPlan(asked, base: base)
      try checkExtends(plan, begun)
      addsRuns = plan.runs.count > begun.runs.count
    }
    try checkRuns(of: plan)
    for name in ["runs", "messages"] { try makeFolder("\(path)/\(name)") }
    try write(plan.base.yaml(), to: "base.yaml")
    // The command that made the runs stays the one that is told under the table.
    if addsRuns { try origin.write(to: path) }
    try write(plan.sweep.yaml(), to: "sweep.yaml")
    try flush(path)
  }

  private func checkExtends(_ plan: SweepPlan, _ begun: SweepPlan) throws {
    let runs = Dictionary(plan.runs.map { ($0.name, $0) }) { first, _ in first }
    let problems = begun.runs.compactMap { old -> String? in
      guard let new = runs[old.name] else { return "run \(old.name) is not asked for any more" }
      let lines = differences(new.recipe.deciding, old.recipe.deciding)
      return lines.isEmpty ? nil : "run \(old.name) has other settings:" + lines
    }
    guard problems.isEmpty else { throw different(problems) }
  }

  /// Checks that runs that were begun follow what is planned.
  private func checkRuns(of plan: SweepPlan) throws {
    let problems = try plan.runs.compactMap { run -> String? in
      let file = "\(place(of: run))/recipe.yaml"
      guard FileManager.default.fileExists(atPath: file) else { return nil }
      let lines = differences(run.recipe.deciding, try Recipe(file: file).deciding)
      return lines.isEmpty ? nil : "\(file) has other settings:" + lines
    }
    guard problems.isEmpty else { throw different(problems) }
  }

  private func different(_ problems: [String]) -> TrainingError {
    let shown = problems.prefix(5).map { "\n  " + $0 }.joined()
    let rest = problems.count > 5 ? "\n  and \(problems.count - 5) more" : ""
    return .cannotResume(path, reason: "the sweep there was begun otherwise:" + shown + rest)
  }

  func write(_ text: String, to name: String) throws {
    try writeWhole(Data(text.utf8), to: "\(path)/\(name)")
  }
}

/// The lines of two recipes that differ, each on a line of its own; empty where they are the same.
private func differences(_ asked: Recipe, _ begun: Recipe) -> String {
  guard asked != begun else { return "" }
  guard let new = try? RecipeLines(asked.yaml()).values,
    let old = try? RecipeLines(begun.yaml()).values
  else { return "\n    other ones" }
  return Set(new.keys).union(old.keys).sorted().filter { new[$0] != old[$0] }.prefix(5).map {
    "\n    \($0): asked is \(new[$0] ?? "none"), begun with \(old[$0] ?? "none")"
  }.joined()
}
