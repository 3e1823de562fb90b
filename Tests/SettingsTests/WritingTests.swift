import Settings
import Testing

@Suite struct WritingTests {
  @Test func `a value is written in the order of its fields`() throws {
    var recipe = Recipe(name: "a b", precision: .bf16, note: "null", labels: ["x", "1"])
    recipe.evaluation = Evaluation(split: "val")
    recipe.method = .afan(AFAN(cuts: [Cut(stage: "layer1"), Cut(stage: "layer2", lessons: [])]))
    #expect(
      try recipe.yaml() == """
        name: "a b"
        seed: 7
        batchSize: 128
        rate: 0.1
        momentum: 0.9
        isResumed: false
        precision: bf16
        note: "null"
        clip: null
        milestones: [100, 150]
        labels: [x, "1"]
        attack:
          steps: 5
          stepSize: 1.0
          start: null
        evaluation:
          split: val
          every: 1
        method:
          afan:
            cleanWeight: 0.5
            cuts:
              - stage: layer1
                attack:
                  steps: 1
                  stepSize: 1.0
                  start: null
                lessons:
                  - strength: 1.0
                    weight: 0.5
              - stage: layer2
                attack:
                  steps: 1
                  stepSize: 1.0
                  start: null
                lessons: []

        """)
    #expect(try Recipe().yaml().hasSuffix("evaluation: null\nmethod: plain\n"))
  }

  @Test(arguments: 0..<300)
  func `what was written reads back as the same value, in the same words`(seed: UInt64) throws {
    var random = Dice(seed: seed)
    let recipe = random.recipe()
    let text = try recipe.yaml()
    let read = try Recipe(yaml: text)
    #expect(read == recipe, "\(text)")
    #expect(try read.yaml() == text)
  }

  @Test func `lists of lists read back`() throws {
    let lists = Lists(
      numbers: [[1, -2], [], [3]], parts: [[Start(radius: 1)], [], [Start(), Start(radius: 2)]],
      maybe: [nil, "a", "null"])
    let text = try lists.yaml()
    #expect(try Lists(yaml: text) == lists, "\(text)")
  }

  @Test(arguments: [
    "", " ", "~", "null", "true", "No", "1", "1e3", ".5", "-", "- a", "a: b", "a #b", "#", "'",
    "\"",
    "\\", "\n", "\r\n", "\t", "\0", "a\u{85}b", "\u{2028}", "a\u{feff}", "\u{fffe}", "\u{ffff}",
    "é",
    "日本", "👩‍👩‍👧", "%", "@", "`", "!x", "&a", "*a", "|", ">", "{}", "[]", ",", "?", "---", "...",
    "\u{7f}", "\u{1b}[31m", "\u{1f4a9}\u{10ffff}", "a ", " a", "e\u{301}", "\u{d7ff}\u{e000}",
  ])
  func `any text reads back`(text: String) throws {
    var recipe = Recipe(name: text, note: text, labels: [text, text])
    recipe.evaluation = Evaluation(split: text)
    let read = try Recipe(yaml: recipe.yaml())
    #expect(read == recipe)
    #expect(Array(read.name.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test(arguments: [
    0.1, 0.5 / 255, 1e-7, .leastNonzeroMagnitude, 1e300, 1.0 / 3, 123_456_789.123, 1e16, 2,
  ])
  func `a number is written by its shortest digits`(value: Double) throws {
    let text = try Recipe(rate: value).yaml()
    #expect(text.contains("rate: \(value)\n"))
    #expect(try Recipe(yaml: text).rate == value)
  }

  @Test(arguments: [
    (Recipe(rate: .nan), "rate: found the text \"nan\", expected a finite number"),
    (Recipe(rate: .infinity), "rate: found the text \"inf\", expected a finite number"),
    (Recipe(note: "\u{feff}a"), "there is text in it that YAML does not keep"),
    (Recipe(batchSize: 0), "batchSize: found 0, allowed is 1...65536"),
    (Recipe(method: .afan(AFAN())), "method.afan.cuts: found a list of 0, allowed is a length"),
  ])
  func `a value that would not read back is not written`(recipe: Recipe, reason: String) {
    let error = #expect(throws: SettingsError.self) { try recipe.yaml() }
    #expect(error?.description.hasPrefix("the value to be written: " + reason) == true)
  }

  @Test func `a value nested too deep to read back is not written`() {
    let tree = (0..<40).reduce(Tree()) { tree, _ in Tree(children: [tree]) }
    let error = #expect(throws: SettingsError.self) { try tree.yaml() }
    #expect(error?.description.contains("nested deeper than 64 levels") == true)
  }
}

struct Lists: Configurable, Equatable {
  var numbers: [[Int]] = []
  var parts: [[Start]] = []
  var maybe: [String?] = []
  static var fields: [Field<Self>] {
    [Field("numbers", \.numbers), Field("parts", \.parts), Field("maybe", \.maybe)]
  }
}
