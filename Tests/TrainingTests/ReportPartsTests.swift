import Foundation
import Support
import Testing

@testable import Training

struct ReportPartsTests {
  @Test func `numbers have as many digits as they are good for`() {
    #expect(percent(0.91234, of: 10_000) == "91.23\u{A0}%")
    #expect(percent(0.91234, of: 500) == "91.2\u{A0}%")
    #expect(points(-0.00126, of: 10_000) == "−0.13")
    #expect(points(0.00001, of: 500) == "±0.0")
    #expect(points(0.012, of: 500) == "+1.2")
    #expect(significant(0.012345) == "0.01235")
    #expect(significant(1234.5) == "1234" || significant(1234.5) == "1235")
    #expect(significant(0) == "0")
    #expect(significant(1.5e-9, 3) == "1.50e-09")
    #expect(significant(.nan) == "nan")
    #expect(grouped(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(grouped(999) == "999" && grouped(-1000) == "−1\u{202F}000")
    #expect(median([3, 1, 2]) == 2 && median([4, 1]) == 2.5 && median([]) == nil)
  }

  @Test func `pictures a second are those of all batches of a step`() throws {
    let runs = try HandmadeRuns()
    try runs.add("one", seed: 1, top1: 0.5, "batchSize=100")
    try runs.add("four", seed: 1, top1: 0.5, "batchSize=100", "accumulate=4")
    let records = try ["one", "four"].map { try RunRecord(runs.place("runs/\($0)-seed1")) }
    let section = try #require(CostSection(records, ["one", "four"]))
    #expect(section.rows.map(\.pictures) == [grouped(1_000), grouped(4_000)])
  }

  @Test func `an epoch is as long as the first, not as a last one that is cut off`() throws {
    let runs = try HandmadeRuns()
    try runs.add("cut", seed: 1, top1: 0.5, ends: [10, 12])
    let axis = Axis([try RunRecord(runs.place("runs/cut-seed1"))])
    #expect(axis.name == "epoch" && axis.place(10, 0) == 1 && axis.place(12, 0) == 1.2)
  }

  @Test func `sizes of attacks are told where they are the same, and compared only there`() throws {
    let runs = try HandmadeRuns()
    func section(_ first: String, _ second: String) throws -> ResultsSection {
      try runs.add("a", seed: 1, top1: 0.5, fgsm: 0.25, first)
      try runs.add("b", seed: 1, top1: 0.6, fgsm: 0.75, second)
      let records = try ["a", "b"].map { try RunRecord(runs.place("runs/\($0)-seed1")) }
      return try #require(ResultsSection.all(records, ["a", "b"]).first)
    }
    let same = try section("evaluation.fgsm=2/255", "evaluation.fgsm=2/255")
    #expect(same.challenges == ["clean", "FGSM of 2/255"])
    #expect(same.rows.last?.cells.map { $0.difference != nil } == [true, true])
    #expect(!same.note.contains("strengths"))
    let other = try section("evaluation.fgsm=2/255", "evaluation.fgsm=8/255")
    #expect(other.challenges == ["clean", "FGSM"])
    #expect(other.rows.last?.cells.map { $0.difference != nil } == [true, false])
    #expect(other.note.contains("different strengths of FGSM"))
  }

  @Test func `every setting of a recipe has its path`() throws {
    let recipe = try Recipe.named("fashion-mnist-resnet20-afan")
    let values = RecipeLines(try recipe.yaml()).values
    #expect(values["seed"] == "1")
    #expect(values["method.afan.cuts[0].stage"] == "layer2")
    #expect(values["method.afan.cuts[0].attack.unit"] == "relative")
    #expect(values["method.afan.cuts[0].lessons[0].strength"] == "0.5")
    #expect(values["method.afan.cuts[0].lessons[1].strength"] == "1.0")
    #expect(values["schedule.shape.cosine.end"] == "0.0")
    #expect(values["evaluation.noise"] == "0.1")
    let lists = RecipeLines("a:\n  - 1\n  - 2\nb:\n  - c: 3\n").values
    #expect(lists == ["a[0]": "1", "a[1]": "2", "b[0].c": "3"])
  }

  @Test func `long curves are thinned to means of neighbours`() {
    let points = (0..<1_000).map { [Double($0), Double($0 % 2)] }
    let thin = Curves.thinned(points, to: 100)
    #expect(thin.count == 100)
    #expect(thin[0] == [4.5, 0.5] && thin[99] == [994.5, 0.5])
    #expect(Curves.thinned(points, to: 1_000) == points)
    #expect(Curves.thinned(Array(points.prefix(7)), to: 3).count == 3)
  }

  @Test func `no text can end the script element that JSON stands in`() throws {
    let text = "</script><!-- & \u{2028} é"
    let json = try PageFile.json(["a": text])
    #expect(!json.contains { "<>&\u{2028}".contains($0) })
    let back = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    #expect(back == ["a": text])
  }

  @Test func `the files of the page are in the library, whole`() {
    #expect(PageFile.charts.contains("Chart.js v") && PageFile.charts.count > 100_000)
    #expect(PageFile.charts.contains("MIT License"))
    #expect(!PageFile.charts.contains("</script") && !PageFile.script.contains("</script"))
    #expect(!PageFile.style.contains("</style"))
  }

  @Test func `a command is written as a shell takes it`() throws {
    var origin = RunOrigin(command: ["spar", "train", "a b", "it's", "x=[1]", ""], spar: "1")
    #expect(origin.commandLine == #"spar train 'a b' 'it'\''s' 'x=[1]' ''"#)
    let folder = try TemporaryFolder()
    try origin.write(to: folder.path)
    origin = try JSONDecoder().decode(RunOrigin.self, from: folder.read("origin.json"))
    #expect(origin.command[2] == "a b" && origin.cores > 0 && !origin.libtorch.isEmpty)
  }
}
