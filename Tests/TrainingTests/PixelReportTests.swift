import Foundation
import Support
import Testing

@testable import Training

/// Pages of runs that tell the classes of pixels, made by hand.
struct PixelReportTests {
  private let runs: HandmadeRuns
  private let better = PixelConfusion([
    [950, 50, 0, 0], [50, 200, 0, 0], [0, 0, 750, 0], [0, 0, 0, 0],
  ])

  init() throws { runs = try HandmadeRuns() }

  private func html(_ places: String...) throws -> String { try Report(places).html() }

  /// Everything behind `mark` up to the section's end.
  private func section(_ html: String, _ id: String) throws -> Substring {
    let rest = try #require(html.split(separator: "<section id=\"\(id)\">", maxSplits: 1).last)
    return try #require(rest.split(separator: "</section>", maxSplits: 1).first)
  }

  @Test func `results are mIoU and both accuracies, with what is to be known of them`() throws {
    let html = try html(
      runs.add("a", HandmadePixels()), runs.add("b", HandmadePixels(last: better)))
    let results = try section(html, "results")
    #expect(results.contains("<caption class=\"above\">mIoU</caption>"))
    let rows = try table(html, behind: "results-table")
    // 900/1050, 200/340 and 750/760; 950/1050, 200/300 and 1.
    #expect(rows[0] == ["a", "best and last, epoch 2", "81.07\u{A0}%"])
    #expect(rows[1] == ["b", "best and last, epoch 2", "85.71\u{A0}% +4.64"])
    let others = try table(html, behind: "Pixel accuracy, mean accuracy, cross entropy by run")
    #expect(others[0].dropFirst(2) == ["92.50\u{A0}%", "90.00\u{A0}%", "0.5000"])
    #expect(results.contains("pixels of all 20 test pictures are counted together, ignored ones"))
    #expect(results.contains("No judged pixel is of train; such a class counts in the mIoU"))
    #expect(results.contains("percentage points from a, like weights with like"))
    #expect(!results.contains("standard error") && !results.contains("op-1"))
    #expect(html.contains("DeepLabV3+ over tf_efficientnet_lite0, output stride 16"))
  }

  @Test func `runs of different tasks share no table and no curve`() throws {
    try runs.add("plain", seed: 1, top1: 0.75)
    let html = try html(
      runs.place("runs/plain-seed1"), runs.add("a", HandmadePixels()))
    #expect(try table(html, behind: "results-table").map { $0[0] } == ["plain-seed1"])
    let pixels = try table(html, behind: "results-table-2")
    #expect(pixels == [["a", "best and last, epoch 2", "81.07\u{A0}%"]])
    let results = try section(html, "results")
    #expect(results.contains("<h3>Classes of pictures</h3>"))
    #expect(results.contains("<h3>Classes of pixels</h3>") && !results.contains("points from"))
    let curves = try Curves(
      [RunRecord(runs.place("runs/plain-seed1")), RunRecord(runs.place("a"))], ["plain", "a"])
    let lines = Dictionary(
      uniqueKeysWithValues: curves.charts.map { ($0.id, $0.series.map(\.name)) })
    #expect(lines["validation"] == ["plain"] && lines["validation-miou"] == ["a"])
    #expect(curves.tables[0].figures == ["validation top-1", "top-5", "loss"])
    let names = ["validation mIoU", "pixel accuracy", "mean accuracy", "loss"]
    #expect(curves.tables[1].figures == names)
    #expect(curves.tables[1].rows[0].figures[0] == "81.07\u{A0}%")
  }

