import Adversary
import Networks
import Pictures
import Torch

extension Recipe {
  /// The mean and deviation that the network's stem uses.
  var normalization: Normalization {
    let usual = data.normalization
    return Normalization(
      mean: network.mean ?? usual.mean, deviation: network.deviation ?? usual.deviation)
  }

  /// How many outputs the network has for pictures of `found` classes.
  ///
  /// - Throws: `TrainingError.badRecipe` where the settings ask for fewer, or neither tells.
  func outputs(forClasses found: [String]?) throws -> Int {
    let count = found?.count ?? data.classes
    guard let outputs = network.classes ?? count else {
      throw bad("network.classes is not given, and no pictures are read that would tell it")
    }
    guard let found, outputs < found.count else { return outputs }
    throw bad(
      "network.classes is \(outputs), \(data.place) has \(found.count) classes: \(listed(found))")
  }

  /// The device, where this machine has it.
  ///
  /// - Throws: `TrainingError.badRecipe`.
  public var checkedDevice: Device {
    get throws {
      guard let device = Device(device) else {
        throw bad("device is '\(device)', expected is cpu, cuda or cuda:<number>")
      }
      if device.kind == .cuda, Engine.cudaDevices <= device.index ?? 0 {
        throw bad(
          "device is \(device), this machine has \(Engine.cudaDevices) CUDA devices that libtorch "
            + "\(Engine.version) can use; see `spar doctor`")
      }
      return device
    }
  }

  /// Finds settings that contradict each other.
  ///
  /// - Throws: `TrainingError.badRecipe` with all of them.
  public func check() throws {
    var problems =
      taskProblems + networkProblems + optimizationProblems + methodProblems + evaluationProblems
      + data.problems
    if name.isEmpty || name.contains("/") || name.hasPrefix(".") {
      problems.append("name is '\(name)'; it names a folder, so no /, no first dot, not empty")
    }
    guard problems.isEmpty else {
      throw TrainingError.badRecipe(name: name, problems: problems)
    }
  }

  /// What does not go with the pictures, or the network's other settings.
  private var networkProblems: [String] {
    var problems: [String] = []
    let channels = data.pictureShape[0]
    for (key, values) in [("mean", network.mean), ("deviation", network.deviation)] {
      guard let values, values.count != channels else { continue }
      problems.append(
        "network.\(key) has \(values.count) numbers, the pictures \(channels) channels")
    }
    if let zero = network.deviation?.first(where: { $0 <= 0 }) {
      problems.append("network.deviation has \(zero), each must be above 0")
    }
    if let classes = network.classes, let found = data.classes, classes < found {
      problems.append(
        "network.classes is \(classes), \(data.collection.rawValue) has \(found) classes")
    }
    return problems + network.problems
  }

  /// What a method lacks, cannot use, or would ignore.
  private var methodProblems: [String] {
    var problems = method.problems + viewProblems + (mixing?.problems ?? [])
    if case .fastAdvProp(let method) = method {
      let attacked = method.attackedCount(of: batchSize)
      if attacked < method.groups || attacked == batchSize {
        problems.append(
          "method.fast-advprop: batchSize is \(batchSize), of which \(attacked) are attacked, in "
            + "\(method.groups) groups; each needs one, and one must be left that is not attacked")
      }
    }
    if case .afan(let afan) = method, let attackBranch = afan.attackBranch, attackBranch != .main,
      attackBranch != afan.branch, initialWeights == nil
    {
      problems.append(
        "method.afan.attackBranch is \(attackBranch), which nothing trains: lessons go through "
          + "\(afan.branch); leave it out, or give weights that have that branch as init")
    }
    if newBranches == .fresh, initialWeights == nil || method.settings.auxiliaryBranches == 0 {
      problems.append("newBranches is for a method with auxiliary branches that starts from init")
    }
    if case .shapeTexture(let settings) = method, let grid = settings.multiGrid,
      let side = data.pictureShape.dropFirst().max(), grid.least >= side
    {
      problems.append(
        "method.shape-texture.multiGrid.least is \(grid.least), pictures have \(side) pixels: none "
          + "would become smaller")
    }
    return problems
  }

  /// What cannot be judged as it is asked for.
  private var evaluationProblems: [String] {
    var problems = evaluation.pgd?.pixelProblems("evaluation.pgd") ?? []
    let branches = method.settings.auxiliaryBranches
    if evaluation.branch.auxiliaryBranches > branches {
      problems.append(
        "evaluation.branch is \(evaluation.branch), the method has \(branches) auxiliary branches")
    }
    if evaluation.conflict != nil, data.collection != .shapes {
      problems.append("evaluation.conflict is for data.set: shapes, which can be drawn in conflict")
    }
    return problems
  }

  /// What a method lacks that learns from views of the pictures, or cannot use.
  private var viewProblems: [String] {
    var problems: [String] = []
    if case .augMix = method {
      if data.augMix == nil {
        problems.append(
          "method.augmix: its views are mixed as data.augMix says, which is not given; give {} for "
            + "the authors' settings")
      }
      if mixing != nil {
        problems.append("mixing: method.augmix compares pictures with views of them, unmixed ones")
      }
    } else if method.settings.viewCount > 0, data.policies.isEmpty {
      problems.append(
        "method.advprop.views: no policy makes them differ from the pictures; give "
          + "data.autoAugment, data.randAugment or data.augMix")
    }
    return problems
  }

  /// What contradicts itself, or would be ignored, in how parameters are moved.
  private var optimizationProblems: [String] {
    var problems: [String] = []
    switch optimizer.kind {
    case .sgd(let settings):
      if settings.nesterov, settings.momentum == 0 {
        problems.append("optimizer.kind.sgd.nesterov needs a momentum above 0")
      }
    case .rmsProp(let settings):
      if settings.decouplesDecay, optimizer.weightDecay == 0 {
        problems.append("optimizer.kind.rmsprop.decouplesDecay needs a weightDecay above 0")
      }
    case .adamW: break
    }
    if steps == nil, schedule.warmUp > Double(epochs) {
      problems.append("schedule.warmUp is \(schedule.warmUp) epochs, the run has \(epochs)")
    }
    if schedule.warmUpStart > 0, schedule.warmUp == 0 {
      problems.append("schedule.warmUpStart needs a warmUp above 0")
    }
    return problems
  }

  private func bad(_ problem: String) -> TrainingError {
    .badRecipe(name: name, problems: [problem])
  }
}
