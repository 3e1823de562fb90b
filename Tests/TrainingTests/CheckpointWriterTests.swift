import Foundation
import Support
import Testing
import Torch

@testable import Training

struct CheckpointWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var checkpoints: Checkpoints { Checkpoints(path: "\(folder.path)/runs", kept: 5) }

  private func image(_ step: Int) throws -> CheckpointImage {
    try TinyCheckpoint.make(step, best: nil).image(TinyCheckpoint.config)
  }

  @Test func `every checkpoint is written, in order, and its time is told once`() throws {
    let writer = CheckpointWriter(checkpoints)
    for step in 1...4 { try writer.add(image(step), isBest: step == 2, flushing: []) }
    #expect(try #require(try writer.wait()) > 0)
    #expect(try writer.finished() == nil)
    #expect(checkpoints.names == ["best", "last", "step-1", "step-2", "step-3"])
    #expect(try RunState(in: checkpoints.place("last")).step == 4)
    #expect(try RunState(in: checkpoints.place("best")).step == 2)
  }

  @Test func `a failure is told once, at the next look, and the checkpoint before is whole`() throws
  {
    let writer = CheckpointWriter(checkpoints)
    try writer.add(image(1), isBest: false, flushing: [])
    try writer.wait()
    try folder.write("in the way".utf8, to: "runs/last.new.file")
    let log = "\(folder.path)/no such log"
    try writer.add(image(2), isBest: false, flushing: [log])
    let error = #expect(throws: TrainingError.self) { try writer.wait() }
    #expect(error?.description.contains("cannot write \(log)") == true)
    try writer.wait()
    #expect(try Checkpoint(at: checkpoints.place("last")).state.step == 1)
    try writer.add(image(3), isBest: false, flushing: [])
    try writer.wait()
    #expect(try Checkpoint(at: checkpoints.place("last")).state.step == 3)
  }

  @Test func `a failure of one is told by the next`() throws {
    let writer = CheckpointWriter(checkpoints)
    try writer.add(image(1), isBest: false, flushing: ["\(folder.path)/no such log"])
    #expect(throws: TrainingError.self) {
      try writer.add(image(2), isBest: false, flushing: [])
    }
  }

  @Test func `a writer that is let go has written what it was given`() throws {
    do {
      let writer = CheckpointWriter(checkpoints)
      try writer.add(image(7), isBest: false, flushing: [])
    }
    #expect(try Checkpoint(at: checkpoints.place("last")).state.step == 7)
  }
}
