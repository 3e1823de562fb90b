import Foundation
import Pictures
import Support
import Testing

@testable import Training

/// Two short runs, trained once for all tests; every test gets a copy of their folders.
struct ReportTests {
  private let folder: TemporaryFolder
  private var plain: String { "\(folder.path)/plain" }
  private var afan: String { "\(folder.path)/a<b>&\"c\"" }

  init() throws {
    folder = try TemporaryFolder()
    let made = try Self.made.get()
    try FileManager.default.copyItem(atPath: made.place("plain"), toPath: plain)
    try FileManager.default.copyItem(atPath: made.place("afan"), toPath: afan)
  }

  /// Holds a folder of runs that nobody changes.
  ///
  /// `@unchecked`: it is only read once it is made.
  private final class Runs: @unchecked Sendable {
    let run: TinyRun

    init(_ run: TinyRun) { self.run = run }

    func place(_ name: String) -> String { run.place(name) }
  }

  private static let made = Result<Runs, any Error> {
    let run = try TinyRun()
    let evil = "about='</script><script>document.title = 1</script><!--'"
    try run.train(run.recipe("fashion-mnist-resnet20-plain"), in: "plain")
    try run.train(
      run.recipe("fashion-mnist-resnet20-afan", evil, "seed=7", "precision=bf16"), in: "afan")
    return Runs(run)
  }

  private func html(_ runs: String...) throws -> String { try Report(runs).html() }

  private func edit(_ path: String, _ change: (String) -> String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = change(text)
    #expect(changed != text)
    try Data(changed.utf8).write(to: URL(filePath: path))
  }

  private func message(_ runs: String...) throws -> String {
    do {
      _ = try Report(runs).html()
      return "nothing was thrown"
    } catch { return String(describing: error) }
  }

  @Test func `a run writes its report at its end`() throws {
    #expect(try String(contentsOfFile: "\(plain)/report.html", encoding: .utf8).contains("plain"))
  }

  @Test(.enabled(if: Browser.path != nil, "\(Browser.missing)"))
  func `a browser draws every curve, without a word on its console`() throws {
    try edit("\(afan)/judged/judged.json") {
      $0.replacing("Trouser", with: "<script>alert(1)</script>")
    }
    let page = "\(folder.path)/page.html"
    try Report([plain, afan]).write(to: page)
    let document = try Browser.open(page)
    #expect(document.messages == [])
    #expect(document.body("data-error") == nil)
    let charts = document.html.matches(of: /<canvas/).count
    #expect(charts == 7)
    #expect(document.body("data-charts") == "\(charts)")
    #expect(document.body("data-drawn") == "\(charts)")
    #expect(document.html.contains("<title>2 runs – Spar report</title>"))
    #expect(document.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(!document.html.contains("<script>alert"))
    #expect(document.html.contains("&lt;/script&gt;&lt;script&gt;document.title"))
  }

  @Test(.enabled(if: Browser.path != nil, "\(Browser.missing)"))
  func `the page is light or dark as the reader prefers`() throws {
    let page = "\(folder.path)/page.html"
    try Report([plain]).write(to: page)
    let levels = try [false, true].map { dark in
      let data = try Browser.picture(of: page, width: 400, height: 300, dark: dark)
      let picture = try ImageFile(bytes: Array(data), name: "page.png").picture()
      return picture.bytes.map(Double.init).reduce(0, +) / Double(picture.bytes.count)
    }
    #expect(levels[0] > 200)
    #expect(levels[1] < 60)
  }

  @Test func `the results are those of the logs, and differences those of the results`() throws {
    let rows = try table(html(plain, afan), behind: "results-table")
    let finals = try [plain, afan].map { path in
      try #require(try LogLine.all("\(path)/metrics.jsonl").last { $0.kind == "final" })
    }
    func shown(_ line: LogLine, _ weights: String, _ challenge: String) -> Double {
      line.number(weights, challenge, "top1").map { 100 * $0 } ?? -1
    }
    for (row, index) in rows.map({ ($0, $0[0] == "plain" ? 0 : 1) }) {
      let weights = row[1].hasPrefix("best") ? "best" : "last"
      for (place, challenge) in ["clean", "noise", "fgsm"].enumerated() {
        let value = shown(finals[index], weights, challenge)
        var text = String(format: "%.1f\u{A0}%%", value)
        if index == 1 {
          let difference = value - shown(finals[0], weights, challenge)
          let sign = difference == 0 ? "±" : difference < 0 ? "−" : "+"
          text += String(format: " %@%.1f", sign, abs(difference))
        }
        #expect(row[2 + place] == text)
      }
    }
    #expect(Set(rows.map { $0[0] }) == ["plain", "a&lt;b&gt;&amp;&quot;c&quot;"])
  }