  @Test func `every class has a row with its IoU by all weights, the mean below`() throws {
    var pixels = HandmadePixels()
    pixels.best = better
    let html = try html(runs.add("a", HandmadePixels()), runs.add("b", pixels))
    let rows = try table(html, behind: "id=\"classes\"")
    let first = ["85.71\u{A0}%", "90.48\u{A0}% +4.76", "85.71\u{A0}% ±0.00", "1\u{202F}000"]
    #expect(rows[0] == ["road"] + first)
    #expect(rows[1][1...2] == ["58.82\u{A0}%", "66.67\u{A0}% +7.84"] && rows[1][4] == "250")
    #expect(rows[3] == ["train", "–", "–", "–", "no pixel"])
    let mean = try table(html, behind: "id=\"classes\"", in: "tfoot")
    let means = ["81.07\u{A0}%", "85.71\u{A0}% +4.64", "81.07\u{A0}% ±0.00", "2\u{202F}000"]
    #expect(mean == [["mean"] + means])
    let shown = try section(html, "classes")
    #expect(shown.contains("best, epoch 1") && shown.contains("last, epoch 2"))
    #expect(shown.contains("<tr class=\"absent\">"))
    #expect(shown.contains("style=\"background: rgb(40 90 199)\""))
  }

  @Test func `last weights are held against last ones, of the best's epoch too`() throws {
    var pixels = HandmadePixels(best: better)
    pixels.bestStep = 7
    let html = try html(runs.add("a", pixels), runs.add("b", pixels))
    let road = try table(html, behind: "id=\"classes\"")[0]
    #expect(road[3...4] == ["90.48\u{A0}% ±0.00", "85.71\u{A0}% ±0.00"])
  }

  @Test func `classes judged on other pixels stand in a table of their own`() throws {
    let other = PixelConfusion([[8, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]])
    let html = try html(
      runs.add("a", HandmadePixels()), runs.add("b", HandmadePixels(last: other)))
    let shown = try section(html, "classes")
    #expect(shown.matches(of: /<table/).count == 2 && !shown.contains("points from"))
    // A class of no pixel that one was told to be of counts by 0.
    #expect(shown.contains(/train<\/th><td class="n">0\.0\u{A0}%<\/td><td class="n">no pixel/))
  }

  @Test func `what was taken for what is told in percent of each class, and in words`() throws {
    let html = try html(runs.add("a", HandmadePixels()))
    let rows = try table(html, behind: "matrix narrow")
    #expect(rows[0] == ["road", "90", "9", "1", "", "90.0\u{A0}%"])
    #expect(rows[1] == ["car", "20", "80", "", "", "80.0\u{A0}%"])
    #expect(rows[3] == ["train", "", "", "", "", "–"])
    let pairs = try table(html, behind: "Most frequent mistakes")
    #expect(pairs[0] == ["road", "car", "90", "9.0\u{A0}%"])
    #expect(pairs.map { $0[2] } == ["90", "50", "10"])
    #expect(html.contains("50 of 250 pixels of car taken for road"))
    var many = HandmadePixels(classes: (0..<31).map { "kind \($0)" })
    many.last = PixelConfusion((0..<31).map { row in (0..<31).map { $0 == row ? 9 : row % 2 } })
    let page = try self.html(runs.add("many", many))
    #expect(!page.contains("matrix narrow") && page.contains("The confusion matrix as a picture"))
    #expect(try table(page, behind: "Classes told right least often").count == 10)
  }

  @Test func `pictures stand beside their truth, what was told and what moves change`() throws {
    var pixels = HandmadePixels()
    pixels.best = better
    let html = try html(runs.add("a", pixels))
    let shown = try section(html, "pixel-examples")
    for file in ["7", "truth", "told", "rise", "changed"] {
      let data = try runs.folder.read("a/judged/\(file).png").base64EncodedString()
      #expect(shown.contains(data), "\(file)")
    }
    #expect(
      shown.contains("a, best weights, epoch 1") && shown.contains("a, last weights, epoch 2"))
    #expect(shown.contains("told: 62.5\u{A0}% of pixels right"))
    for stage in ["stage3", "aspp"] {
      #expect(shown.contains("\(stage), changed: 37.5\u{A0}% of pixels"))
      #expect(shown.contains("\(stage), effect on the loss: 0.750"))
    }
    #expect(shown.contains("distance 0.125 at every place alike"))
    let legend = try #require(shown.firstMatch(of: /<ul class="legend">(?s)(.*?)<\/ul>/)).output.1
    #expect(legend.contains("road") && legend.contains("sky") && !legend.contains("train"))
    pixels.cuts = []
    let plain = try section(self.html(runs.add("plain", pixels)), "pixel-examples")
    #expect(!plain.contains("effect on the loss") && plain.contains("62.5"))
  }
}

