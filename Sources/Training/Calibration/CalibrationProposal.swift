import Adversary

/// A cut and a step to train with.
public struct CalibrationProposal: Sendable, Equatable, Codable {
  /// The stage to cut behind.
  public let stage: String
  /// The length of each step, relative to the features' size.
  public let stepSize: Double
  /// The settings to put behind `spar train RECIPE`, each a `key=value`.
  public let settings: [String]
  /// Why this cut and this step.
  public let reason: String

  /// The settings as a shell takes them.
  public var command: String { settings.map(shellWord).joined(separator: " ") }

  /// The longest step that is moderate.
  static let longest = 0.1
  /// The part of the network that a lesson has to reach at least.
  static let leastShare = 0.05

  /// Of the stages with a moderate step that survives rounding, the one whose lessons cost least;
  /// `nil` where there is none.
  ///
  /// A stage that less than 5 % of the multiply-adds lie behind is left out: its lessons would
  /// train next to nothing.
  init?(_ stages: [CalibratedStage], steps: Int, for recipe: Recipe) {
    let fit = stages.filter { stage in
      guard let aimed = stage.aimed, stage.shareBehind >= Self.leastShare else { return false }
      return aimed.size.length <= Self.longest
    }
    guard let stage = fit.min(by: { $0.plainSteps < $1.plainSteps }), let aimed = stage.aimed
    else { return nil }
    self.stage = stage.name
    stepSize = aimed.size.length
    settings = Self.settings(stage.name, aimed.size.length, steps, recipe)
    reason = Self.reason(stage, aimed, others: fit.filter { $0 != stage })
  }

  private static func reason(
    _ stage: CalibratedStage, _ aimed: CalibratedMove, others: [CalibratedStage]
  ) -> String {
    let dearer = others.compactMap { other in
      other.aimed.map {
        "\(other.name) (step \($0.size.length), cost \(significant(other.plainSteps, 3)))"
      }
    }
    return "by steps of \(aimed.size.length) of the features' size: the loss rises "
      + "\(significant(aimed.lossRatio.mean, 3)) times and "
      + "\(significant(100 * aimed.survival.mean, 3)) % of the move survives rounding, and of all "
      + "stages that more than 5 % of the network follows, a training step with one lesson there "
      + "costs least (\(significant(stage.plainSteps, 3)) plain ones)"
      + (dearer.isEmpty ? "" : ". Dearer: " + dearer.joined(separator: ", "))
  }

  /// What to change in `recipe`: where it has one cut already, the cut's stage and attack; else its
  /// method.
  private static func settings(
    _ stage: String, _ length: Double, _ steps: Int, _ recipe: Recipe
  ) -> [String] {
    let more = steps > 1 ? ", steps: \(steps)" : ""
    let attack = "{stepSize: \(length), unit: relative\(more)}"
    if case .afan(let afan) = recipe.method, afan.cuts.count == 1 {
      return ["method.afan.cuts[0].stage=\(stage)", "method.afan.cuts[0].attack=\(attack)"]
    }
    return [
      "method={afan: {cuts: [{stage: \(stage), attack: \(attack), lessons: [{weight: 0.5}]}]}}"
    ]
  }
}