  @Test func `the confusion matrix has every test picture once`() throws {
    let html = try html(plain)
    let rows = try table(html, behind: "class=\"matrix\"")
    #expect(rows.map { $0[0] } == FashionMNIST.classNames)
    let counts = rows.map { $0[1...10].map { Int($0) ?? 0 } }
    #expect(counts.map { $0.reduce(0, +) } == Array(repeating: 4, count: 10))
    let right = (0..<10).reduce(0) { $0 + counts[$1][$1] }
    let final = try #require(try LogLine.all("\(plain)/metrics.jsonl").last { $0.kind == "final" })
    #expect(Double(right) / 40 == final.number("best", "clean", "top1"))
  }

  @Test func `more classes than a table can show become a picture and lists`() throws {
    let judged = try #require(try Judged.read(from: "\(plain)/judged"))
    let labels = (0..<600).map { $0 % 30 }
    let choices = labels.indices.map { $0 % 7 == 0 ? ($0 + 1) % 30 : labels[$0] }
    let confusion = Confusion(labels: labels, choices: choices, classes: 30)
    let none = Judged.Weights(
      epoch: 2, scores: judged.last.scores, confusion: confusion, right: [], wrong: [], moves: [])
    let many = Judged(
      classes: (0..<30).map { "kind \($0)" }, last: none, best: nil, bestEpoch: nil)
    try JSONEncoder().encode(many).write(to: URL(filePath: "\(plain)/judged/judged.json"))
    let html = try html(plain)
    #expect(!html.contains("class=\"matrix\""))
    #expect(html.contains("The confusion matrix as a picture"))
    #expect(try table(html, behind: "Classes told right least often").count == 10)
    #expect(try table(html, behind: "Most frequent mistakes").count == 10)
  }

  @Test func `examples are the pictures themselves, and what was predicted of them`() throws {
    let judged = try #require(try Judged.read(from: "\(plain)/judged"))
    let shown = judged.best ?? judged.last
    let html = try html(plain)
    for example in shown.right + shown.wrong {
      let file = try Data(contentsOf: URL(filePath: "\(plain)/judged/\(example.file)"))
      #expect(html.contains(file.base64EncodedString()))
    }
    #expect(!shown.wrong.isEmpty && !shown.right.isEmpty)
  }

  @Test func `moved features are shown for the run that moves them`() throws {
    let judged = try #require(try Judged.read(from: "\(afan)/judged"))
    let kept = judged.last.right.prefix(2) + judged.last.wrong.prefix(2)
    #expect(judged.last.moves.map(\.example) == Array(kept))
    #expect(kept.count > 1)
    #expect(try html(afan).contains("Where moves behind layer2 raise the loss"))
    #expect(try html(plain).contains("No run here moves features"))
  }

