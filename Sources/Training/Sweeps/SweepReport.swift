import Foundation

/// One page that shows what came of a sweep: a file that needs nothing beside it.
public struct SweepReport {
  /// What the page shows as numbers.
  public let table: SweepTable
  private let records: SweepRecords
  private let title: String

  /// Reads the sweep or runs in `folder`; they may still be under way.
  ///
  /// - Throws: as `SweepTable`.
  public init(
    folder: String, by metric: SweepMetric? = nil, against: [String] = []
  ) throws {
    records = try SweepRecords([folder])
    table = try SweepTable(records, by: metric, against: against)
    title = URL(filePath: folder).standardizedFileURL.lastPathComponent
  }

  /// The page, HTML with its style and script in it; whatever comes from the runs is escaped.
  ///
  /// - Throws: where the page cannot be made of its template.
  public func html() throws -> String {
    let dots = table.shown.compactMap { SweepCharts.dots($0, records, table) }
    let curves = SweepCharts.curves(records)
    let first = records.rows.compactMap { row in row.finished.first.map { (row.name, $0) } }
    let finished = records.rows.reduce(0) { $0 + $1.finished.count }
    let all = records.rows.reduce(finished) { $0 + $1.missing.count + $1.failures.count }
    let content = Page(
      title: title, style: PageFile.style, charts: PageFile.charts, script: PageFile.script,
      data: try PageFile.json(dots.map(\.chart) + curves), isComplete: table.isComplete,
      state: table.isComplete ? "\(all) runs, all finished" : "\(finished) of \(all) runs finished",
      figures: Cells(table.figureCells, table, title: ""),
      differences: table.differenceCells.map { Cells($0, table, title: table.differenceTitle) },
      notes: table.notes, dots: dots.map { Dots($0.chart, $0.height) }, curves: curves,
      recipes: RecipesSection(first.map(\.1), first.map(\.0)))
    return try PageFile.sweepPage(of: content)
  }

  /// Writes the page to a file, which is there at once when it is whole.
  ///
  /// - Throws: `TrainingError.cannotWrite`, and as `html()`.
  public func write(to path: String) throws {
    try PageFile.write(html(), to: path)
  }
}

/// All that the template shows; its names are those of these properties.
private struct Page: Sendable {
  let title: String
  let style: String
  let charts: String
  let script: String
  let data: String
  let isComplete: Bool
  let state: String
  let figures: Cells
  let differences: Cells?
  let notes: [String]
  let dots: [Dots]
  let curves: [Curves.Chart]
  let recipes: RecipesSection
}

/// A chart of dots, and how high it is in the page's unit.
private struct Dots: Sendable {
  let id: String
  let title: String
  let summary: String
  let height: String

  init(_ chart: Curves.Chart, _ height: Double) {
    (id, title, summary) = (chart.id, chart.title, chart.summary)
    self.height = String(format: "%.1f", height)
  }
}

/// One of a table's texts as the page shows it.
private struct Cells: Sendable {
  struct Cell: Sendable {
    let text: String
    let isNumber: Bool
    /// Whether the figure is surely better or worse.
    let mark: String
  }

  struct Row: Sendable {
    let number: Int
    let name: String
    let cells: [Cell]
  }

  let title: String
  let header: [Cell]
  let rows: [Row]

  /// The cells of `table`, the first of each row a row's name.
  init(_ cells: [[String]], _ table: SweepTable, title: String) {
    self.title = title
    header = (cells.first ?? []).enumerated().map { Cell(text: $1, isNumber: $0 > 0, mark: "") }
    let names = table.rows.map(\.name)
    rows = cells.dropFirst().map { row in
      let name = row.first ?? ""
      let index = names.firstIndex { name == $0 || name == "\($0) (chosen)" } ?? 0
      let marks = title.isEmpty ? [] : [""] + table.shown.map { table.rows[index].mark(of: $0) }
      return Row(
        number: index % 8, name: name,
        cells: row.dropFirst().enumerated().map { place, text in
          Cell(text: text, isNumber: true, mark: place < marks.count ? marks[place] : "")
        })
    }
  }
}

extension SweepTable.Row {
  /// `better` or `worse` where the whole interval of a metric's difference is.
  fileprivate func mark(of metric: SweepMetric) -> String {
    guard let difference = differences[metric.rawValue] else { return "" }
    let (better, worse) =
      metric.isBetterLarger
      ? (difference.isAbove, difference.isBelow) : (difference.isBelow, difference.isAbove)
    return better ? "better" : worse ? "worse" : ""
  }
}
