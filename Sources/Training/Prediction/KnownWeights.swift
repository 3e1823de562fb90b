import Networks
import Pictures
import Randomness
import Torch

/// Weights of a known network, to be used without what trained them.
public struct KnownWeights {
  /// The file that they are in.
  public let file: String
  /// What they are the weights of.
  public let model: ModelConfig
  /// The recipe that says so; `nil` where the `config.json` beside them does.
  public let recipe: Recipe?

  /// The weights at `path`: a safetensors file, a checkpoint's folder or a run's.
  ///
  /// What network they are of is read from the `config.json` beside them; where `recipe` is given,
  /// that says it.
  ///
  /// - Throws: `TrainingError.cannotRead` where the config is missing or damaged, and what is wrong
  ///   with the recipe.
  public init(_ path: String, as recipe: Recipe? = nil) throws {
    file = try WeightsFile.find(path)
    model = try recipe.map(Predictor.config) ?? Self.config(beside: file)
    self.recipe = recipe
  }

  /// What they do, as recipes and configs call it: `classification`, `segmentation`, `stylisation`.
  public var task: String { model.task ?? Classification.name }

  /// How large the pictures may be that they are shown.
  var limits: ImageLimits { recipe?.data.limits ?? .standard }

  /// The weights on `device`, to build the network from.
  ///
  /// - Throws: `TrainingError` where they do something else than `task`; what reading the file
  ///   throws.
  func store(for task: String, on device: Device) throws -> ParameterStore {
    guard self.task == task else {
      throw recipe?.wrongTask(for: task)
        ?? TrainingError.cannotRead(
          file, cause: "the weights are of \(self.task), expected is \(task)")
    }
    if device.kind == .cuda { try Engine.requireExactCUDA() }
    return ParameterStore(
      seed: Seed(0), precision: Precision(rawValue: model.precision) ?? .fp32, device: device,
      auxiliaryBranches: model.auxiliaryBranches, from: try .init(path: file))
  }

  private static func config(beside file: String) throws -> ModelConfig {
    guard let config = WeightsFile.config(beside: file) else {
      throw TrainingError.cannotRead(
        file,
        cause: "there is no config.json beside it, so that its network is not known; name the "
          + "recipe it was trained by (--recipe)")
    }
    return try ModelConfig(
      file: config, ofAny: [Classification.name, Segmentation.name, Stylisation.name])
  }
}
