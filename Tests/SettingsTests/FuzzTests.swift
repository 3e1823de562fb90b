import Settings
import Testing

@Suite struct FuzzTests {
  private static let pieces = [
    "[", "]", "{", "}", ":", ": ", ",", "- ", "? ", "#", "&a ", "*a", "!", "!!int ", "|\n", ">\n",
    "'", "\"", "\\", "%", "@", "---\n", "...\n", "\n", "\t", "  ", "\0", "~", "null", "1e999",
    "0/0",
    "<<: ", "\u{feff}", "é", "\u{2028}", "-9223372036854775809", "name", ".", "\r", "\\ud800",
  ]

  /// `text` after a few random cuts, copies, swaps and insertions.
  private func mutated(_ text: String, _ dice: inout Dice) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...6, using: &dice) {
      let start = Int.random(in: 0...scalars.count, using: &dice)
      let end = min(scalars.count, start + Int.random(in: 0...12, using: &dice))
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: scalars.removeSubrange(start..<end)
      case 1: scalars.insert(contentsOf: scalars[start..<end], at: end)
      case 2: scalars[start..<end].shuffle(using: &dice)
      default:
        scalars.insert(contentsOf: (dice.oneOf(Self.pieces) ?? "").unicodeScalars, at: start)
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  @Test(arguments: 0..<20)
  func `a damaged text is read or refused with a place and a reason`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    for _ in 0..<100 {
      let text = mutated(try dice.recipe().yaml(), &dice)
      do {
        let recipe = try Recipe(yaml: text, name: "r.yaml")
        #expect(try Recipe(yaml: recipe.yaml()) == recipe)
      } catch {
        #expect(!error.problems.isEmpty)
        #expect(error.description.hasPrefix("r.yaml:"), "\(error)")
      }
    }
  }

  @Test(arguments: 0..<20)
  func `a damaged override is taken or refused with its name`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let valid = [
      "attack.steps=3", "milestones[1]=5", "method={afan: {cuts: [{stage: a}]}}", "note=null",
      "evaluation.split='a'", "labels=[a, b]", "method.plain={}",
    ]
    for _ in 0..<100 {
      let override = mutated(dice.oneOf(valid) ?? "", &dice)
      do {
        let recipe = try Recipe(overrides: [override])
        #expect(try Recipe(yaml: recipe.yaml()) == recipe)
      } catch {
        #expect(error.description.hasPrefix("override "), "\(error)")
      }
    }
  }
}
