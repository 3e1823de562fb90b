import Foundation
import Support
import Testing

@testable import Training

/// Which checkpoint is the best one after a run was killed or went back.
struct BestCheckpointTests {
  private let folder: TemporaryFolder
  private var checkpoints: Checkpoints { Checkpoints(path: folder.path, kept: 2) }

  init() throws { folder = try TemporaryFolder() }

  private func add(
    _ step: Int, epoch: Int, batch: Int, best: Int?, isBest: Bool = false
  ) throws {
    let checkpoint = try TinyCheckpoint.make(step, epoch: epoch, batch: batch, best: best)
    try checkpoints.add(checkpoint.image(TinyCheckpoint.config), isBest: isBest)
  }

  private func settle(_ name: String) throws -> Bool {
    try checkpoints.settleBest(for: RunState(in: checkpoints.place(name)), from: name)
  }

  private var best: Int? { try? RunState(in: checkpoints.place("best")).epoch }

  @Test func `a run killed before its best was put in place makes it from the last`() throws {
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true)
    try add(20, epoch: 2, batch: 0, best: 2)
    #expect(best == 1)
    #expect(try settle("last"))
    #expect(best == 2)
  }

  @Test func `a run that goes back has the best of that time`() throws {
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true)
    try add(15, epoch: 1, batch: 5, best: 1)
    try add(20, epoch: 2, batch: 0, best: 2, isBest: true)
    #expect(try settle("step-15"))
    #expect(best == 1)
  }

  @Test func `a run that goes back before its first best has none`() throws {
    try add(5, epoch: 0, batch: 5, best: nil)
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true)
    #expect(try settle("step-5"))
    #expect(best == nil)
  }

  @Test func `a best that is torn or gone is not made up`() throws {
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true)
    try add(15, epoch: 1, batch: 5, best: 1)
    try add(18, epoch: 1, batch: 8, best: 1)
    #expect(try settle("last"))
    try FileManager.default.removeItem(atPath: checkpoints.place("step-10"))
    try folder.write([1, 2, 3], to: "best/model.safetensors")
    #expect(try !settle("last"))
    try FileManager.default.removeItem(atPath: checkpoints.place("best"))
    #expect(try !settle("last"))
  }

  @Test func `the best is found among what is kept`() throws {
    try add(10, epoch: 1, batch: 0, best: 1, isBest: true)
    try add(15, epoch: 1, batch: 5, best: 1)
    try FileManager.default.removeItem(atPath: checkpoints.place("best"))
    #expect(try settle("last"))
    #expect(best == 1)
  }
}