  @Test func `nothing is fetched: every address is within the page`() throws {
    let html = try html(plain, afan)
    #expect(html.contains("default-src 'none'"))
    let markup = html.replacing(/<script>(?s).*?<\/script>/, with: "")
    let addresses = markup.matches(of: /(?:src|href|srcset)="([^"]*)"/).map(\.output.1)
    #expect(addresses.count > 20)
    #expect(addresses.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("data:image/png;base64,") })
    #expect(!PageFile.style.contains("url(") && !PageFile.style.contains("@import"))
  }

  @Test func `settings that differ are listed and marked, equal ones are not`() throws {
    let html = try html(plain, afan)
    let rows = try table(html, behind: "differences")
    #expect(rows.contains(["seed", "1", "7"]))
    #expect(rows.contains(["precision", "fp32", "bf16"]))
    #expect(rows.contains(["method.afan.cuts[0].lessons[1].strength", "–", "1.0"]))
    #expect(!rows.contains { $0[0] == "epochs" })
    #expect(html.contains("<span class=\"line differs\">seed: 7"))
    #expect(html.contains("<span class=\"line\">epochs: 2"))
    #expect(html.contains("moves that survive rounding"))
  }

  @Test func `a run that has not come to its end says so, and shows what there is`() throws {
    try edit("\(plain)/metrics.jsonl") { log in
      log.split(separator: "\n").prefix(13).joined(separator: "\n") + "\n{\"kind\":\"st"
    }
    try FileManager.default.removeItem(atPath: "\(plain)/judged")
    let stopped = try html(plain)
    #expect(stopped.contains("stopped before its end: 1 of 2 epochs, 12 steps"))
    #expect(stopped.contains("No run has come to its end yet"))
    #expect(stopped.contains("chart-loss"))
    let lock = try RunFolder(resuming: plain)
    #expect(try html(plain).contains("under way: 1 of 2 epochs"))
    withExtendedLifetime(lock) {}
    let both = try html(plain, afan)
    #expect(try table(both, behind: "results-table").allSatisfy { $0[0].hasPrefix("a&lt;") })
    try FileManager.default.removeItem(atPath: "\(plain)/metrics.jsonl")
    #expect(try html(plain).contains("No step has been logged yet"))
  }

  @Test func `a run without validation has its last weights only, and no such curve`() throws {
    let run = try TinyRun()
    try run.train(run.recipe("fashion-mnist-resnet20-plain", "data.validation=0"), in: "a")
    let html = try html(run.place("a"))
    #expect(!html.contains("chart-validation"))
    #expect(try table(html, behind: "results-table").map { $0[1] } == ["last, epoch 2"])
  }

  @Test func `runs of one name are called by their paths`() throws {
    let other = "\(folder.path)/other/plain"
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/other", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: plain, toPath: other)
    let rows = try table(html(plain, other), behind: "results-table")
    #expect(Set(rows.map { $0[0] }) == [plain, other])
  }

  @Test func `a folder that is no run, or is damaged, is told with the place`() throws {
    #expect(try message("\(folder.path)/none").contains("there is no such folder"))
    #expect(try message(folder.path).contains("it has no recipe.yaml, so it is no run"))
    let picture = try #require(try Judged.read(from: "\(plain)/judged")?.last.right.first?.file)
    let copies = ["log", "judged", "picture", "recipe", "classes"]
    for name in copies {
      try FileManager.default.copyItem(atPath: plain, toPath: "\(folder.path)/\(name)")
    }
    func at(_ name: String) -> String { "\(folder.path)/\(name)" }
    try edit(at("log/metrics.jsonl")) { $0.replacing("\"loss\"", with: "\"los\"") }
    #expect(try message(at("log")).contains("metrics.jsonl: line 1: 'loss' is missing"))
    try edit(at("judged/judged/judged.json")) { String($0.dropLast(40)) }
    #expect(try message(at("judged")).contains("judged/judged/judged.json: it is no JSON"))
    try edit(at("classes/judged/judged.json")) { $0.replacing("\"Bag\",", with: "") }
    #expect(try message(at("classes")).contains("it tells of classes that it does not name"))
    try FileManager.default.removeItem(atPath: at("picture/judged/\(picture)"))
    #expect(try message(at("picture")).contains("cannot read \(at("picture/judged/\(picture)"))"))
    try edit(at("recipe/recipe.yaml")) { $0.replacing("epochs: 2", with: "epochs: many") }
    #expect(try message(at("recipe")).contains("\(at("recipe/recipe.yaml"))"))
  }

  @Test func `a page that cannot be written is told`() throws {
    let error = #expect(throws: TrainingError.self) {
      try Report([plain]).write(to: "\(folder.path)/none/page.html")
    }
    #expect(error?.description.contains("cannot write \(folder.path)/none/page.html") == true)
  }
}

/// The cells of the first table behind `mark`, row by row; `part` is its body or foot.
func table(
  _ html: String, behind mark: String, in part: String = "tbody"
) throws -> [[String]] {
  let rest = try #require(html.split(separator: mark, maxSplits: 1).last)
  let found = try #require(rest.firstMatch(of: Regex("(?s)<\(part)>(.*?)</\(part)>")))
  let rows = found.output[1].substring ?? ""
  return rows.matches(of: /<tr[^>]*>(?s)(.*?)<\/tr>/).map { row in
    row.output.1.matches(of: /<t[hd][^>]*>(?s)(.*?)<\/t[hd]>/).map {
      String($0.output.1.replacing(/<[^>]*>/, with: ""))
    }
  }
}
