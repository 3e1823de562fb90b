import Foundation

/// What is being done, on standard error: a line that moves where a terminal shows it, else one
/// after each minute.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var said = Date()

  /// Says how far it has come.
  func say(_ text: String) {
    guard !isTerminal else { return write("\r\u{1B}[K\(text)") }
    guard Date().timeIntervalSince(said) > 60 else { return }
    said = Date()
    write("\(text)\n")
  }

  /// Leaves nothing of it on a terminal.
  func clear() { if isTerminal { write("\r\u{1B}[K") } }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
