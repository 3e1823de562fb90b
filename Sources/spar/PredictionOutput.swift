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

/// How far it has come, on standard error; what moves is shown on a terminal only.
final class PredictionProgress {
  private let count: Int
  private var done = 0
  private var skipped = 0
  private var shown = Date.distantPast
  private var isVisible = false
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(count: Int) { self.count = count }

  /// Says something of its own.
  static func say(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }

  /// A picture is done, and `show` shows what came of it.
  func step(_ show: () -> Void = {}) {
    clear()
    show()
    done += 1
    guard isTerminal, done < count, Date().timeIntervalSince(shown) > 0.1 else { return }
    shown = Date()
    isVisible = true
    FileHandle.standardError.write(Data("\r\u{1B}[K\(done) of \(count) pictures".utf8))
  }

  /// A picture could not be read.
  func skip(_ cause: String) {
    skipped += 1
    step { Self.say("skipped \(cause)") }
  }

  /// All pictures were looked at.
  func end() {
    clear()
    if skipped > 0 { Self.say("\(skipped) of \(count) pictures were skipped") }
  }

  private func clear() {
    guard isVisible else { return }
    isVisible = false
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }
}
