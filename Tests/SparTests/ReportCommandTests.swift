import Foundation
import Support
import Testing

struct ReportCommandTests {
  private let work: Workplace

  init() throws {
    work = try Workplace()
    try work.train("a", "epochs=1")
  }

  @Test func `a run's folder holds its report, and how it was begun`() throws {
    let page = String(decoding: try work.folder.read("a/report.html"), as: UTF8.self)
    #expect(page.contains("<h1>a</h1>"))
    #expect(page.contains("train fashion-mnist-resnet20-plain --run \(work.place("a"))"))
    #expect(page.contains("finished: 1 epochs, 5 steps"))
  }

  @Test func `runs are put side by side in the file asked for`() throws {
    try work.train("b", recipe: "fashion-mnist-resnet20-afan", "epochs=1")
    let out = work.place("both.html")
    let outcome = try spar("report", work.place("a"), work.place("b"), "--out", out)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "\(out)\n")
    let page = String(decoding: try work.folder.read("both.html"), as: UTF8.self)
    #expect(page.contains("<h1>2 runs</h1>"))
  }

  @Test func `without --out the page is report.html here`() throws {
    let outcome = try Command(["report", "a"], in: work.folder.path).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try work.folder.read("report.html").count > 100_000)
  }

  @Test func `what cannot be reported is refused`() throws {
    let none = try spar("report", work.place("none"))
    #expect(none.status == 2)
    #expect(none.errors.contains("\(work.place("none")): there is no such folder"))
    let folder = try spar("report", work.place("a"), "--out", work.folder.path)
    #expect(folder.status == 2)
    #expect(folder.errors.contains("--out is a folder"))
    let nothing = try spar("report")
    #expect(nothing.status == 2)
    let nowhere = try spar("report", work.place("a"), "--out", work.place("none/page.html"))
    #expect(nowhere.status == 1)
    #expect(nowhere.errors.contains("cannot write \(work.place("none/page.html"))"))
  }
}
