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
    /// What it leaves behind for one picture: `[C, H, W]`, or `[classes]`.
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

  /// Builds the network called `name` and looks at one picture's way through it.
  ///
  /// - Throws: `TrainingError.noModel`, and `.badModel` where a size cannot be.
  public init(_ name: String, size: Int?, channels: Int, classes: Int?) throws {
    let known = NetworkSettings.Model.allCases.map(\.rawValue)
    guard let model = NetworkSettings.Model(rawValue: name) else {
      throw TrainingError.noModel(name, nearest: nearest(to: name, among: known), known: known)
    }
    let size = size ?? model.usualSize
    let classes = classes ?? (model.isForCIFAR ? 10 : 1_000)
    for (what, number) in [("size", size), ("channels", channels), ("classes", classes)] {
      guard number > 0, number <= 65_536 else {
        throw TrainingError.badModel(name, problem: "\(what) is \(number), allowed is 1...65536")
      }
    }
    var settings = NetworkSettings()
    settings.model = model
    let store = ParameterStore(seed: Seed(0))
    let plain = Normalization(
      mean: Array(repeating: 0, count: channels), deviation: Array(repeating: 1, count: channels))
    let built = try settings.build(
      channels: channels, classes: classes, normalization: plain, Scope(store))
    let state = ClassifierState(
      maps: [try .zeros([1, channels, size, size])], targets: try .zeros([1], dtype: .int64))
    let network = try built.measuringCost(of: state)
    let sizes = Dictionary(
      uniqueKeysWithValues: store.parameters.map { ($0.path, $0.tensor.count) })
    stages = try Self.summaries(of: network, from: state, sizes)
    parameters = sizes.values.reduce(0, +)
    multiplyAdds = network.multiplyAdds
  }

  private static func summaries(
    of network: Network<ClassifierState>, from state: ClassifierState, _ sizes: [String: Int]
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
