import Networks
import Settings

extension Recipe {
  /// Finds what the recipe says of stages that does not fit `network`.
  ///
  /// - Throws: `TrainingError.badRecipe` with all of it.
  func checkStages<State>(of network: Network<State>) throws {
    let known = network.stages.map(\.name)
    var problems = namedStages.filter { !known.contains($0.stage) }.map { place, name in
      let guess = nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? "."
      return "\(place): no stage is called '\(name)'\(guess) "
        + "The network has \(known.joined(separator: ", "))"
    }
    problems += trainedStageProblems(network.stages.filter(\.parameters.isEmpty).map(\.name))
    problems += freezeProblems(network)
    guard problems.isEmpty else {
      throw TrainingError.badRecipe(name: name, problems: problems)
    }
  }

  /// Every stage that the recipe names, and where.
  private var namedStages: [(place: String, stage: String)] {
    method.settings.stages.map { ("method", $0) }
      + freeze.enumerated().map { ("freeze[\($0)]", $1) }
      + optimizer.stageFactors.enumerated().map { ("optimizer.stageFactors[\($0)]", $1.stage) }
  }

  /// What is wrong with stages that are frozen or have a factor, given those without parameters.
  private func trainedStageProblems(_ bare: [String]) -> [String] {
    var problems: [String] = []
    for (key, stages) in [
      ("freeze", freeze), ("optimizer.stageFactors", optimizer.stageFactors.map(\.stage)),
    ] {
      for (index, stage) in stages.enumerated() {
        let place = "\(key)[\(index)]: the stage '\(stage)'"
        if bare.contains(stage) { problems.append("\(place) has no parameters") }
        if stages[..<index].contains(stage) { problems.append("\(place) is named twice") }
      }
    }
    for (index, entry) in optimizer.stageFactors.enumerated() where freeze.contains(entry.stage) {
      problems.append(
        "optimizer.stageFactors[\(index)]: the stage '\(entry.stage)' is frozen and has no rate")
    }
    return problems
  }

  /// Where nothing is left that could learn.
  private func freezeProblems<State>(_ network: Network<State>) -> [String] {
    func learns(_ stages: some Sequence<Stage<State>>) -> Bool {
      stages.contains { !$0.parameters.isEmpty && !freeze.contains($0.name) }
    }
    guard learns(network.stages) else { return ["freeze: nothing is left that would learn"] }
    return method.settings.stages.compactMap { name in
      guard !freeze.isEmpty, let cut = network.stages.firstIndex(where: { $0.name == name }),
        !learns(network.stages[(cut + 1)...])
      else { return nil }
      return "method: all stages behind '\(name)' are frozen, so nothing would be learned there"
    }
  }
}
