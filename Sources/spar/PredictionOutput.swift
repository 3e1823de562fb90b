import Foundation
import Training

/// What is told of one picture: names, each with a number in 0...1.
protocol PrintedPrediction: Encodable {
  /// The path of the picture.
  var file: String { get }
  /// The classes, the first one first.
  var named: [(name: String, share: Double)] { get }
}

extension Prediction: PrintedPrediction {
  var named: [(name: String, share: Double)] { choices.map { ($0.name, $0.probability) } }
}

/// How predictions are shown.
protocol PredictionOutput {
  /// Predictions are about to come.
  func begin()
  /// One came.
  func show(_ prediction: some PrintedPrediction)
}

/// A line of JSON for each picture.
struct JSONPredictions: PredictionOutput {
  func begin() {}
  func show(_ prediction: some PrintedPrediction) { print(logLine(prediction) ?? "{}") }
}

/// A table: the file, then each class and its number, which `figure` names (RFC 4180).
///
/// Where a picture has fewer classes than there are columns, the last ones are empty.
struct CSVPredictions: PredictionOutput {
  let columns: Int
  let figure: String

  func begin() {
    print(
      (["file"] + (1...columns).flatMap { ["class\($0)", "\(figure)\($0)"] })
        .joined(separator: ","))
  }

  func show(_ prediction: some PrintedPrediction) {
    var cells = prediction.named.flatMap { [quoted($0.name), "\($0.share)"] }
    cells += Array(repeating: "", count: max(0, 2 * columns - cells.count))
    print(([quoted(prediction.file)] + cells).joined(separator: ","))
  }

  private func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) || $0 == "\r\n" }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}

/// A line for a person.
struct TextPredictions: PredictionOutput {
  func begin() {}

  func show(_ prediction: some PrintedPrediction) {
    let choices = prediction.named.map { String(format: "%@ %.1f %%", $0.name, 100 * $0.share) }
    print("\(prediction.file): \(choices.joined(separator: ", "))")
  }
}

/// How far it has come, on standard error.
final class PredictionProgress {
  private let count: Int
  private var done = 0
  private var skipped = 0
  private let line = ProgressLine()

  init(count: Int) { self.count = count }

  /// A picture is done, and `show` shows what came of it.
  func step(_ show: () throws -> Void = {}) rethrows {
    line.clear()
    try show()
    done += 1
    if done < count { line.say("\(done) of \(count) pictures") }
  }

  /// A picture could not be read.
  func skip(_ cause: String) {
    skipped += 1
    step { note("skipped \(cause)") }
  }

  /// All pictures were looked at.
  func end() {
    line.clear()
    if skipped > 0 { note("\(skipped) of \(count) pictures were skipped") }
  }
}
