import Adversary

extension Method {
  /// What contradicts itself among the settings, or would be ignored; a line for each.
  var problems: [String] {
    switch self {
    case .plain: []
    case .afan(let afan): afan.problems
    case .learnableAFAN(let afan): afan.problems
    case .advProp(let method): method.problems
    case .freeAdvProp(let method): method.problems
    case .fastAdvProp(let method): method.problems
    case .shapeTexture(let settings):
      settings.stages == ["head"]
        ? ["method.shape-texture.style.features.stage: nothing follows the stage 'head'"] : []
    case .momentExchange(let method): method.problems
    case .adversarialTraining(let method):
      method.attack.pixelProblems("method.adversarial-training.attack")
    case .augMix: []
    }
  }
}

extension AFAN {
  fileprivate var problems: [String] {
    var problems: [String] = []
    if cleanWeight == 0, cuts.allSatisfy({ $0.lessons.allSatisfy { $0.weight == 0 } }) {
      problems.append("method.afan: all weights are 0, nothing would be learned")
    }
    if attackBranch ?? branch == .main, attackStatistics == .running {
      problems.append(movedAverages("method.afan"))
    }
    if case .attacked(let attack) = start {
      problems += attack.pixelProblems("method.afan.start.attacked")
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

extension AdvProp {
  fileprivate var problems: [String] {
    var problems = attack.pixelProblems("method.advprop.attack")
    if cleanWeight == 0, adversarialWeight == 0, views.isEmpty {
      problems.append("method.advprop: both weights are 0, nothing would be learned")
    }
    if branch == .main, attackStatistics == .running {
      problems.append(movedAverages("method.advprop"))
    }
    return problems
  }
}

extension FreeAdvProp {
  fileprivate var problems: [String] {
    var problems = attack.pixelProblems("method.free-advprop.attack")
    for (key, isSet) in [("targeted", attack.targeted), ("randomStart", attack.randomStart)]
    where isSet {
      problems.append(
        "method.free-advprop.attack.\(key): the clean pictures' slopes are not those of such an "
          + "attack; leave it out, or take method.advprop")
    }
    return problems
  }
}

extension FastAdvProp {
  fileprivate var problems: [String] {
    noiseWeight > 0
      ? []
      : [
        "method.fast-advprop.noiseWeight is 0: the attack's slopes are those of the weighted loss of "
          + "noisy pictures, so that nothing would be attacked; give a small weight, such as 1e-3"
      ]
  }
}

extension MomentExchange {
  fileprivate var problems: [String] {
    var problems: [String] = []
    if stage == "head" {
      problems.append("method.moment-exchange.stage: nothing follows the stage 'head'")
    }
    if statistics == .channel {
      problems.append(
        "method.moment-exchange.statistics: channel takes moments over the batch, which all its "
          + "pictures have: nothing would be exchanged; give position or sample")
    }
    return problems
  }
}

extension PGD {
  /// The same of an attack on pixels.
  func pixelProblems(_ path: String) -> [String] {
    var problems = problems(path)
    if range != nil {
      problems.append("\(path).range: pixels are always kept in 0...1; leave it out")
    }
    guard norm == .linf, unit == .absolute else { return problems }
    for (key, length) in [("stepSize", stepSize), ("radius", radius ?? 0)] where length > 1 {
      problems.append(
        "\(path).\(key) is \(length), but pixels lie in 0...1; 8 of 255 levels are written 8/255")
    }
    return problems
  }

  /// What contradicts itself among the settings of the attack at `path`.
  fileprivate func problems(_ path: String) -> [String] {
    var problems: [String] = []
    if randomStart, radius == nil { problems.append("\(path).randomStart needs a radius") }
    if cleanStarts > 0, !randomStart { problems.append("\(path).cleanStarts needs randomStart") }
    if direction == .random, targeted {
      problems.append("\(path).targeted: a random direction has no target; leave one of them out")
    }
    return problems
  }
}

/// What is wrong where attacks of the method at `path` go by running averages of clean pictures.
private func movedAverages(_ path: String) -> String {
  "\(path).attackStatistics: the main branch's running averages move before the attack, while clean "
    + "pictures are learned; set it to batch, or attack through an auxiliary branch"
}

/// What is wrong with the stages that a method at `path` cuts.
private func cutProblems(_ stages: [String], _ path: String, advice: String = "") -> [String] {
  var problems: [String] = []
  for (index, stage) in stages.enumerated() {
    if stages[..<index].contains(stage) {
      problems.append("\(path).cuts[\(index)]: stage '\(stage)' is cut twice\(advice)")
    }
    if lastStages.contains(stage) {
      problems.append("\(path).cuts[\(index)]: nothing follows the stage '\(stage)'")
    }
  }
  return problems
}

/// The last stages of networks, behind which nothing is left to learn: of classifiers and DeepLabV3+.
private let lastStages = ["head", "classifier"]
