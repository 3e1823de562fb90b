import Foundation
import Testing
import Training

/// `Docs/Results.md` is written by `Scripts/write-results` from what lies in `Results`.
struct ResultsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The tables on the page, by the names of their folders.
  private static func tables() throws -> [String: String] {
    let page = try String(contentsOf: root.appending(path: "Docs/Results.md"), encoding: .utf8)
    let table = /<!-- results ([a-z0-9-]+) -->\n(?<text>(?s).*?)<!-- end -->/
    return Dictionary(
      page.matches(of: table).map { (String($0.output.1), String($0.output.text)) }
    ) { first, _ in first }
  }

  /// The folders of runs that are kept.
  private static func kept() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Results").path())
      .filter { name in
        FileManager.default.fileExists(
          atPath: root.appending(path: "Results/\(name)/sweep.yaml").path())
      }
  }

  @Test func `every table on the page is that of the runs kept, and none is missing`() throws {
    let tables = try Self.tables()
    let kept = try Self.kept()
    #expect(!kept.isEmpty && Set(kept) == Set(tables.keys))
    for name in kept {
      let folder = Self.root.appending(path: "Results/\(name)").path()
      let found = try SweepTable(folder: folder).markdown
      #expect(tables[name] == found, "\(name): run Scripts/write-results")
    }
  }
}
