import Adversary
import Foundation
import Testing

@testable import Training

struct MoveTallyTests {
  private func tally(_ effects: (ratio: Double, survival: Double)...) -> MoveTally {
    effects.reduce(into: MoveTally()) {
      $0.add(
        MoveEffect(rms: 0.1, lossRatio: $1.ratio, accuracyLost: 0, survival: $1.survival))
    }
  }

  @Test func `half of the steps is not most of them`() {
    #expect(MoveTally().warning(of: "layer2.0") == nil)
    #expect(tally((1, 1), (1.5, 1)).warning(of: "layer2.0") == nil)
    #expect(tally((1.5, 1), (1.2, 1), (5, 1)).warning(of: "layer2.0") == nil)
    #expect(tally((1, 1), (1.5, 1), (1, 1)).warning(of: "layer2.0") != nil)
  }

  @Test func `a warning says what was wrong, how often and what to do`() throws {
    let weak = try #require(tally((1, 1), (1.5, 1), (1, 1)).warning(of: "layer2.0"))
    #expect(weak.hasPrefix("lesson layer2.0: in 2 of 3 logged steps the loss"))
    #expect(weak.contains("under 1.05 times") && weak.contains("move further"))
    #expect(weak.contains("spar calibrate") && !weak.contains("survived"))
    let strong = try #require(tally((4.5, 1)).warning(of: "a"))
    #expect(strong.contains("over 4 times") && strong.contains("less far"))
    let lost = try #require(tally((1.5, 0.9), (1, 0.4)).warning(of: "a"))
    #expect(lost.contains("in 2 of 2 logged steps under 95 %") && lost.contains("precision=fp32"))
    #expect(!lost.contains("under 1.05"))
  }

  @Test func `where nothing prevails all that was wrong is told`() throws {
    let text = try #require(tally((1, 1), (5, 1)).warning(of: "a"))
    #expect(text.contains("in 1 of 2 logged steps the loss") && text.contains("over 4 times"))
  }

  @Test func `a tally reads back as it was`() throws {
    let tally = tally((1, 1), (5, 0.5))
    #expect(try JSONDecoder().decode(MoveTally.self, from: JSONEncoder().encode(tally)) == tally)
  }
}
