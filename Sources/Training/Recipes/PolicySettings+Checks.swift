import Pictures
import Settings

extension DataSettings {
  /// The policies that are given, by their keys.
  var policies: [String] {
    [
      ("autoAugment", autoAugment != nil), ("randAugment", randAugment != nil),
      ("augMix", augMix != nil),
    ].filter(\.1).map { "data.\($0.0)" }
  }

  /// What contradicts itself among the policies, or would be ignored; a line for each.
  var policyProblems: [String] {
    var problems: [String] = []
    if policies.count > 1 {
      problems.append(
        "\(policies.joined(separator: " and ")): one of them changes pictures; give one")
    }
    if let autoAugment { problems += autoAugment.problems("data.autoAugment") }
    if let randAugment { problems += randAugment.problems("data.randAugment") }
    return problems
  }
}

extension AutoAugmentSettings {
  /// What is wrong with a policy of one's own; lines that begin with `key`.
  fileprivate func problems(_ key: String) -> [String] {
    switch self {
    case .own(let policy): return policy.problems("\(key).own")
    case .file:
      do {
        return try resolved().problems(key)
      } catch {
        return ["\(key).file: \(error)"]
      }
    default: return []
    }
  }
}

extension OwnPolicy {
  /// What is wrong with the lists.
  fileprivate func problems(_ key: String) -> [String] {
    let magnitudes = reading.magnitudes ?? .torchvision
    if lists.isEmpty { return ["\(key).lists is empty; a policy has one list at least"] }
    return lists.enumerated().flatMap { number, steps in
      steps.enumerated().compactMap { place, step in
        step.problem(magnitudes).map { "\(key).lists[\(number)][\(place)]: \($0)" }
      }
    }
  }
}

extension OwnPolicy.Step {
  /// What is wrong with the magnitude.
  fileprivate func problem(_ magnitudes: Magnitudes) -> String? {
    let name = operation.rawValue
    guard operation.hasMagnitude else {
      return magnitude.map { _ in "\(name) has no magnitude; leave it out" }
    }
    guard let magnitude else { return "\(name) needs a magnitude" }
    let highest = magnitudes.highestLevel
    guard magnitude > highest else { return nil }
    return "magnitude is \(magnitude), those of \(magnitudes.rawValue) are 0...\(Int(highest))"
  }
}

extension RandAugmentSettings {
  /// What contradicts itself.
  fileprivate func problems(_ key: String) -> [String] {
    var problems: [String] = []
    let isTorchvision = (reading.magnitudes ?? .torchvision) == .torchvision
    if highestMagnitude != nil, !isTorchvision {
      problems.append("\(key).highestMagnitude is for magnitudes: torchvision; others end at 10")
    }
    let highest = isTorchvision ? highestMagnitude ?? 30 : 10
    if magnitude > highest {
      problems.append("\(key).magnitude is \(magnitude), the highest is \(highest)")
    }
    if among?.isEmpty == true {
      problems.append("\(key).among is empty: there is nothing to draw")
    }
    return problems
  }
}
