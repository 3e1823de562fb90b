import Adversary

extension Method {
  /// What contradicts itself among the settings, or would be ignored; a line for each.
  var problems: [String] {
    switch self {
    case .plain: []
    case .afan(let afan): afan.problems
    case .learnableAFAN(let afan): afan.problems
    }
  }
}

extension AFAN {
  fileprivate var problems: [String] {
    var problems: [String] = []
    if cleanWeight == 0, cuts.allSatisfy({ $0.lessons.allSatisfy { $0.weight == 0 } }) {
      problems.append("method.afan: all weights are 0, nothing would be learned")
    }
    if case .attacked(let attack) = start {
      problems += attack.problems("method.afan.start.attacked")
      if attack.range != nil {
        problems.append(
          "method.afan.start.attacked.range: pixels are always kept in 0...1; leave it out")
      }
    }
    for (index, cut) in cuts.enumerated() {
      problems += cut.attack.problems("method.afan.cuts[\(index)].attack")
    }
    return problems + cutProblems(stages, "method.afan", advice: "; give one cut more lessons")
  }
}

extension LearnableAFAN {
  fileprivate var problems: [String] {
    attack.problems("method.learnable-afan.attack") + cutProblems(cuts, "method.learnable-afan")
  }
}

extension PGD {
  /// What contradicts itself among the settings of the attack at `path`.
  fileprivate func problems(_ path: String) -> [String] {
    var problems: [String] = []
    if randomStart, radius == nil { problems.append("\(path).randomStart needs a radius") }
    if direction == .random, targeted {
      problems.append("\(path).targeted: a random direction has no target; leave one of them out")
    }
    return problems
  }
}

/// What is wrong with the stages that a method at `path` cuts.
private func cutProblems(_ stages: [String], _ path: String, advice: String = "") -> [String] {
  var problems: [String] = []
  for (index, stage) in stages.enumerated() {
    if stages[..<index].contains(stage) {
      problems.append("\(path).cuts[\(index)]: stage '\(stage)' is cut twice\(advice)")
    }
    if stage == "head" {
      problems.append("\(path).cuts[\(index)]: nothing follows the stage 'head'")
    }
  }
  return problems
}
