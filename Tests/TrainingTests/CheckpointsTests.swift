import Foundation
import Support
import Testing
import Torch

@testable import Training

struct CheckpointsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func checkpoints(kept: Int) -> Checkpoints {
    Checkpoints(path: folder.path, kept: kept)
  }

  private func add(
    _ step: Int, epoch: Int = 1, batch: Int = 3, best: Int? = nil, isBest: Bool = false,
    kept: Int = 1
  ) throws {
    let checkpoint = try TinyCheckpoint.make(step, epoch: epoch, batch: batch, best: best)
    try checkpoints(kept: kept).add(checkpoint.image(TinyCheckpoint.config), isBest: isBest)
  }

  /// Cuts a checkpoint's weights short.
  private func tear(_ name: String, _ file: String = "model.safetensors") throws {
    // Beside and moved: best and last may be one file under two names.
    try folder.write(folder.read("\(name)/\(file)").dropLast(2), to: "torn")
    try move("\(folder.path)/torn", to: "\(folder.path)/\(name)/\(file)")
  }

  private var names: [String] { checkpoints(kept: 0).names }

  @Test(arguments: [0, 1, 3])
  func `so many before the last are kept, the newest`(kept: Int) throws {
    for step in [3, 6, 9, 12, 15] { try add(step, kept: kept) }
    let steps = [12, 9, 6, 3].prefix(kept).map { "step-\($0)" }
    #expect(names == (["last"] + steps).sorted())
    #expect(try RunState(in: "\(folder.path)/last").step == 15)
    for step in [12, 9, 6, 3].prefix(kept) {
      #expect(try Checkpoint(at: "\(folder.path)/step-\(step)").state.step == step)
    }
  }

  @Test func `the best stays beside the last`() throws {
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true)
    try add(13, epoch: 1, batch: 3, best: 1)
    try add(16, epoch: 1, batch: 6, best: 1)
    #expect(names == ["best", "last", "step-13"])
    #expect(try RunState(in: "\(folder.path)/best").step == 10)
  }

  @Test func `an earlier best stays as long as a kept checkpoint knows no later one`() throws {
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true)
    try add(15, epoch: 1, batch: 5, best: 1)
    try add(20, epoch: 2, batch: 0, best: 2, isBest: true)
    #expect(names == ["best", "best-10", "last", "step-15"])
    #expect(try RunState(in: "\(folder.path)/best").epoch == 2)
    #expect(try Checkpoint(at: "\(folder.path)/best-10").state.epoch == 1)
    try add(25, epoch: 2, batch: 5, best: 2)
    #expect(names == ["best", "last", "step-20"])
  }

  @Test func `a half-written new checkpoint is passed over, and then removed`() throws {
    try add(5)
    try folder.write("torn".utf8, to: "last.new/model.safetensors")
    #expect(try checkpoints(kept: 1).newestWhole { Issue.record("\($0)") }.name == "last")
    try add(6)
    #expect(names == ["last", "step-5"])
  }

  @Test func `a run killed while checkpoints were exchanged goes on from the one before`() throws {
    try add(5)
    try FileManager.default.moveItem(
      atPath: "\(folder.path)/last", toPath: "\(folder.path)/step-5")
    let found = try checkpoints(kept: 0).newestWhole { Issue.record("\($0)") }
    #expect(found.name == "step-5")
    try add(6, kept: 0)
    #expect(names == ["last"])
  }

  @Test(arguments: ["model.safetensors", "state.json", "manifest.json"])
  func `a torn last one is named and passed over for the one before`(file: String) throws {
    try add(5)
    try add(6)
    try tear("last", file)
    if file == "state.json" { try folder.write("{".utf8, to: "last/state.json") }
    var notices: [String] = []
    let found = try checkpoints(kept: 1).newestWhole { notices.append($0) }
    #expect(found.name == "step-5" && found.checkpoint.state.step == 5)
    #expect(notices.count == 1)
    let text = try #require(notices.first)
    #expect(text.contains("last is torn and passed over for step-5, of step 5"))
    #expect(text.contains("last/\(file)"))
    #expect(names == ["step-5", "torn-last"])
    try add(8)
    #expect(names == ["last", "step-5"])
  }

  @Test func `where several are torn each is named, and the best one will do`() throws {
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true, kept: 2)
    try add(13, best: 1, kept: 2)
    try add(16, best: 1, kept: 2)
    try add(19, best: 1, kept: 2)
    for name in ["last", "step-16", "step-13"] { try tear(name) }
    var notices: [String] = []
    let found = try checkpoints(kept: 1).newestWhole { notices.append($0) }
    #expect(found.name == "best" && found.checkpoint.state.step == 10)
    #expect(notices.count == 3)
  }

  @Test func `where none is whole, that is an error with every cause`() throws {
    try add(5)
    try add(6)
    try tear("last")
    try tear("step-5")
    let error = #expect(throws: TrainingError.self) {
      try checkpoints(kept: 1).newestWhole { Issue.record("\($0)") }
    }
    let text = try #require(error?.description)
    #expect(text.contains("none of its checkpoints is whole"))
    #expect(text.contains("last/model.safetensors") && text.contains("step-5/model.safetensors"))
    #expect(names == ["last", "step-5"])
  }

  @Test func `where there is no checkpoint, that is told`() throws {
    let error = #expect(throws: TrainingError.self) {
      try checkpoints(kept: 1).newestWhole { Issue.record("\($0)") }
    }
    #expect(error?.description.contains("there is no checkpoint") == true)
  }

  @Test func `the only whole checkpoint stays until the next is in its place`() throws {
    try add(5)
    let files = FileManager.default
    try files.moveItem(atPath: "\(folder.path)/last", toPath: "\(folder.path)/step-5")
    // A link to nowhere stops the last move of the exchange.
    try files.createSymbolicLink(
      atPath: "\(folder.path)/last", withDestinationPath: "\(folder.path)/nowhere")
    let error = #expect(throws: TrainingError.self) { try add(6, kept: 0) }
    #expect(error?.description.contains("cannot write \(folder.path)/last") == true)
    #expect(try Checkpoint(at: "\(folder.path)/step-5").state.step == 5)
  }
}
