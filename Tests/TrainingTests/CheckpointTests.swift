import Foundation
import Support
import Testing
import Torch

@testable import Training

struct CheckpointTests {
  private let folder: TemporaryFolder
  private let config = ModelConfig(Recipe(), classes: ["a", "b"])
  private var place: String { "\(folder.path)/last" }

  init() throws { folder = try TemporaryFolder() }

  /// A checkpoint whose every number is a function of `step`.
  private func checkpoint(_ step: Int) throws -> Checkpoint {
    var state = RunState()
    state.step = step
    state.epoch = 1
    state.batch = 3
    state.lossSum = Double(step) + 0.1
    state.bestTop1 = 1.0 / 3
    state.bestEpoch = 1
    state.logLengths = ["metrics.jsonl": 1 << 40, "events": 7]
    return Checkpoint(
      weights: [
        "conv1.weight": try .full(Double(step) / 7, [2, 3, 3, 3]).channelsLast(),
        "bn1.num_batches_tracked": try .full(Double(step), [], dtype: .int64),
        "bn1.weight": try .full(Double(step) / 3, [2], dtype: .float64),
      ], velocities: ["conv1.weight": try .full(-0.1, [2, 3, 3, 3])], state: state)
  }

  private func expectSame(_ left: Checkpoint, _ right: Checkpoint) throws {
    #expect(left.state == right.state)
    for (left, right) in [
      (left.weights, right.weights), (left.velocities, right.velocities),
    ] {
      #expect(Set(left.keys) == Set(right.keys))
      for (name, tensor) in left {
        #expect(try identical(tensor, #require(right[name])), "\(name)")
      }
    }
  }

  @Test func `a checkpoint reads back bit for bit`() throws {
    try checkpoint(5).write(to: place, config: config)
    try expectSame(Checkpoint(at: place), checkpoint(5))
    let text = try folder.read("last/config.json")
    #expect(try JSONDecoder().decode(ModelConfig.self, from: text) == config)
  }

  @Test func `a second checkpoint takes the place of the first, and leaves nothing beside it`()
    throws
  {
    try checkpoint(5).write(to: place, config: config)
    try checkpoint(6).write(to: place, config: config)
    try expectSame(Checkpoint(at: place), checkpoint(6))
    let files = FileManager.default
    #expect(try files.contentsOfDirectory(atPath: folder.path) == ["last"])
    let inside = try files.contentsOfDirectory(atPath: place).sorted()
    #expect(inside == ["config.json", "model.safetensors", "optimizer.safetensors", "state.json"])
  }

  @Test func `a half-written new checkpoint is passed over, and then written over`() throws {
    try checkpoint(5).write(to: place, config: config)
    try folder.write("torn".utf8, to: "last.new/model.safetensors")
    try expectSame(Checkpoint(at: place), checkpoint(5))
    try checkpoint(6).write(to: place, config: config)
    try expectSame(Checkpoint(at: place), checkpoint(6))
  }

  @Test func `a run killed while checkpoints were exchanged goes on from the one before`() throws {
    try checkpoint(5).write(to: place, config: config)
    try FileManager.default.moveItem(atPath: place, toPath: place + ".old")
    try folder.write("torn".utf8, to: "last.new/model.safetensors")
    try expectSame(Checkpoint(at: place), checkpoint(5))
    try checkpoint(6).write(to: place, config: config)
    try expectSame(Checkpoint(at: place), checkpoint(6))
    #expect(!FileManager.default.fileExists(atPath: place + ".old"))
  }

  @Test func `the only whole checkpoint stays until the next is in its place`() throws {
    try checkpoint(5).write(to: place, config: config)
    let files = FileManager.default
    try files.moveItem(atPath: place, toPath: place + ".old")
    // A link to nowhere stops the last move of the exchange.
    try files.createSymbolicLink(atPath: place, withDestinationPath: "\(folder.path)/nowhere")
    let error = #expect(throws: TrainingError.self) {
      try checkpoint(6).write(to: place, config: config)
    }
    #expect(error?.description.contains("cannot write \(place)") == true)
    try expectSame(Checkpoint(at: place), checkpoint(5))
  }

  @Test(arguments: ["model.safetensors", "optimizer.safetensors"])
  func `a torn file of tensors is told by its name`(name: String) throws {
    try checkpoint(5).write(to: place, config: config)
    let whole = try folder.read("last/\(name)")
    for size in [0, 5, whole.count / 2, whole.count - 1] {
      try folder.write(whole.prefix(size), to: "last/\(name)")
      let error = #expect(throws: SafetensorsError.self) { try Checkpoint(at: place) }
      #expect(error?.description.contains("\(place)/\(name)") == true)
    }
    try FileManager.default.removeItem(atPath: "\(place)/\(name)")
    let error = #expect(throws: SafetensorsError.self) { try Checkpoint(at: place) }
    #expect(error?.description.contains("\(place)/\(name): cannot be read") == true)
  }

  @Test(arguments: ["", "{", "[]", #"{"epoch": "one"}"#, "{}"])
  func `a torn state is told by its place`(text: String) throws {
    try checkpoint(5).write(to: place, config: config)
    try folder.write(text.utf8, to: "last/state.json")
    let error = #expect(throws: TrainingError.self) { try Checkpoint(at: place) }
    let message = try #require(error?.description)
    #expect(message.contains("cannot resume \(place)"))
    #expect(message.contains("its state.json cannot be read"))
  }

  @Test func `where there is no checkpoint, that is told`() throws {
    let error = #expect(throws: TrainingError.self) { try Checkpoint(at: place) }
    #expect(error?.description.contains("cannot resume \(place): there is no checkpoint") == true)
  }

  @Test func `a checkpoint that cannot be written leaves the one before`() throws {
    try checkpoint(5).write(to: place, config: config)
    try folder.write("a file in the way".utf8, to: "other/last")
    let error = #expect(throws: TrainingError.self) {
      try checkpoint(6).write(to: "\(folder.path)/other/last/last", config: config)
    }
    #expect(error?.description.contains("cannot write \(folder.path)/other/last/last") == true)
    var bad = try checkpoint(6)
    bad = Checkpoint(
      weights: ["__metadata__": try .zeros([1])], velocities: bad.velocities, state: bad.state)
    #expect(throws: SafetensorsError.self) { try bad.write(to: place, config: config) }
    try expectSame(Checkpoint(at: place), checkpoint(5))
  }
}
