import Foundation
import Training

/// How predictions are shown.
protocol PredictionOutput {
  /// Predictions are about to come.
  func begin()
  /// One came.
  func show(_ prediction: Prediction)
}

/// A line of JSON for each picture.
struct JSONPredictions: PredictionOutput {
  func begin() {}
  func show(_ prediction: Prediction) { print(logLine(prediction) ?? "{}") }
}

/// A table: the file, then each class and its probability (RFC 4180).
struct CSVPredictions: PredictionOutput {
  let columns: Int

  func begin() {
    print(
      (["file"] + (1...columns).flatMap { ["class\($0)", "probability\($0)"] })
        .joined(separator: ","))
  }

  func show(_ prediction: Prediction) {
    let cells = prediction.choices.flatMap { [quoted($0.name), "\($0.probability)"] }
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

  func show(_ prediction: Prediction) {
    let choices = prediction.choices.map {
      String(format: "%@ %.1f %%", $0.name, 100 * $0.probability)
    }
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
  func step(_ show: () -> Void = {}) {
    line.clear()
    show()
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
