import Networks
import Randomness
import Settings
import Torch

/// What one needs to know of a network to choose where to cut it.
public struct ModelSummary {
  /// One stage of it.
  public struct StageSummary {
    /// Its name in recipes.
    public let name: String
    /// What it leaves behind for one picture: `[C, H, W]`, or `[classes]`; of the last stage that
    /// tells the classes of pixels, `[classes, H, W]`.
    public let shape: [Int]
    /// How many numbers are trained in it.
    public let parameters: Int
    /// Its part of the network's multiply-adds, 0...1.
    public let share: Double
    /// The part of all stages behind it, 0...1.
    public let shareBehind: Double
  }

  /// The stages, first to last.
  public let stages: [StageSummary]
  /// How many numbers are trained.
  public let parameters: Int
  /// The multiply-adds of a forward pass of one picture.
  public let multiplyAdds: Double

  /// Builds the network called `name` and looks at one picture's way through it; where the task is
  /// telling the classes of pixels, of a DeepLabV3+ whose backbone it is.
  ///
  /// A `size` or number of `classes` that is `nil` is the usual one. The settings of a task say how
  /// the network is built.
  ///
  /// - Throws: `TrainingError.noModel`, and `.badModel` where a size cannot be, or the network does
  ///   not do the task.
  public init(
    _ name: String, for task: TaskSettings = .classification, size: Int?, channels: Int,
    classes: Int?
  ) throws {
    let model = try Self.model(name)
    switch task {
    case .classification:
      let usual = model.isForCIFAR ? 10 : 1_000
      try self.init(Asked(model, size ?? model.usualSize, channels, classes ?? usual))
    case .segmentation(let settings):
      try Self.requireBackbone(model)
      let most = Segmentation.ignored
      try self.init(Asked(model, size ?? 513, channels, classes ?? 21, mostClasses: most), settings)
    case .stylisation:
      throw TrainingError.badModel(name, problem: "a decoder of styles has no stages to cut")
    }
  }

  private static func model(_ name: String) throws -> NetworkSettings.Model {
    let known = NetworkSettings.Model.allCases.map(\.rawValue)
    guard let model = NetworkSettings.Model(rawValue: name) else {
      throw TrainingError.noModel(name, nearest: nearest(to: name, among: known), known: known)
    }
    return model
  }

  private static func requireBackbone(_ model: NetworkSettings.Model) throws {
    guard !model.isBackbone else { return }
    let backbones = NetworkSettings.Model.allCases.filter(\.isBackbone).map(\.rawValue)
    throw TrainingError.badModel(
      model.rawValue,
      problem: "it is for small pictures, and no backbone of a network that tells the classes of "
        + "pixels; those are \(backbones.joined(separator: ", "))")
  }

  /// What is asked for.
  private struct Asked {
    let settings: NetworkSettings
    let size: Int
    let channels: Int
    let classes: Int

    /// - Throws: `TrainingError.badModel` where it cannot be.
    init(
      _ model: NetworkSettings.Model, _ size: Int, _ channels: Int, _ classes: Int,
      mostClasses: Int = 65_536
    ) throws {
      let numbers = [
        ("size", size, 65_536), ("channels", channels, 65_536), ("classes", classes, mostClasses),
      ]
      for (what, number, most) in numbers where number < 1 || number > most {
        throw TrainingError.badModel(
          model.rawValue, problem: "\(what) is \(number), allowed is 1...\(most)")
      }
      var settings = NetworkSettings()
      settings.model = model
      (self.settings, self.size, self.channels, self.classes) = (settings, size, channels, classes)
    }

    /// Pictures as they are.
    var plain: Normalization {
      Normalization(
        mean: Array(repeating: 0, count: channels), deviation: Array(repeating: 1, count: channels))
    }
  }

  private init(_ asked: Asked) throws {
    let store = ParameterStore(seed: Seed(0))
    let network = try asked.settings.build(
      channels: asked.channels, classes: asked.classes, normalization: asked.plain, Scope(store))
    let picture = try Tensor.zeros([1, asked.channels, asked.size, asked.size])
    try self.init(
      network, from: ClassifierState(maps: [picture], targets: .zeros([1], dtype: .int64)), store)
  }

  private init(_ asked: Asked, _ settings: SegmentationSettings) throws {
    let store = ParameterStore(seed: Seed(0))
    let network = try asked.settings.buildSegmentation(
      settings, channels: asked.channels, classes: asked.classes, normalization: asked.plain,
      Scope(store))
    let size = [asked.size, asked.size]
    try self.init(
      network,
      from: SegmentationState(
        maps: [.zeros([1, asked.channels] + size)], targets: .zeros([1] + size, dtype: .int64),
        size: size), store)
  }

  private init<State: MapFlow>(
    _ built: Network<State>, from state: State, _ store: ParameterStore
  ) throws {
    let network = try built.measuringCost(of: state)
    let sizes = Dictionary(
      uniqueKeysWithValues: store.parameters.map { ($0.path, $0.tensor.count) })
    stages = try Self.summaries(of: network, from: state, sizes)
    parameters = sizes.values.reduce(0, +)
    multiplyAdds = network.multiplyAdds
  }

  private static func summaries<State: MapFlow>(
    of network: Network<State>, from state: State, _ sizes: [String: Int]
  ) throws -> [StageSummary] {
    var summaries: [StageSummary] = []
    var done = 0.0
    let whole = max(network.multiplyAdds, 1)
    _ = try withoutGradients {
      try network(state, .evaluation) { stage, state in
        done += stage.multiplyAdds
        summaries.append(
          StageSummary(
            name: stage.name, shape: Array(state.maps[0].shape.dropFirst()),
            parameters: stage.parameters.reduce(0) { $0 + sizes[$1, default: 0] },
            share: stage.multiplyAdds / whole, shareBehind: (whole - done) / whole))
      }
    }
    return summaries
  }
}

extension NetworkSettings.Model {
  /// Whether it may be the backbone of a network that tells the classes of pixels.
  public var isBackbone: Bool { !isForCIFAR }
}
