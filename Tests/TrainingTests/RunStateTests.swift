import Adversary
import Foundation
import Testing

@testable import Training

struct RunStateTests {
  private func read(_ text: String) throws -> RunState {
    try JSONDecoder().decode(RunState.self, from: Data(text.utf8))
  }

  @Test func `a state reads back as it was`() throws {
    var state = RunState()
    state.epoch = 2
    state.batch = 3
    state.step = 23
    state.lossSum = 0.1 + 0.2
    state.spent = .init(training: 1.5, wait: 0.25)
    state.bestMerit = 1.0 / 3
    state.bestEpoch = 1
    state.logLengths = ["metrics.jsonl": 1 << 40, "events": 7]
    state.isDone = true
    state.engine = "2.13.0"
    state.threads = 2
    var watch = MoveWatch()
    let weak = MoveEffect(rms: 0, lossRatio: 1, accuracyLost: 0, survival: 1)
    for _ in 0..<5 {
      #expect(watch.warnings().isEmpty)
      watch.add(["layer2.1": MoveEntry(weak)])
    }
    #expect(watch.warnings().count == 1)
    watch.add(["layer2.0": MoveEntry(weak), "layer2.1": MoveEntry(weak)])
    state.moves = watch
    state.recipe = "name: \"mine\"\n"
    #expect(try JSONDecoder().decode(RunState.self, from: RunLog.line(state)) == state)
  }

  @Test func `a state that lacks what a run cannot do without is refused`() throws {
    var state = RunState()
    state.recipe = "name: mine"
    let whole = String(decoding: try RunLog.line(state), as: UTF8.self)
    let keys = [
      "epoch", "batch", "step", "lossSum", "logLengths", "isDone", "engine", "threads",
      "recipe", "spent", "moves",
    ]
    for key in keys {
      #expect(throws: DecodingError.self, "\(key)") {
        try read(whole.replacing("\"\(key)\":", with: "\"other\":"))
      }
    }
  }
}
