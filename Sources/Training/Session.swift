import Adversary
import Networks
import Pictures
import Randomness
import Torch

/// A recipe made ready: its network with parameters, its task, its method.
///
/// Everything that trains, evaluates or traces a recipe begins here.
public struct Session<Task: TrainableTask> {
  /// What was made ready.
  public let recipe: Recipe
  /// The names of the classes, where they were given.
  public let classes: [String]?
  /// The network's tensors by name.
  public let store: ParameterStore
  /// The task, whose network knows the cost of its stages.
  public let task: Task
  /// The root of the run's randomness.
  public let seed: Seed
  /// What a person should know of the weights that it starts from.
  public let notices: [String]

  /// Builds `recipe`'s network, with parameters from `weights`, or else from the weights that the
  /// recipe starts from, or else from its seed.
  ///
  /// `classes` are those of the pictures; they may be left out where the recipe tells how many
  /// there are: by `network.classes`, or by a published set. Batch norms have `auxiliaryBranches`
  /// beside the main one, or as many as the method needs.
  ///
  /// - Throws: `TrainingError.badRecipe`, `NetworkError.weightsDoNotFit`, what reading weights
  ///   throws, and what making tensors on the recipe's device throws.
  public init(
    _ recipe: Recipe, classes names: [String]? = nil, weights: ParameterStore.Source? = nil,
    auxiliaryBranches: Int? = nil
  ) throws {
    try recipe.check()
    if let threads = recipe.threads, threads != Engine.threads {
      try Engine.setThreads(threads)
    }
    if try recipe.checkedDevice.kind == .cuda { try Engine.requireExactCUDA() }
    let seed = Seed(recipe.seed)
    let store = ParameterStore(
      seed: seed / "initial", precision: recipe.precision, device: try recipe.checkedDevice,
      auxiliaryBranches: auxiliaryBranches ?? recipe.method.settings.auxiliaryBranches,
      from: try weights ?? Task.start(of: recipe))
    task = try Task(recipe, classes: names, in: store)
    self.recipe = recipe
    self.classes = names
    self.store = store
    self.seed = seed
    notices = try store.notices + (weights == nil ? recipe.notesOnStart() : [])
  }

  /// How each batch is learned from, with all that it needs: made anew each time that it is asked for,
  /// as only learning needs what a method may read from files.
  ///
  /// - Throws: as `MethodSettings.made`.
  public var method: any TrainingMethod {
    get throws {
      try recipe.method.settings.made(precision: recipe.precision, device: store.device)
    }
  }

  /// The network's tensors, parameters first, by their names in checkpoints.
  public var weights: [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: (store.parameters + store.buffers).map { ($0.path, $0.tensor) })
  }
}

extension Recipe {
  /// The file of averaged weights that `path`, a checkpoint's folder or a run's, stands for; `nil`
  /// where it stands for other weights.
  ///
  /// - Throws: `TrainingError.cannotRead` where a folder has none.
  public static func averagedWeights(at path: String) throws -> String? {
    let file = try WeightsFile.find(path)
    return file != path && file.hasSuffix("/\(WeightsFile.averageName)") ? file : nil
  }
}

extension ParameterStore.Source {
  /// The weights in a file of safetensors or of `torch.save`, in a checkpoint's or run's folder, or in
  /// one of the Hugging Face hub.
  ///
  /// - Throws: `SafetensorsError` or `PthError` where the file is not whole, `TrainingError.cannotRead`
  ///   where a folder has none.
  ///
  /// `adapts`: they are those of another training to start from, and may be adapted.
  public init(
    path: String, adapts: Bool = false, newBranches: NewBranches = .copied
  ) throws {
    let file = try WeightsFile.find(path)
    let weights = try NamedWeights(file: file)
    self.init(
      name: file, weights.tensors, adapts: adapts, newBranches: newBranches, notes: weights.notes)
  }
}
