import Foundation
import Support
import Testing

/// Runs that are stopped by a signal or by the clock.
struct StopTests {
  private let work: Workplace

  init() throws { work = try Workplace() }

  private func start(_ name: String, _ more: String...) throws -> Command {
    try Command(
      ["train", "fashion-mnist-resnet20-plain", "--run", work.place(name)] + work.settings + more)
  }

  private func waitForSteps(_ name: String) throws {
    for _ in 0..<6_000 {
      let log = try? String(contentsOfFile: "\(work.place(name))/metrics.jsonl", encoding: .utf8)
      if log?.isEmpty == false { return }
      usleep(10_000)
    }
    Issue.record("there was no step within a minute")
  }

  private func log(_ name: String) throws -> [String] {
    try LogLine.all("\(work.place(name))/metrics.jsonl").map(\.withoutTime)
  }

  @Test(arguments: [(SIGINT, "SIGINT", Int32(130)), (SIGTERM, "SIGTERM", Int32(143))])
  func `a signal ends a run with a checkpoint, its status and a word on how to go on`(
    signal: Int32, name: String, status: Int32
  ) throws {
    try start("whole", "epochs=40").outcome()
    let command = try start("a", "epochs=40")
    try waitForSteps("a")
    command.send(signal)
    let outcome = try command.outcome()
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains("\(name): ends after this step or batch; again"))
    let found = outcome.errors.firstMatch(
      of: /stopped by SIG(INT|TERM) after step (\d+) of 200, all kept in a checkpoint; go on with/)
    let step = try #require(found.flatMap { Int($0.2) })
    #expect(outcome.errors.contains("spar train --resume \(work.place("a"))\n"))
    #expect(try log("a").count >= step)
    let resumed = try spar("train", "--resume", work.place("a"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output.contains("goes on after step \(step) of 200"))
    #expect(try log("a") == log("whole"))
  }

  @Test func `a second signal ends a run at once, and its checkpoint is whole`() throws {
    // A step of a second or more.
    let command = try start("a", "network.width=64", "batchSize=50", "epochs=1000")
    try waitForSteps("a")
    command.send(SIGINT)
    usleep(20_000)
    command.send(SIGTERM)
    let outcome = try command.outcome()
    #expect(outcome.status == 143 || outcome.status == 130)
    if outcome.status == 143 {
      #expect(outcome.errors.contains("SIGTERM again: ended at once; go on with"))
    }
    let resumed = try spar("train", "--resume", work.place("a"), "--time-limit", "1s")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!resumed.output.contains("torn"))
  }

  @Test func `the time limit ends a run with a checkpoint and 0`() throws {
    let command = try start("a", "epochs=100000", "--time-limit", "1s", "--json")
    let outcome = try command.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let last = try LogLine(try #require(outcome.lines.last))
    #expect(last.kind == "stopped")
    #expect(try #require(last.number("step")) > 0)
    #expect(last.number("steps") == 500_000)
    #expect(last.text.contains(#""reason":"time-limit""#))
    #expect(outcome.errors.contains("stopped by the time limit after step "))
    let again = try spar("train", "--resume", work.place("a"), "--time-limit", "00:00:01")
    #expect(again.status == 0)
    #expect(again.errors.contains("go on with: spar train --resume"))
  }

  @Test(arguments: ["0s", "5", "1.5h", "10:00", "-1m", "1:75:00", "soon", "4000d"])
  func `a time limit that cannot be understood is refused`(text: String) throws {
    let outcome = try start("a", "--time-limit=\(text)").outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("'\(text)' is invalid for '--time-limit"))
    #expect(!FileManager.default.fileExists(atPath: work.place("a")))
  }
}
