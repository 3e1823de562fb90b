import Foundation
import Torch

/// A run at one moment: a folder of `model.safetensors`, `optimizer.safetensors`, `config.json`,
/// `state.json`, `ema.safetensors` where weights are averaged, and `manifest.json` with the sizes
/// and checksums of the others.
struct Checkpoint {
  /// The network's tensors.
  let weights: [String: Tensor]
  /// What the optimizer remembers.
  let optimizer: [String: Tensor]
  /// The averaged weights; `nil` where there are none.
  let averages: [String: Tensor]?
  /// How far the run has come.
  var state: RunState

  init(
    weights: [String: Tensor], optimizer: [String: Tensor], averages: [String: Tensor]? = nil,
    state: RunState
  ) {
    self.weights = weights
    self.optimizer = optimizer
    self.averages = averages
    self.state = state
  }

  /// The checkpoint in the folder `place`, compared with its manifest.
  ///
  /// - Throws: `TrainingError.cannotRead` or `SafetensorsError` where it is torn.
  init(at place: String) throws {
    state = try Self.checkedState(at: place)
    weights = try loadTensors(from: "\(place)/\(WeightsFile.name)")
    optimizer = try loadTensors(from: "\(place)/\(Self.optimizerName)")
    let file = "\(place)/\(WeightsFile.averageName)"
    averages = try FileManager.default.fileExists(atPath: file) ? loadTensors(from: file) : nil
  }

  /// Checks that there are averages where a run's recipe asks for them, and only there.
  ///
  /// - Throws: `TrainingError.cannotResume`.
  func requireAverages(_ required: Bool, _ path: String) throws {
    guard (averages != nil) != required else { return }
    throw TrainingError.cannotResume(
      path,
      reason: required
        ? "its recipe.yaml asks for averaged weights (ema), its checkpoint has no "
          + "\(WeightsFile.averageName). Put it back"
        : "its checkpoint has averaged weights, its recipe.yaml no ema. Undo what was changed")
  }

  /// The state in a checkpoint's folder, whose files are as they were written.
  ///
  /// - Throws: `TrainingError.cannotRead` with the first file that is not.
  static func checkedState(at place: String) throws -> RunState {
    let state = try RunState(in: place)
    try Manifest(in: place).check(place)
    return state
  }

  /// This, copied, so that training can go on while it is written.
  ///
  /// - Throws: `SafetensorsError.noCounterpart`.
  func image(_ config: ModelConfig) throws -> CheckpointImage {
    var tensors = [
      WeightsFile.name: try SafetensorsImage(weights),
      Self.optimizerName: try SafetensorsImage(optimizer),
    ]
    tensors[WeightsFile.averageName] = try averages.map { try SafetensorsImage($0) }
    return CheckpointImage(tensors: tensors, config: config, state: state)
  }

  private static let optimizerName = "optimizer.safetensors"
}

/// A checkpoint's bytes, which any thread may write.
struct CheckpointImage: Sendable {
  /// The files of tensors by name.
  let tensors: [String: SafetensorsImage]
  /// What they are the weights of.
  let config: ModelConfig
  /// How far the run has come.
  let state: RunState

  /// Writes a new folder at `place`, its manifest last, and waits for the disk.
  ///
  /// - Throws: `SafetensorsError`, `TrainingError.cannotWrite`.
  func write(to place: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: true)
    } catch {
      throw TrainingError.cannotWrite(place, cause: error.localizedDescription)
    }
    for (name, image) in tensors.sorted(by: { $0.key < $1.key }) {
      try image.write(to: "\(place)/\(name)", metadata: ["format": "pt"], flushed: true)
    }
    try writeFlushed(RunLog.line(config), to: "\(place)/config.json")
    try writeFlushed(RunLog.line(state), to: "\(place)/\(RunState.name)")
    let names = tensors.keys + ["config.json", RunState.name]
    try writeFlushed(
      RunLog.line(Manifest(of: names, in: place)), to: "\(place)/\(Manifest.name)")
    try flush(place)
  }
}
