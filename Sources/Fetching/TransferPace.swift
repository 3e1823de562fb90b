/// How many bytes come in a second, over the last ten seconds or so.
struct TransferPace {
  private var marks: [(time: ContinuousClock.Instant, bytes: Int)]

  /// Starts at `bytes` now.
  init(from bytes: Int) { marks = [(.now, bytes)] }

  /// The pace once `bytes` are there; 0 in the first half of a second.
  mutating func at(_ bytes: Int) -> Double {
    let now = ContinuousClock.now
    if let last = marks.last, now - last.time > .seconds(1) { marks.append((now, bytes)) }
    while marks.count > 2, let first = marks.first, now - first.time > .seconds(10) {
      marks.removeFirst()
    }
    guard let first = marks.first, now - first.time > .milliseconds(500) else { return 0 }
    let (seconds, attoseconds) = (now - first.time).components
    return Double(bytes - first.bytes) / (Double(seconds) + Double(attoseconds) / 1e18)
  }
}
