import Foundation
import Support
import Testing

@testable import Training

struct SweepTableTests {
  private let runs: HandmadeRuns

  init() throws {
    runs = try HandmadeRuns()
    // Differences of afan to plain: 0.02, 0.03, 0.04. afan lacks seed 4, plain seed 5.
    for (seed, top1) in [(1, 0.50), (2, 0.51), (3, 0.52), (4, 0.10)] {
      try runs.add("plain", seed: UInt64(seed), top1: top1)
    }
    for (seed, top1) in [(1, 0.52), (2, 0.54), (3, 0.56), (5, 0.90)] {
      try runs.add("afan", seed: UInt64(seed), top1: top1, seconds: 3, "labelSmoothing=0.1")
    }
  }

  private func table(_ against: String..., by metric: SweepMetric? = nil) throws -> SweepTable {
    try SweepTable(folder: runs.place("runs"), by: metric, against: against)
  }

  private func row(_ name: String, of table: SweepTable) throws -> SweepTable.Row {
    try #require(table.rows.first { $0.name == name })
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was thrown"
    } catch { return String(describing: error) }
  }

  @Test func `figures are means and spreads over the seeds, as reckoned by hand`() throws {
    let table = try table("plain")
    let plain = try row("plain", of: table)
    let figure = try #require(plain.figures["validation.top1"])
    #expect(plain.seeds == [1, 2, 3, 4] && figure.count == 4)
    #expect(abs(figure.mean - 0.4075) < 1e-15)
    // Squares of 0.0925, 0.1025, 0.1125, 0.3075, over 3.
    #expect(abs(try #require(figure.deviation) - (0.12627500 / 3).squareRoot()) < 1e-12)
    #expect(plain.steps == 10 && plain.plainStepsPerStep == 1.5)
    #expect(plain.secondsPerStep?.mean == 0.2)
    #expect(try row("afan", of: table).secondsPerStep?.mean == 0.6)
    #expect(plain.figures["validation.loss"].map { abs($0.mean - 0.5925) < 1e-15 } == true)
    #expect(plain.figures["best"]?.mean == 0.9)
    #expect(plain.figures["fgsm"]?.mean == 0.25)
  }

  @Test func `differences are of the seeds that both rows have`() throws {
    let difference = try #require(
      try row("afan", of: table("plain")).differences["validation.top1"])
    #expect(difference.seeds == [1, 2, 3] && abs(difference.mean - 0.03) < 1e-12)
    // The deviation is 0.01; t of 2 degrees is 4.302652729911275.
    let reach = 4.302652729911275 * 0.01 / 3.0.squareRoot()
    let interval = try #require(difference.interval)
    #expect(abs(interval[0] - (0.03 - reach)) < 1e-12)
    #expect(abs(interval[1] - (0.03 + reach)) < 1e-12)
    #expect(difference.isAbove)
    let text = try table("plain").text
    #expect(text.contains("+3.00 [+0.52, +5.48] *"))
    #expect(text.contains("40.75 ± 20.52"))
  }

  @Test func `the last epoch counts, not the best one`() throws {
    #expect(try row("afan", of: table()).figures["validation.top1"]?.mean == 0.63)
  }

  @Test func `several baselines are one: the best by each metric, which is named`() throws {
    for seed in 1...3 {
      try runs.add("long", seed: UInt64(seed), top1: 0.55, fgsm: 0.2, "epochs=40")
    }
    let table = try table("plain", "long")
    let afan = try row("afan", of: table)
    #expect(afan.differences["validation.top1"]?.against == "long")
    #expect(abs(try #require(afan.differences["validation.top1"]).mean - (-0.01)) < 1e-12)
    #expect(afan.differences["fgsm"]?.against == "plain")
    #expect(try row("long", of: table).differences["validation.top1"] == nil)
    #expect(table.text.contains("validation − long"))
    // A smaller loss is better: long's mean is 0.45, plain's 0.5925.
    #expect(afan.differences["validation.loss"]?.against == "long")
  }

  @Test func `the best of several baselines is that of the seeds that all of them have`() throws {
    // Of its own seeds long is best by far, of those that plain has too it is not.
    try runs.add("long", seed: 1, top1: 0.40, "epochs=40")
    try runs.add("long", seed: 9, top1: 0.99, "epochs=40")
    let afan = try row("afan", of: table("plain", "long"))
    #expect(afan.differences["validation.top1"]?.against == "plain")
  }

  @Test func `runs of a row may start from weights of their seed`() throws {
    for seed in [1, 2] as [UInt64] {
      try runs.add(
        "later", seed: seed, top1: 0.5, "epochs=9", "init=/elsewhere/first-seed\(seed)")
    }
    #expect(try row("later", of: table()).seeds == [1, 2])
    try runs.add("later", seed: 3, top1: 0.5, "epochs=9")
    #expect(message { _ = try table() }.contains("later-seed3 has other settings"))
  }

  @Test func `runs judged on different pictures make no table`() throws {
    try runs.add("other", seed: 1, top1: 0.5, pictures: "test", "epochs=9")
    #expect(message { _ = try table() }.contains("some runs are judged on test pictures"))
  }

  @Test func `figures under attacks of other strengths are not compared`() throws {
    try runs.add("weak", seed: 1, top1: 0.5, fgsm: 0.4, "evaluation.fgsm=1/255")
    let table = try table("plain", by: .fgsm)
    let weak = try row("weak", of: table)
    #expect(weak.differences["fgsm"] == nil && weak.differences["validation.top1"] != nil)
    #expect(table.chosen == nil)
    #expect(table.caption.contains { $0.hasPrefix("fgsm: not all runs met the same strength") })
    #expect(weak.figures["fgsm"]?.mean == 0.4)
  }

  @Test func `the best mean is chosen, by loss the smallest`() throws {
    #expect(try table().chosen == "afan")
    #expect(try table(by: .validationLoss).chosen == "afan")
    try runs.add("worse", seed: 1, top1: 0.2, "epochs=7")
    #expect(try table(by: .validationLoss).chosen == "afan")
    #expect(try table().text.contains("Chosen by the mean of validation.top1: afan."))
  }

  @Test func `nothing is chosen on test pictures, and the table says so`() throws {
    for seed in 1...2 {
      let seed = UInt64(seed)
      try runs.add("a", seed: seed, top1: 0.5, pictures: "test", in: "last", "epochs=7")
      try runs.add("b", seed: seed, top1: 0.6, pictures: "test", in: "last", "epochs=8")
    }
    let table = try SweepTable(folder: runs.place("last"), against: ["a"])
    #expect(table.chosen == nil && table.pictures == .test)
    #expect(table.text.contains("nothing may be chosen by them"))
    #expect(table.text.contains("clean (test)"))
    #expect(!table.text.contains("chosen)"))
  }

  @Test func `a single seed has no interval, and that is said`() throws {
    try runs.add("once", seed: 1, top1: 0.53, "epochs=9")
    let table = try table("plain")
    let difference = try row("once", of: table).differences["validation.top1"]
    #expect(difference?.interval == nil && difference?.seeds == [1])
    #expect(table.text.contains("An interval takes two seeds or more."))
    #expect(table.text.contains("once") && table.text.contains("+3.00\n") == false)
  }

  @Test func `runs without an end are missing, failed ones are told and not chosen`() throws {
    try runs.add("half", seed: 1, top1: 0.99, "epochs=9")
    try runs.add("half", seed: 2, top1: nil, "epochs=9")
    try runs.add("half", seed: 3, top1: nil, "epochs=9")
    try runs.folder.write("the loss is not finite\n".utf8, to: "runs/half-seed3/failure.txt")
    let table = try table("plain")
    let half = try row("half", of: table)
    #expect(half.seeds == [1] && half.missing == [2])
    #expect(half.failures == [.init(seed: 3, message: "the loss is not finite")])
    #expect(table.text.contains("1 of 3, 1 failed"))
    #expect(table.text.contains("half, seed 3 failed: the loss is not finite"))
    #expect(table.chosen == "afan" && !table.isComplete)
    #expect(table.text.contains("validation.top1 so far: afan"))
  }

  @Test func `Markdown, JSON and text have the same cells`() throws {
    let table = try table("plain")
    for cell in (table.figureCells + (table.differenceCells ?? [])).joined() {
      #expect(table.markdown.contains("| \(cell) |") && table.text.contains(cell))
    }
    let json = try LogLine(table.json)
    #expect(json.text.contains("\"pictures\":\"validation\""))
    #expect(json.text.contains("\"against\":[\"plain\"]"))
    #expect(
      table.markdown.split(separator: "\n")[1]
        == "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
  }

  @Test func `runs of a row that differ in more than seeds are refused`() throws {
    try runs.add("plain", seed: 7, top1: 0.5, "epochs=31")
    let found = message { _ = try table() }
    #expect(found.contains("row 'plain': \(runs.place("runs/plain-seed7")) has other settings"))
    try FileManager.default.removeItem(atPath: runs.place("runs/plain-seed7"))
    try runs.add("plain", seed: 7, top1: 0.5, "threads=2", "about=moved", "data.folder=elsewhere")
    #expect(try row("plain", of: table()).seeds == [1, 2, 3, 4, 7])
  }

  @Test func `folders without runs, unknown rows and two runs of a seed are refused`() throws {
    #expect(message { _ = try SweepTable(folder: runs.place("none")) }.contains("no such folder"))
    #expect(
      message { _ = try SweepTable(folder: runs.place("")) }.contains("there is no run in it"))
    #expect(
      message { _ = try table("plan") }.contains("no row is called 'plan'; did you mean plain"))
    try runs.add("plain", seed: 1, top1: 0.5, in: "more")
    let both = [runs.place("runs"), runs.place("more")]
    let found = message { _ = try SweepTable(folders: both) }
    #expect(found.contains("row 'plain' has two runs of seed 1"))
    let alone = try SweepTable(folders: [runs.place("more/plain-seed1")])
    #expect(alone.rows.map(\.name) == ["plain"])
  }
}
