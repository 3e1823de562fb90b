import Foundation
import Pictures
import Support
import Testing

@testable import Training

struct SweepReportTests {
  private let runs: HandmadeRuns

  init() throws {
    runs = try HandmadeRuns()
    for seed in 1...3 {
      let top1 = 0.5 + 0.01 * Double(seed)
      try runs.add("plain", seed: UInt64(seed), top1: top1)
      try runs.add("a<b>", seed: UInt64(seed), top1: top1 + 0.1, "epochs=40")
      try runs.add("worse", seed: UInt64(seed), top1: top1 - 0.1, "epochs=50")
    }
  }

  private func report() throws -> SweepReport {
    try SweepReport(folder: runs.place("runs"), against: ["plain"])
  }

  @Test(.enabled(if: Browser.path != nil, "\(Browser.missing)"))
  func `a browser draws every chart, without a word on its console`() throws {
    let page = runs.place("page.html")
    try report().write(to: page)
    let document = try Browser.open(page)
    #expect(document.messages == [])
    #expect(document.body("data-error") == nil)
    // Dots of validation and fgsm, curves of validation and loss.
    #expect(document.body("data-charts") == "4" && document.body("data-drawn") == "4")
    #expect(document.html.contains("a&lt;b&gt;") && !document.html.contains("<b>"))
  }

  @Test func `the page has the table's cells, and marks what is surely better or worse`() throws {
    let html = try report().html()
    for text in try report().table.figureCells.joined() where !text.contains("<") {
      #expect(html.contains(">\(text)<"), "\(text)")
    }
    #expect(html.contains("<td class=\"n better\">+10.00 [+10.00, +10.00] *</td>"))
    #expect(html.contains("<td class=\"n worse\">−10.00 [−10.00, −10.00] (*)</td>"))
    #expect(html.contains("9 runs, all finished"))
    #expect(html.contains("<code>epochs</code></th><td><code>40</code></td><td><code>30</code>"))
  }

  @Test func `dots are the seeds' figures, curves the means over them`() throws {
    let html = try report().html()
    #expect(html.contains("plain: 51.00, 52.00, 53.00"))
    #expect(html.contains("plain ends at 52.00"))
    #expect(html.contains(#""names":["seed 1","seed 2","seed 3"]"#))
  }

  @Test func `a sweep without a finished run has a page that says so`() throws {
    try runs.add("plain", seed: 1, top1: nil, in: "begun")
    let html = try SweepReport(folder: runs.place("begun")).html()
    #expect(html.contains("0 of 1 runs finished"))
    #expect(html.contains("No run has come to its end yet"))
  }
}
