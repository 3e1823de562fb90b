import Fetching
import Foundation

/// What is fetched, for a person: a line for each file that is done, and one that moves.
final class FetchOutput {
  private let progress = ProgressLine()

  /// Shows what happens.
  func show(_ event: FetchEvent) {
    switch event {
    case .present(let file): line("\(file): there already")
    case .found(let file): line("\(file): is here, with the right checksum")
    case .loading(let file, let done, let size, let pace):
      progress.say(loading(file, done, size, pace))
    case .checking(let file, let done, let size):
      progress.say("\(file): checking, \(percent(Double(done) / Double(size)))")
    case .unpacking(let file, let share, let files):
      progress.say("\(file): unpacking, \(percent(share)), \(files) file\(files == 1 ? "" : "s")")
    case .retrying(let file, let cause, let seconds):
      note("\(file): \(cause); trying again in \(duration(seconds))")
    case .restarting(let file, let reason): note("\(file): \(reason); from its start again")
    case .placed(let file, let files):
      line("\(file): checksum right\(files == 1 ? "" : ", \(files) files unpacked")")
    }
  }

  /// Leaves nothing that moves.
  func end() { progress.clear() }

  private func loading(_ file: String, _ done: Int, _ size: Int, _ pace: Double) -> String {
    let text = "\(file): \(byteText(done)) of \(byteText(size))"
    guard pace > 0 else { return text }
    let left = duration(Double(size - done) / pace)
    return "\(text), \(byteText(Int(pace)))/s, \(left) left"
  }

  private func percent(_ share: Double) -> String {
    String(format: "%.0f %%", 100 * min(1, max(0, share)))
  }

  private func line(_ text: String) {
    progress.clear()
    print(text)
    fflush(nil)
  }
}
