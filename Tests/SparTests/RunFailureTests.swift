import Foundation
import Support
import Testing
import Torch

/// Runs that cannot be written, go on or be shared.
struct RunFailureTests {
  private let work: Workplace

  init() throws { work = try Workplace() }

  @Test func `a loss that is no number ends with 1 and a word on what to do`() throws {
    let outcome = try work.train("a", "optimizer.learningRate=1e30")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("is not finite: clean"))
    #expect(outcome.errors.contains("optimizer.learningRate"))
  }

  @Test func `a place where nothing can be written ends with 1 and its name`() throws {
    let outcome = try Command(
      ["train", "fashion-mnist-resnet20-plain", "--run", "/proc/spar"] + work.settings
    ).outcome()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot write /proc/spar"))
  }

  @Test(.enabled(if: getuid() != 0, "root writes where nobody may"))
  func `a read-only folder ends with 1 and its name`() throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o555], ofItemAtPath: work.folder.path)
    let outcome = try work.train("a")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: work.folder.path)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot write \(work.place("a"))"))
  }

  @Test func `a full disk ends with 1 and the file, and the checkpoint before stays whole`() throws
  {
    let started = try Command(
      ["train", "fashion-mnist-resnet20-plain", "--run", work.place("a")] + work.settings
        + ["checkpointEvery=1", "epochs=200"])
    let place = "\(work.place("a"))/checkpoints/last"
    try wait { FileManager.default.fileExists(atPath: place) }
    started.kill()
    _ = try started.outcome()
    let before = try weights(place)
    // No file may grow over 16 KiB, as on a full disk; the log is shorter, the weights are not.
    let limited = ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "bash"]
    let outcome = try Command(["train", "--resume", work.place("a")], through: limited).outcome()
    #expect(outcome.status == 1, "\(outcome.output)")
    #expect(outcome.errors.contains("\(place).new/model.safetensors"), "\(outcome.errors)")
    #expect(outcome.errors.contains("File too large"))
    #expect(try weights(place) == before)
    #expect(!FileManager.default.fileExists(atPath: "\(place).new"))
  }

  private func weights(_ place: String) throws -> [String: [UInt8]] {
    try loadTensors(from: "\(place)/model.safetensors").mapValues { try $0.bytes() }
  }

  @Test func `a second run in the same folder is refused`() throws {
    try work.train("a", "epochs=1")
    let again = try work.train("a", "epochs=1")
    #expect(again.status == 2)
    #expect(again.errors.contains("\(work.place("a")) exists and is not empty; resume it with"))
  }

  @Test func `a run that another process trains is refused, and goes on undisturbed`() throws {
    let settings = work.settings + ["epochs=100000"]
    let first = try Command(
      ["train", "fashion-mnist-resnet20-plain", "--run", work.place("a")] + settings)
    try wait { FileManager.default.fileExists(atPath: "\(work.place("a"))/checkpoints/last") }
    let second = try spar("train", "--resume", work.place("a"))
    #expect(second.status == 2)
    #expect(second.errors.contains("another process is training in \(work.place("a"))"))
    #expect(first.isRunning)
    first.kill()
    #expect(try first.outcome().status == -SIGKILL)
  }

  @Test func `a folder that is no run, or none, cannot be resumed`() throws {
    let missing = try spar("train", "--resume", work.place("b"))
    #expect(missing.status == 2)
    #expect(missing.errors.contains("cannot resume \(work.place("b")): there is no such folder"))
    let other = try spar("train", "--resume", work.pictures.folder.path)
    #expect(other.status == 2)
    #expect(other.errors.contains("it has no recipe.yaml, so it is no run"))
  }

  @Test func `a run without a checkpoint cannot be resumed, and is told what to do`() throws {
    try work.train("a", "epochs=1")
    try FileManager.default.removeItem(atPath: "\(work.place("a"))/checkpoints")
    let outcome = try spar("train", "--resume", work.place("a"))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("there is no checkpoint; if the run ended before its first"))
  }

  @Test func `a run that was killed before its first checkpoint begins anew`() throws {
    try work.train("a", "epochs=1")
    let files = FileManager.default
    try files.createDirectory(atPath: work.place("b"), withIntermediateDirectories: true)
    try files.copyItem(
      atPath: "\(work.place("a"))/recipe.yaml", toPath: "\(work.place("b"))/recipe.yaml")
    let outcome = try spar("train", "--resume", work.place("b"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("begins anew"))
    #expect(
      files.contentsEqual(
        atPath: "\(work.place("a"))/checkpoints/last/model.safetensors",
        andPath: "\(work.place("b"))/checkpoints/last/model.safetensors"))
  }

  @Test func `a network that the last step broke is no result`() throws {
    let settings = [
      "epochs=1", "data.limit=10", "batchSize=10", "optimizer.learningRate=1e38",
      "schedule.warmUp=0",
    ]
    let run = ["train", "fashion-mnist-resnet20-plain", "--run", work.place("a")]
    let outcome = try Command(run + work.settings + settings).outcome()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("is not finite: validation pictures"))
  }

  @Test func `a run goes on with its own settings and no others`() throws {
    try work.train("a", "epochs=1")
    let arguments = ["train", "fashion-mnist-resnet20-plain", "--resume", work.place("a")]
    let other = try Command(arguments + work.settings + ["epochs=1", "seed=2"]).outcome()
    #expect(other.status == 2)
    #expect(other.errors.contains("asked seed: 2"))
    #expect(other.errors.contains("begun with seed: 1"))
    let same = try Command(arguments + work.settings + ["epochs=1"]).outcome()
    #expect(same.status == 0, "\(same.errors)")
  }

  /// Waits until something is so, a minute at most.
  private func wait(until isSo: () -> Bool) throws {
    for _ in 0..<6_000 {
      if isSo() { return }
      usleep(10_000)
    }
    Issue.record("it did not come to be within a minute")
  }
}
