import Adversary
import Networks
import Settings

// Every key of a recipe, in the order in which it is written; defaults are those of `init()`.

extension Recipe: Configurable {
  /// The keys of a recipe.
  public static var fields: [Field<Self>] {
    [
      Field("name", \.name),
      Field("about", \.about),
      Field("seed", \.seed),
      Field("data", \.data),
      Field("network", \.network),
      Field("method", \.method),
      Field("labelSmoothing", \.labelSmoothing, in: 0..<1),
      Field("epochs", \.epochs, in: 1...100_000),
      Field("batchSize", \.batchSize, in: 2...65_536),
      Field("optimizer", \.optimizer),
      Field("schedule", \.schedule),
      Field("clipNorm", \.clipNorm, in: .above(0)),
      Field("precision", \.precision),
      Field("device", \.device),
      Field("threads", \.threads, in: 1...1_024),
      Field("evaluation", \.evaluation),
      Field("logEvery", \.logEvery, in: 1...1_000_000),
      Field("checkpointEvery", \.checkpointEvery, in: 1...1_000_000_000),
      Field("checkpointsKept", \.checkpointsKept, in: 0...1_000_000),
    ]
  }
}

extension DataSettings: Configurable {
  /// The keys of `data`.
  public static var fields: [Field<Self>] {
    [
      Field("set", \.collection),
      Field("folder", \.folder),
      Field("validation", \.validation, in: 0...100_000_000),
      Field("holdout", \.holdout),
      Field("limit", \.limit, in: 1...100_000_000),
      Field("cropPadding", \.cropPadding, in: 0...64),
      Field("flip", \.flip, in: 0...1),
      Field("threads", \.threads, in: 1...256),
      Field("picturesPerFile", \.picturesPerFile, in: 1...1_000_000),
    ]
  }
}

extension NetworkSettings: Configurable {
  /// The keys of `network`.
  public static var fields: [Field<Self>] {
    [
      Field("model", \.model),
      Field("classes", \.classes, in: 2...1_000_000),
      Field("width", \.width, in: 1...4_096),
      Field("stem", \.stem),
      Field("mean", \.mean),
      Field("deviation", \.deviation),
    ]
  }
}

extension SGDSettings: Configurable {
  /// The keys of `optimizer`.
  public static var fields: [Field<Self>] {
    [
      Field("learningRate", \.learningRate, in: .above(0)),
      Field("momentum", \.momentum, in: 0..<1),
      Field("nesterov", \.nesterov),
      Field("weightDecay", \.weightDecay, in: 0...),
      Field("decaysNormsAndBiases", \.decaysNormsAndBiases),
    ]
  }
}

extension Schedule: Configurable {
  /// The keys of `schedule`.
  public static var fields: [Field<Self>] {
    [
      Field("warmUp", \.warmUp, in: 0...),
      Field("shape", \.shape),
    ]
  }

  /// A cosine to 0 without a warm-up.
  public init() { self.init(warmUp: 0) }
}

extension Schedule.Shape: Choosable {
  /// The shapes of a schedule.
  public static var choices: [Choice<Self>] {
    [
      Choice("constant", .constant),
      Choice("steps", Schedule.Shape.steps) {
        if case .steps(let steps) = $0 { steps } else { nil }
      },
      Choice("cosine", Schedule.Shape.cosine) {
        if case .cosine(let cosine) = $0 { cosine } else { nil }
      },
    ]
  }
}

extension Schedule.Steps: Configurable {
  /// The keys of `steps`.
  public static var fields: [Field<Self>] {
    [Field("epochs", \.epochs, in: 1...100_000), Field("factor", \.factor, in: .above(0))]
  }

  /// No step.
  public init() { self.init(epochs: []) }
}

extension Schedule.Cosine: Configurable {
  /// The keys of `cosine`.
  public static var fields: [Field<Self>] { [Field("end", \.end, in: 0...1)] }

  /// A cosine to 0.
  public init() { self.init(end: 0) }
}

extension EvaluationSettings: Configurable {
  /// The keys of `evaluation`.
  public static var fields: [Field<Self>] {
    [
      Field("batchSize", \.batchSize, in: 1...65_536),
      Field("noise", \.noise, in: .above(0)),
      Field("fgsm", \.fgsm, in: .above(0)),
      Field("pgd", \.pgd),
    ]
  }
}

extension Precision: SettingValue {}
extension ResNetStem: SettingValue {}
extension NetworkSettings.Model: SettingValue {}
extension DataSettings.Collection: SettingValue {}
extension DataSettings.Holdout: SettingValue {}
