import Foundation
import Support
import Testing

@testable import Training

/// Sweeps whose runs are made by a script in the place of the command.
struct SweepRunnerTests {
  private let runs: HandmadeRuns
  private let pictures: TinyPictures
  private let plan: SweepPlan
  private let folder: SweepFolder

  init() throws {
    runs = try HandmadeRuns()
    try runs.add("all", seed: 1, top1: 0.5)
    pictures = try TinyPictures.fashionMNIST(training: 60, test: 20)
    let words = ["network.width=2", "data.validation=10", "batchSize=10"]
    plan = try SweepPlan(
      Sweep("fashion-mnist-resnet20-plain", words: pictures.settings + words))
    folder = try SweepFolder(at: runs.place("sweep"))
    try folder.begin(plan, by: RunOrigin(command: ["spar"], spar: "1"))
  }

  /// Leaves a run whose log has its last line, whose newest checkpoint is of a run that ended if
  /// `isDone`, or is not there.
  private func leave(isDone: Bool?) throws {
    let name = "sweep/runs/all-seed1/checkpoints/last/state.json"
    try? FileManager.default.removeItem(atPath: folder.place(of: plan.runs[0]))
    try FileManager.default.copyItem(
      atPath: runs.place("runs/all-seed1"), toPath: folder.place(of: plan.runs[0]))
    guard let isDone else { return }
    var state = RunState()
    state.isDone = isDone
    try runs.folder.write(JSONEncoder().encode(state), to: name)
  }

  @Test(
    arguments: [(true, .done), (false, .begun), (nil, .done)] as [(Bool?, SweepFolder.Standing)])
  func `a run is done where its last checkpoint says so, or it is kept without any`(
    isDone: Bool?, standing: SweepFolder.Standing
  ) throws {
    try leave(isDone: isDone)
    #expect(folder.state(of: plan.runs[0]) == standing)
  }

  /// A runner whose runs are made by `script`.
  private func runner(_ script: String) throws -> SweepRunner {
    try runs.folder.write(script.utf8, to: "spar")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: runs.place("spar"))
    return SweepRunner(plan, in: folder, executable: runs.place("spar")) { _ in }
  }

  @Test func `a process that ends again and again without a word makes a failed run`() throws {
    let count = runs.place("count")
    let (ending, table) = try runner("#!/bin/sh\necho again >> '\(count)'\n").run()
    #expect(ending == .done(failed: 1))
    #expect(try String(contentsOfFile: count, encoding: .utf8) == "again\nagain\n")
    #expect(table.markdown.contains("without coming further"))
  }

  @Test func `the command that made the runs is kept when others choose by other figures`() throws {
    func command() throws -> [String]? {
      try RunRecord.origin("\(folder.path)/origin.json")?.command
    }
    var sweep = plan.sweep
    sweep.metric = .best
    try folder.begin(SweepPlan(sweep), by: RunOrigin(command: ["later"], spar: "1"))
    #expect(try command() == ["spar"])
    #expect(try folder.sweep().metric == .best)
    sweep.seeds.append(2)
    try folder.begin(SweepPlan(sweep), by: RunOrigin(command: ["more"], spar: "1"))
    #expect(try command() == ["more"])
  }

  @Test func `a run that fails behind its log's last line has failed`() throws {
    let script = """
      #!/bin/sh
      while [ $# -gt 1 ]; do [ "$1" = --run ] && place=$2; shift; done
      cp -r '\(runs.place("runs/all-seed1"))' "$place"
      echo 'spar: the disk is full' >&2
      exit 1
      """
    let (ending, table) = try runner(script).run()
    #expect(ending == .done(failed: 1))
    #expect(table.markdown.contains("1 failed"))
    #expect(folder.state(of: plan.runs[0]) == .failed("the disk is full"))
  }
}
