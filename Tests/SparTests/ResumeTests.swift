import Foundation
import Randomness
import Support
import Testing
import Torch

struct ResumeTests {
  private let work: Workplace

  init() throws { work = try Workplace() }

  @Test(arguments: [
    ("fashion-mnist-resnet20-plain", "checkpointEvery=3"),
    ("fashion-mnist-resnet20-afan", "checkpointEvery=2"),
  ])
  func `a run killed at three moments ends as one that was not, bit for bit`(
    recipe: String, setting: String
  ) throws {
    let time = try ContinuousClock().measure {
      let whole = try work.train("whole", recipe: recipe, setting, "epochs=6")
      #expect(whole.status == 0, "\(whole.errors)")
    }
    var random = Seed(UInt64.random(in: 0...UInt64.max)).stream
    var kills = 0
    var command = try Command(
      ["train", recipe, "--run", work.place("broken")] + work.settings + [setting, "epochs=6"])
    for _ in 0..<3 {
      waitForCheckpoint(command)
      Thread.sleep(forTimeInterval: random.unit() * 0.3 * (time / .seconds(1)))
      command.kill()
      if try command.outcome().status == -SIGKILL { kills += 1 }
      command = try Command(["train", "--resume", work.place("broken")])
    }
    let last = try command.outcome()
    #expect(last.status == 0, "\(last.errors)")
    #expect(kills > 0)
    try expectSame("whole", "broken")
  }

  private func waitForCheckpoint(_ command: Command) {
    let state = "\(work.place("broken"))/checkpoints/last/state.json"
    while command.isRunning, !FileManager.default.fileExists(atPath: state) { usleep(5_000) }
  }

  private func expectSame(_ left: String, _ right: String) throws {
    for file in ["last/model", "last/optimizer", "best/model", "best/optimizer"] {
      let tensors = try [left, right].map {
        try loadTensors(from: "\(work.place($0))/checkpoints/\(file).safetensors")
      }
      #expect(Set(tensors[0].keys) == Set(tensors[1].keys))
      for (name, tensor) in tensors[0] {
        #expect(try identical(tensor, #require(tensors[1][name])), "\(file) \(name)")
      }
    }
    let logs = try [left, right].map {
      try LogLine.all("\(work.place($0))/metrics.jsonl").map(\.withoutTime)
    }
    #expect(logs[0] == logs[1])
  }
}
