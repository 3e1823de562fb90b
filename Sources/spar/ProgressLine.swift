import Foundation

/// Writes a line on standard error, in place of one that moves.
func note(_ text: String) { write("\(emptied)\(text)\n") }

/// What is being done, on standard error: a line that moves where a terminal shows it, else one
/// after each minute.
final class ProgressLine {
  private var said = isOnTerminal ? Date.distantPast : Date()

  /// Says how far it has come, unless it did so just now.
  func say(_ text: String) {
    guard Date().timeIntervalSince(said) > (isOnTerminal ? 0.1 : 60) else { return }
    said = Date()
    write(isOnTerminal ? "\(emptied)\(text)" : "\(text)\n")
  }

  /// Leaves nothing of it on a terminal.
  func clear() { write(emptied) }
}

private let isOnTerminal = isatty(STDERR_FILENO) == 1

/// Empties a line that may move.
private let emptied = isOnTerminal ? "\r\u{1B}[K" : ""

private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
