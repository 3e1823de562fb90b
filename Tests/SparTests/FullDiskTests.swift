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

/// A disk in memory that holds a few megabytes; a folder where none can be mounted.
private final class SmallDisk {
  let path: String
  private let folder: TemporaryFolder

  /// Whether this process may mount disks.
  static let isPossible: Bool = {
    guard getuid() == 0, let folder = try? TemporaryFolder() else { return false }
    defer { umount2(folder.path, 0) }
    return mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0
  }()

  init(megabytes: Int) throws {
    folder = try TemporaryFolder()
    path = folder.path
    if Self.isPossible, mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") != 0 {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  deinit { if Self.isPossible { umount2(path, 0) } }

  /// Fills the disk but for so many bytes.
  func fill(leaving bytes: Int) throws {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw CocoaError(.fileReadUnknown) }
    let free = Int(status.f_bavail) * Int(status.f_bsize)
    try Data(count: max(0, free - bytes)).write(to: URL(filePath: "\(path)/ballast"))
  }

  /// Makes room again.
  func free() throws { try FileManager.default.removeItem(atPath: "\(path)/ballast") }
}