/// What a page makes of a run's files that are missing, damaged or hostile.
struct PixelReportFilesTests {
  private let runs: HandmadeRuns

  init() throws { runs = try HandmadeRuns() }

  private func message(_ place: String) -> String {
    do { return try Report([place]).html() } catch { return String(describing: error) }
  }

  @Test(.enabled(if: Browser.path != nil, "\(Browser.missing)"))
  func `hostile class names are text, and a browser has nothing to say`() throws {
    var pixels = HandmadePixels()
    pixels.classes[0] = "</td><script>alert(1)</script>"
    pixels.classes[3] = "\" style=\"<b>'&amp;{{title}}"
    let page = runs.place("page.html")
    try Report([runs.add("a", pixels)]).write(to: page)
    let document = try Browser.open(page)
    #expect(document.messages == [] && document.body("data-error") == nil)
    #expect(document.body("data-drawn") == document.body("data-charts"))
    #expect(document.html.contains("chart-validation-miou"))
    #expect(!document.html.contains("<script>alert") && !document.html.contains("<b>"))
    let source = try String(decoding: runs.folder.read("page.html"), as: UTF8.self)
    // Results, classes, confusion (a row, a column, its cells, pairs) and legends.
    #expect(source.matches(of: /&lt;script&gt;alert\(1\)/).count > 10)
    #expect(source.contains("&quot; style=&quot;&lt;b&gt;&#39;&amp;amp;{{title}}"))
  }

  @Test func `a run without what was judged has its figures, and classes by number`() throws {
    let html = try Report([runs.add("a", HandmadePixels(isJudged: false))]).html()
    #expect(try table(html, behind: "results-table")[0].last == "81.07\u{A0}%")
    #expect(html.contains("No judged pixel is of class 3;"))
    #expect(html.matches(of: /Nothing has been judged yet/).count == 3)
    #expect(html.contains("id=\"classes\"") && !html.contains("id=\"moves\""))
  }

  @Test(arguments: [
    ("\"counts\":[900,", "\"counts\":["), ("\"counts\":[900,", "\"counts\":[-900,"),
    ("\"counts\":[900,", "\"counts\":[9223372036854775807,"),
    ("{\"classes\":4,", "{\"classes\":3037000500,"), ("{\"classes\":4,", "{\"classes\":2,"),
    ("\"colours\":[[0,90,200],", "\"colours\":["),
    ("\"colours\":[[0,90,200],", "\"colours\":[[0,90],"),
    ("\"accuracy\":0.625", "\"accuracy\":6.25"), ("\"changed\":0.375", "\"changed\":-1"),
    ("\"told.png\"", "\"../told.png\""), ("\"changed.png\"", "\"/etc/passwd\""),
    ("\"train\"", "\"train\",\"tram\""),
  ])
  func `what was judged is refused with counts, colours or files that are none`(
    old: String, new: String
  ) throws {
    let place = try runs.add("a", HandmadePixels())
    #expect(try Judged.read(from: "\(place)/judged") != nil)
    let text = String(decoding: try runs.folder.read("a/judged/judged.json"), as: UTF8.self)
    #expect(text.contains(old))
    try runs.folder.write(text.replacing(old, with: new).utf8, to: "a/judged/judged.json")
    #expect(message(place).contains("judged.json: it tells of classes that it does not name"))
  }

  @Test func `a picture that is missing, and a colour that is none, are told by name`() throws {
    let place = try runs.add("a", HandmadePixels())
    try FileManager.default.removeItem(atPath: "\(place)/judged/changed.png")
    #expect(message(place).contains("cannot read \(place)/judged/changed.png"))
    let text = String(decoding: try runs.folder.read("a/judged/judged.json"), as: UTF8.self)
    try runs.folder.write(
      text.replacing("[0,90,200]", with: "[0,90,256]").utf8, to: "a/judged/judged.json")
    #expect(message(place).contains("judged.json"))
  }
}
