import Foundation

// How a run finds the checkpoint to go on from.

extension Checkpoints {
  /// The names of what may be gone on from, the newest first.
  ///
  /// What cannot be read comes first: it is then named before it is passed over.
  var candidates: [String] {
    let whole = names.filter { !$0.hasSuffix(".new") && !$0.hasPrefix("torn-") }
    let states = whole.map { ($0, try? RunState(in: place($0))) }
    func age(_ name: String, _ state: RunState?) -> (Int, Int, Int) {
      guard name != "last", let state else { return (.max, name == "last" ? 1 : 0, 0) }
      return (state.step, state.epoch, name.hasPrefix("step-") ? 1 : 0)
    }
    return states.sorted { age($0.0, $0.1) > age($1.0, $1.1) }.map(\.0)
  }

  /// The newest whole checkpoint; torn ones are told to `notice` and set aside.
  ///
  /// - Throws: `TrainingError.cannotResume` where none is whole.
  func newestWhole(notice: (String) -> Void) throws -> (name: String, checkpoint: Checkpoint) {
    var torn: [(name: String, cause: String)] = []
    for name in candidates {
      do {
        let checkpoint = try Checkpoint(at: place(name))
        for (torn, cause) in torn {
          notice(
            "\(place(torn)) is torn and passed over for \(name), of step "
              + "\(checkpoint.state.step): \(cause)")
          try removeIfThere(place("torn-\(torn)"))
          try move(place(torn), to: place("torn-\(torn)"))
        }
        return (name, checkpoint)
      } catch {
        torn.append((name, String(describing: error)))
      }
    }
    guard torn.isEmpty else {
      throw TrainingError.cannotResume(
        path, reason: "none of its checkpoints is whole:" + torn.map { "\n  " + $0.cause }.joined())
    }
    throw TrainingError.cannotResume(
      place("last"),
      reason: "there is no checkpoint; if the run ended before its first, remove its folder and "
        + "start it again")
  }

  /// Makes `best` the one that `state` knows; `name` is the checkpoint it is from.
  ///
  /// A run that was killed, or goes on from an earlier checkpoint, may have another one there.
  /// Returns whether the best is there.
  func settleBest(for state: RunState, from name: String) throws -> Bool {
    guard let step = state.bestStep else {
      try removeIfThere(place("best"))
      return true
    }
    func isThatBest(_ name: String) -> Bool {
      guard let found = try? Checkpoint.checkedState(at: place(name)) else { return false }
      return found.step == step && found.bestMerit == state.bestMerit
    }
    if isThatBest("best") { return true }
    guard let found = ([name, "best-\(step)"] + names).first(where: isThatBest) else {
      return false
    }
    try makeBest(found)
    return true
  }
}
