import Foundation
import Support
import Testing
import Torch

@testable import Training

struct CheckpointTests {
  private let folder: TemporaryFolder
  private var place: String { "\(folder.path)/last" }

  init() throws { folder = try TemporaryFolder() }

  @Test func `a checkpoint reads back bit for bit`() throws {
    try TinyCheckpoint.make(5).image(TinyCheckpoint.config).write(to: place)
    try TinyCheckpoint.expectSame(Checkpoint(at: place), .make(5))
    let text = try folder.read("last/config.json")
    #expect(try JSONDecoder().decode(ModelConfig.self, from: text) == TinyCheckpoint.config)
    let inside = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
    #expect(
      inside == [
        "config.json", "manifest.json", "model.safetensors", "optimizer.safetensors", "state.json",
      ])
  }

  @Test func `an image has the tensors as they were when it was made`() throws {
    let checkpoint = try TinyCheckpoint.make(5)
    let image = try checkpoint.image(TinyCheckpoint.config)
    for tensor in checkpoint.weights.values { try tensor.copyInPlace(.zeros(like: tensor)) }
    try image.write(to: place)
    try TinyCheckpoint.expectSame(Checkpoint(at: place), .make(5))
  }

  @Test(arguments: [
    "config.json", "manifest.json", "model.safetensors", "optimizer.safetensors", "state.json",
  ])
  func `a file that is cut short, changed by a bit or missing is told by its name`(name: String)
    throws
  {
    try TinyCheckpoint.make(5).image(TinyCheckpoint.config).write(to: place)
    let whole = try folder.read("last/\(name)")
    for size in [0, 5, whole.count / 2, whole.count - 2] {
      try folder.write(whole.prefix(size), to: "last/\(name)")
      try expectTorn(name, "cut to \(size)")
    }
    for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) {
      var bytes = [UInt8](whole)
      bytes[place] ^= 1 << UInt8(place % 8)
      try folder.write(bytes, to: "last/\(name)")
      try expectTorn(nil, "bit \(place % 8) of byte \(place)")
    }
    try FileManager.default.removeItem(atPath: "\(place)/\(name)")
    try expectTorn(name, "missing")
  }

  /// Expects that the checkpoint is refused, because of the file called `name` where one is named.
  private func expectTorn(_ name: String?, _ comment: Comment) throws {
    let error = #expect(throws: (any Error).self, comment) { try Checkpoint(at: place) }
    let text = error.map { String(describing: $0) } ?? ""
    #expect(text.contains("\(place)/\(name ?? "")"), comment)
  }

  @Test(arguments: ["", "{", "[]", #"{"epoch": "one"}"#, "{}"])
  func `a state that tells nothing is told by its place`(text: String) throws {
    try TinyCheckpoint.make(5).image(TinyCheckpoint.config).write(to: place)
    try folder.write(text.utf8, to: "last/state.json")
    let error = #expect(throws: TrainingError.self) { try Checkpoint(at: place) }
    #expect(error?.description.contains("\(place)/state.json: ") == true)
  }

  @Test func `a checkpoint that cannot be written is told`() throws {
    try folder.write("a file in the way".utf8, to: "other")
    let error = #expect(throws: TrainingError.self) {
      try TinyCheckpoint.make(6).image(TinyCheckpoint.config).write(to: "\(folder.path)/other/last")
    }
    #expect(error?.description.contains("cannot write \(folder.path)/other/last") == true)
  }
}
