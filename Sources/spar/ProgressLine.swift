import Foundation

/// Writes a line on standard error, in place of one that moves.
func note(_ text: String) {
  let start = isatty(STDERR_FILENO) == 1 ? emptied : ""
  FileHandle.standardError.say("\(start)\(text)\n")
}

/// What is being done: a line that moves where a terminal shows it, else one after each minute in
/// which nothing was said.
final class ProgressLine {
  private let stream: FileHandle
  private let isOnTerminal: Bool
  private var isVisible = false
  private var said: Date

  /// A line on `stream`, standard error or output.
  init(on stream: FileHandle = .standardError) {
    self.stream = stream
    isOnTerminal = isatty(stream.fileDescriptor) == 1
    said = isOnTerminal ? .distantPast : Date()
  }

  /// Says how far it has come, unless it did so just now; what is pressing a terminal shows anyway.
  func say(_ text: String, isPressing: Bool = false) {
    let isDue = Date().timeIntervalSince(said) > (isOnTerminal ? 0.1 : 60)
    guard isDue || isPressing && isOnTerminal else { return }
    said = Date()
    isVisible = isOnTerminal
    write(isOnTerminal ? "\(emptied)\(text)" : "\(text)\n")
  }

  /// Writes a line that stays, in place of the one that moves.
  func stay(_ text: String) {
    clear()
    write("\(text)\n")
    said = isOnTerminal ? .distantPast : Date()
  }

  /// Leaves nothing of it on a terminal.
  func clear() {
    if isVisible { write(emptied) }
    isVisible = false
  }

  /// Writes behind what was printed.
  private func write(_ text: String) {
    fflush(nil)
    stream.say(text)
  }
}

/// Empties the line that a terminal is at.
private let emptied = "\r\u{1B}[K"

extension FileHandle {
  /// Writes `text`, as far as there is room: a full disk below a log ends no command.
  fileprivate func say(_ text: String) { try? write(contentsOf: Data(text.utf8)) }
}
