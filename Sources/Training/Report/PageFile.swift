import CReport
import Foundation
import Mustache

/// The files that a page is made of, which were made part of the library.
enum PageFile {
  /// The style sheet.
  static var style: String { text(cr_style()) }
  /// The script that draws the curves.
  static var script: String { text(cr_script()) }
  /// Chart.js.
  static var charts: String { text(cr_charts()) }

  /// The page of a report's `content`, whose properties are the template's names; text is escaped for HTML.
  static func page(of content: some Sendable) throws -> String {
    try MustacheTemplate(string: text(cr_template())).render(content)
  }

  /// The page of a sweep's `content`.
  static func sweepPage(of content: some Sendable) throws -> String {
    try MustacheTemplate(string: text(cr_sweep())).render(content)
  }

  /// The page of a calibration's `content`.
  static func calibration(of content: some Sendable) throws -> String {
    try MustacheTemplate(string: text(cr_calibration())).render(content)
  }

  /// Writes a page to a file, which is there at once when it is whole.
  ///
  /// - Throws: `TrainingError.cannotWrite`.
  static func write(_ html: String, to path: String) throws {
    do {
      try Data(html.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw TrainingError.cannotWrite(path, cause: error.localizedDescription)
    }
  }

  private static func text(_ file: cr_file) -> String {
    String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
  }

  /// `value` as JSON that can stand in a script element: no `<`, `>` or `&` is left in it, so that
  /// none of its texts can end the element.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    return [
      "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u{2028}": "\\u2028",
      "\u{2029}": "\\u2029",
    ].reduce(text) { $0.replacing($1.key, with: $1.value) }
  }
}
