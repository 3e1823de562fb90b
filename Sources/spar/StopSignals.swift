import Foundation
import Synchronization
import Training

/// Turns SIGINT and SIGTERM into a request to stop; a second one ends the process at once.
///
/// The signals are blocked and taken by a thread that waits for them, so that no handler runs in
/// the midst of anything. Where SIGINT was ignored from the start (`nohup`, a script's background
/// job) it stays so.
final class StopSignals: Sendable {
  /// What is asked to stop.
  let request: StopRequest
  private let resuming: Mutex<String>
  private let unit: String
  private let isUnderWay = Atomic(false)

  /// Takes the signals from now on; `resuming` tells a person how to go on, `unit` what is still
  /// ended.
  ///
  /// To be made before any other thread: those made later inherit what is blocked.
  init(_ request: StopRequest, resuming: String, unit: String = "after this step or batch") {
    self.request = request
    self.unit = unit
    self.resuming = Mutex(resuming)
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] where !Self.isIgnored(signal) { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let waited = signals
    Thread.detachNewThread { self.take(waited) }
  }

  /// From here on a first signal lets the step under way end; `resuming` where that is known now.
  func begin(resuming text: String? = nil) {
    if let text { resuming.withLock { $0 = text } }
    isUnderWay.store(true, ordering: .sequentiallyConsistent)
  }

  /// Ends this process as SIGTERM does when `parent`, which started it, is gone.
  func end(with parent: Int32) {
    Thread.detachNewThread {
      while getppid() == parent { usleep(200_000) }
      kill(getpid(), SIGTERM)
    }
  }

  /// The exit status of a process that a signal ended.
  static func status(_ signal: Int32) -> Int32 { 128 + signal }

  /// How a signal is written.
  static func name(_ signal: Int32) -> String { signal == SIGINT ? "SIGINT" : "SIGTERM" }

  private func take(_ signals: sigset_t) {
    var signals = signals
    while true {
      var signal: Int32 = 0
      guard sigwait(&signals, &signal) == 0 else { return }
      let words = resuming.withLock { $0 }
      if !isUnderWay.load(ordering: .sequentiallyConsistent) {
        end(signal, "\(Self.name(signal)) before the first step; \(words)")
      }
      guard request.stop(.signal(signal)) else {
        end(signal, "\(Self.name(signal)) again: ended at once; \(words)")
      }
      say("\(Self.name(signal)): ends \(unit); again to end at once")
    }
  }

  private func end(_ signal: Int32, _ text: String) -> Never {
    say(text)
    _exit(Self.status(signal))
  }

  private func say(_ text: String) { note("spar: \(text)") }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    return sigaction(signal, nil, &action) == 0
      && unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
