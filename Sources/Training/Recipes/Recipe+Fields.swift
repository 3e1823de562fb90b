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
      Field("task", \.task),
      Field("data", \.data),
      Field("network", \.network),
      Field("init", \.initialWeights),
      Field("newBranches", \.newBranches),
      Field("freeze", \.freeze),
      Field("method", \.method),
      Field("mixing", \.mixing),
      Field("labelSmoothing", \.labelSmoothing, in: 0..<1),
      Field("epochs", \.epochs, in: 1...100_000),
      Field("steps", \.steps, in: 1...1_000_000_000),
      Field("batchSize", \.batchSize, in: 2...65_536),
      Field("accumulate", \.accumulate, in: 1...65_536),
      Field("optimizer", \.optimizer),
      Field("schedule", \.schedule),
      Field("clipNorm", \.clipNorm, in: .above(0)),
      Field("ema", \.average),
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

extension NetworkSettings: Configurable {
  /// The keys of `network`.
  public static var fields: [Field<Self>] {
    [
      Field("model", \.model),
      Field("classes", \.classes, in: 2...1_000_000),
      Field("width", \.width, in: 1...4_096),
      Field("stem", \.stem),
      Field("dropout", \.dropout, in: 0..<1),
      Field("dropPath", \.dropPath, in: 0..<1),
      Field("recompute", \.recompute),
      Field("mean", \.mean),
      Field("deviation", \.deviation),
    ]
  }
}

extension EvaluationSettings: Configurable {
  /// The keys of `evaluation`.
  public static var fields: [Field<Self>] {
    [
      Field("pictures", \.pictures),
      Field("every", \.every, in: 1...100_000),
      Field("everySteps", \.everySteps, in: 1...100_000_000),
      Field("choices", \.choices),
      Field("branch", \.branch),
      Field("batchSize", \.batchSize, in: 1...65_536),
      Field("noise", \.noise, in: .above(0, through: 1)),
      Field("fgsm", \.fgsm, in: .above(0, through: 1)),
      Field("pgd", \.pgd),
      Field("scales", \.scales, in: 0.1...4),
      Field("flips", \.flips),
      Field("conflict", \.conflict, in: 1...1_000_000),
    ]
  }
}

extension Precision: SettingValue {}
extension ResNetStem: SettingValue {}
extension NetworkSettings.Model: SettingValue {}
extension PictureSplits.Judged: SettingValue {}
extension EvaluationSettings.Choices: SettingValue {}
extension ParameterStore.Source.NewBranches: SettingValue {}
