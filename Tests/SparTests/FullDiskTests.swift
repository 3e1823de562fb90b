import Foundation
import Support
import Testing
import Torch

/// A disk that fills while a checkpoint is written.
struct FullDiskTests {
  private let work: Workplace
  private let disk: SmallDisk

  init() throws {
    work = try Workplace()
    disk = try SmallDisk(megabytes: 4)
  }

  @Test(.enabled(if: SmallDisk.isPossible, "needs root, to mount a disk of its own"))
  func `a run on a full disk ends with 1, and ends as one that had room once it has`() throws {
    let settings = work.settings + ["checkpointEvery=1", "epochs=40"]
    let run = ["train", "fashion-mnist-resnet20-plain", "--run"]
    #expect(try Command(run + [work.place("whole")] + settings).outcome().status == 0)

    let place = "\(disk.path)/a"
    let started = try Command(run + [place] + settings)
    let log = "\(place)/metrics.jsonl"
    while started.isRunning, (try? Data(contentsOf: URL(filePath: log)))?.isEmpty != false {
      usleep(1_000)
    }
    started.send(SIGTERM)
    #expect(try started.outcome().status == 143)
    try disk.fill(leaving: 24_000)
    let full = try spar("train", "--resume", place)
    #expect(full.status == 1, "\(full.output)")
    #expect(full.errors.contains("\(place)/"), "\(full.errors)")
    #expect(full.errors.contains("No space left on device"), "\(full.errors)")
    try disk.free()
    let resumed = try spar("train", "--resume", place)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!resumed.output.contains("torn"))
    for file in ["last/model", "last/optimizer", "best/model"] {
      let name = "checkpoints/\(file).safetensors"
      #expect(
        FileManager.default.contentsEqual(
          atPath: "\(place)/\(name)", andPath: "\(work.place("whole"))/\(name)"), "\(file)")
    }
    let logs = try [place, work.place("whole")].map {
      try LogLine.all("\($0)/metrics.jsonl").map(\.withoutTime)
    }
    #expect(logs[0] == logs[1])
  }
}
