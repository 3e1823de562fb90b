import Foundation
import Support
import Testing

struct SweepCommandTests {
  private let work: Workplace

  init() throws { work = try Workplace() }

  private var rows: [String] {
    ["--rows", "\(work.folder.path)/rows.yaml"]
  }

  private func write(rows text: String) throws {
    try work.folder.write(text.utf8, to: "rows.yaml")
  }

  /// Starts a sweep in the folder `name`.
  private func start(_ name: String, _ more: [String]) throws -> Command {
    let recipe = "fashion-mnist-resnet20-plain"
    let keys = more.map { $0.prefix { $0 != "=" } }
    let settings = (work.settings + ["evaluation.noise=null"]).filter {
      !keys.contains($0.prefix { $0 != "=" })
    }
    return try Command(["sweep", recipe, "--out", work.place(name)] + settings + more)
  }

  private func log(_ name: String) throws -> [String] {
    try LogLine.all("\(work.place(name))/metrics.jsonl").map(\.withoutTime)
  }

  @Test func `rows are trained with every seed, tabled, and a table can be made again`() throws {
    try write(rows: "rows: {plain: [], wide: [network.width=3]}")
    let outcome = try start("s", rows + ["seeds=2", "epochs=1", "--jobs", "2"]).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let made = try FileManager.default.contentsOfDirectory(atPath: work.place("s"))
    #expect(
      made.filter { !$0.hasPrefix(".") }.sorted()
        == [
          "base.yaml", "messages", "origin.json", "report.html", "runs", "sweep.yaml",
          "table.json", "table.md",
        ])
    let runs = try FileManager.default.contentsOfDirectory(atPath: work.place("s/runs")).sorted()
    #expect(runs == ["plain-seed1", "plain-seed2", "wide-seed1", "wide-seed2"])
    for run in runs {
      let final = try #require(LogLine.all("\(work.place("s/runs/\(run)"))/metrics.jsonl").last)
      #expect(final.text.contains(#""pictures":"validation""#))
    }
    #expect(outcome.output.contains("run 4 of 4: wide, seed 2: done, validation "))
    let markdown = String(decoding: try work.folder.read("s/table.md"), as: UTF8.self)
    #expect(markdown.contains("| plain") && markdown.contains("sweep fashion-mnist-resnet20-plain"))
    let again = try spar("sweep", "--table", work.place("s"))
    let marked = try spar("sweep", "--table", "--markdown", work.place("s"))
    #expect(marked.output == markdown)
    #expect(again.status == 0 && outcome.output.contains(again.output))
    let copied = try spar("sweep", "--table", work.place("s/runs"), "--against", "wide", "--json")
    #expect(copied.output.contains(#""against":["wide"]"#))
    let report = try spar("report", work.place("s"), "--out", work.place("page.html"))
    #expect(report.status == 0, "\(report.errors)")
    #expect(
      String(decoding: try work.folder.read("page.html"), as: UTF8.self).contains("<h1>s</h1>"))
  }

  @Test func `a run of a sweep is the run that its command makes`() throws {
    try start("s", ["optimizer.learningRate=[0.1, 0.05]", "epochs=1"]).outcome()
    let origin = try work.folder.read("s/runs/learningRate=0.05-seed1/origin.json")
    let command = try JSONDecoder().decode(Origin.self, from: origin).command
    #expect(command.suffix(2) == ["--run", work.place("s/runs/learningRate=0.05-seed1")])
    let alone = try Command(Array(command.dropFirst().dropLast()) + [work.place("alone")]).outcome()
    #expect(alone.status == 0, "\(alone.errors)")
    #expect(try log("alone") == log("s/runs/learningRate=0.05-seed1"))
  }

  private struct Origin: Decodable {
    let command: [String]
  }

  @Test func `a sweep that was killed and resumed comes to the same runs`() throws {
    let words = ["epochs=[3, 4]", "seeds=[3, 4]", "checkpointEvery=2"]
    #expect(try start("whole", words + ["--jobs", "2"]).outcome().status == 0)
    let command = try start("broken", words)
    let second = "\(work.place("broken"))/runs/epochs=4-seed3/metrics.jsonl"
    waitFor(second, of: command)
    command.kill()
    #expect(try command.outcome().status == -SIGKILL)
    let resumed = try spar("sweep", "--resume", work.place("broken"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output.contains("1 of 4 runs are finished"))
    for run in ["epochs=3-seed3", "epochs=4-seed3", "epochs=3-seed4", "epochs=4-seed4"] {
      #expect(try log("whole/runs/\(run)") == log("broken/runs/\(run)"), "\(run)")
    }
    let again = try start("broken", words).outcome()
    #expect(again.status == 0 && again.output.contains("4 of 4 runs are finished"))
    #expect(!again.output.contains("run 1 of 4"))
  }

  @Test func `where a sweep is killed its runs end by themselves, with checkpoints`() throws {
    let command = try start("s", ["epochs=100000"])
    let run = work.place("s/runs/all-seed1")
    waitFor("\(run)/metrics.jsonl", of: command)
    command.kill()
    try command.outcome()
    let resumed = try Command(["sweep", "--resume", work.place("s"), "--time-limit", "4s"])
      .outcome()
    #expect(resumed.status == 0, "\(resumed.errors)")
    let messages = String(decoding: try work.folder.read("s/messages/all-seed1.txt"), as: UTF8.self)
    #expect(messages.contains("stopped by SIGTERM after step"))
  }

  private func waitFor(_ file: String, of command: Command) {
    for _ in 0..<6_000 where command.isRunning {
      if (try? Data(contentsOf: URL(filePath: file)))?.isEmpty == false { return }
      usleep(10_000)
    }
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func `a signal ends the runs under way with checkpoints, and all processes`(
    signal: Int32, status: Int32
  ) throws {
    let command = try start("s", ["epochs=[400, 500]", "--jobs", "2"])
    for rounds in [400, 500] {
      waitFor("\(work.place("s"))/runs/epochs=\(rounds)-seed1/metrics.jsonl", of: command)
    }
    let other = try spar("sweep", "--resume", work.place("s"))
    #expect(other.status == 2 && other.errors.contains("another process is training in"))
    command.send(signal)
    let outcome = try command.outcome()
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains("go on with: spar sweep --resume \(work.place("s"))"))
    for rounds in [400, 500] {
      // The run's own lock is free: its process has ended.
      let run = work.place("s/runs/epochs=\(rounds)-seed1")
      let resumed = try spar("train", "--resume", run, "--time-limit", "1s")
      #expect(resumed.status == 0 && resumed.output.contains("goes on after step"))
    }
  }

  @Test func `the time limit ends a sweep with 0`() throws {
    let outcome = try start("s", ["epochs=100000", "--time-limit", "2s", "--json"]).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try outcome.lines.map { try LogLine($0) }
    #expect(lines.map(\.kind) == ["sweep", "started", "paused", "table", "stopped"])
  }

  @Test func `a run that fails ends no other, is told, and can be tried again`() throws {
    try write(rows: "rows: {good: [], bad: [optimizer.learningRate=1e38]}")
    let outcome = try start("s", rows + ["seeds=2", "epochs=1"]).outcome()
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("bad, seed 1 failed: the loss of step"))
    #expect(outcome.output.contains("run 3 of 4: good, seed 2: done"))
    #expect(outcome.output.contains("0 of 2, 2 failed"))
    let again = try spar("sweep", "--resume", work.place("s"))
    #expect(again.status == 1 && again.output.contains("2 of 4 runs are finished"))
    #expect(again.output.contains("bad, seed 2 failed: the loss of step"))
  }

  @Test func `a dry run prints rows, settings and steps, and makes nothing`() throws {
    let outcome = try start("s", ["batchSize=[10, 25]", "seeds=2", "--dry-run"]).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("2 rows, 2 seeds, 4 runs, 28 steps in all"))
    #expect(outcome.output.contains("batchSize=25: 4 steps: batchSize=25"))
    #expect(!FileManager.default.fileExists(atPath: work.place("s")))
  }

  @Test func `a bad row is found before the first run`() throws {
    let outcome = try start("s", ["epochs=[1, 0]"]).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("row 'epochs=0': override epochs=0: epochs: found 0, allowed"))
    #expect(!FileManager.default.fileExists(atPath: work.place("s")))
  }

  @Test(arguments: [
    ([], "Name a recipe"), (["epochs=1"], "Name a recipe"),
    (["fashion-mnist-resnet20-plain", "epochs"], "'epochs' is no setting"),
    (["fashion-mnist-resnet20-plain", "--jobs", "0"], "--jobs is 0"),
    (["fashion-mnist-resnet20-plain", "--resume", "x"], "A resumed sweep keeps"),
    (["--table"], "Name a folder"), (["--table", "x", "--dry-run"], "--table only reads"),
    (["--markdown", "fashion-mnist-resnet20-plain"], "--markdown is a form of --table"),
    (["--table", "/nowhere"], "/nowhere: there is no such folder"),
    (["--resume", "/nowhere"], "cannot resume /nowhere: there is no such folder"),
    (["fashion-mnist-resnet20-plan"], "did you mean fashion-mnist-resnet20-plain?"),
    (["fashion-mnist-resnet20-plain", "--by", "test"], "'test' is invalid for '--by"),
    (
      ["fashion-mnist-resnet20-plain", "--rows", "/nowhere"], "/nowhere:1: the file cannot be read"
    ),
  ])
  func `wrong usage is told and ends with 2`(words: [String], message: String) throws {
    let outcome = try Command(["sweep"] + words).outcome()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
