import Adversary

/// How a lesson's moves fared over the logged steps of an epoch or more.
struct MoveTally: Codable, Equatable, Sendable {
  /// How many steps were logged.
  private(set) var steps = 0
  /// In how many of them anything was wrong with the move.
  private(set) var warned = 0
  /// In how many the loss hardly rose.
  private(set) var weak = 0
  /// In how many it rose too far.
  private(set) var strong = 0
  /// In how many rounding took too much of the move away.
  private(set) var lost = 0

  /// Counts a logged step's move.
  mutating func add(_ effect: MoveEffect) {
    let faults = effect.faults
    steps += 1
    warned += faults.isEmpty ? 0 : 1
    weak += faults.contains(.weak) ? 1 : 0
    strong += faults.contains(.strong) ? 1 : 0
    lost += faults.contains(.lost) ? 1 : 0
  }

  /// What a person should know of the lesson called `name`, and do about it; `nil` where no more
  /// than half of the steps warn.
  func warning(of name: String) -> String? {
    guard 2 * warned > steps else { return nil }
    let counted = [
      (weak, "the loss on moved features was under 1.05 times that on clean ones: move further"),
      (strong, "the loss on moved features was over 4 times that on clean ones: move less far"),
      (lost, "under 95 % of the move survived rounding: move further, or set precision=fp32"),
    ]
    let faults = counted.filter { 2 * $0.0 > warned }
    let said = faults.isEmpty ? counted.filter { $0.0 > 0 } : faults
    let texts = said.map { "in \($0.0) of \(steps) logged steps \($0.1)" }
    return "lesson \(name): \(texts.joined(separator: "; ")). "
      + "`spar calibrate RECIPE --weights RUN` finds how far"
  }
}

/// How the moves of all lessons fare over a run.
struct MoveWatch: Codable, Equatable, Sendable {
  /// Each lesson's tally over the logged steps since the last call of `warnings`.
  private(set) var tallies: [String: MoveTally] = [:]
  /// The lessons that were warned of.
  private var warned: [String] = []

  /// Counts all lessons of a logged step.
  mutating func add(_ moves: [String: MoveEntry]) {
    for (name, move) in moves { tallies[name, default: MoveTally()].add(move.effect) }
  }

  /// How many logged steps say something of a lesson.
  static let fewestSteps = 5

  /// What is to be told, once for each lesson, of moves that went wrong in most of the steps
  /// counted; the count begins anew for lessons of which there were enough.
  mutating func warnings() -> [String] {
    let counted = tallies.filter { $0.value.steps >= Self.fewestSteps }
    for name in counted.keys { tallies[name] = nil }
    return counted.sorted { $0.key < $1.key }.compactMap { name, tally in
      guard !warned.contains(name), let warning = tally.warning(of: name) else { return nil }
      warned.append(name)
      return warning
    }
  }
}
