import Foundation

/// The checkpoints of one run, folders beside each other.
///
/// `last` is the newest, `step-<k>` are some before it, `best` did best on the pictures held out.
/// `best-<n>` is an earlier best, there as long as a checkpoint that may be gone back to knows no
/// later one. Each is written as `<name>.new`, flushed, then renamed: at every moment the newest
/// whole one is there under a name of its own.
struct Checkpoints: Sendable {
  /// The folder they are in.
  let path: String
  /// How many before the last are kept.
  let kept: Int

  /// Where the checkpoint called `name` is.
  func place(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes a checkpoint the last one, and keeps the one before; where it `isBest`, also the best.
  ///
  /// - Throws: `SafetensorsError` and `TrainingError.cannotWrite`; the newest one is then still
  ///   there.
  func add(_ image: CheckpointImage, isBest: Bool) throws {
    let new = place("last.new")
    try removeIfThere(new)
    do {
      try image.write(to: new)
    } catch {
      try? removeIfThere(new)
      throw error
    }
    try retire("last") { "step-\($0.step)" }
    try move(new, to: place("last"))
    try flush(path)
    if isBest { try makeBest("last") }
    try prune()
  }

  /// Makes the checkpoint called `name` the best one too; the best before stays as `best-<step>`.
  func makeBest(_ name: String) throws {
    let new = place("best.new")
    try removeIfThere(new)
    try linkFiles(of: place(name), in: new)
    try flush(new)
    try retire("best") { "best-\($0.step)" }
    try move(new, to: place("best"))
    try flush(path)
  }

  /// Moves a checkpoint to its later name, or away where it is torn.
  private func retire(_ name: String, to later: (RunState) -> String) throws {
    guard FileManager.default.fileExists(atPath: place(name)) else { return }
    let later = (try? RunState(in: place(name))).map(later) ?? "torn-\(name)"
    try removeIfThere(place(later))
    try move(place(name), to: place(later))
  }

  /// Removes what is not needed any more now that `last` is whole.
  private func prune() throws {
    let steps = names.filter { $0.hasPrefix("step-") }
      .sorted { number($0) > number($1) }
    let staying = Set(steps.prefix(kept))
    let bests = Set(
      staying.compactMap { try? RunState(in: place($0)).bestStep }.map { "best-\($0)" })
    for name in names where name != "last" && name != "best" {
      if !staying.contains(name), !bests.contains(name) { try removeIfThere(place(name)) }
    }
  }

  /// The folders' names.
  var names: [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return found.filter { !$0.hasPrefix(".") }.sorted()
  }

  private func number(_ name: String) -> Int { Int(name.drop { !$0.isNumber }) ?? 0 }
}
