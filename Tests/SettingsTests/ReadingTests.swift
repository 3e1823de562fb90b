import Foundation
import Settings
import Testing

@Suite struct ReadingTests {
  @Test func `an empty mapping gives all defaults`() throws {
    #expect(try Recipe(yaml: "{}") == Recipe())
    #expect(try Recipe(overrides: []) == Recipe())
  }

  @Test func `every kind of setting is read`() throws {
    let text = """
      # A comment.
      name: "first run"
      seed: 18446744073709551615
      batchSize: 64
      rate: 1e-4
      momentum: 0
      isResumed: true
      precision: bf16
      note: it's new
      clip: 1.5
      milestones: [10, 20]
      labels: [cat, 'dog', 12]
      attack: {steps: 3, stepSize: 0.5/255, start: {radius: 8 / 255}}
      evaluation: {split: test}
      method:
        afan:
          cuts:
            - stage: layer1
              lessons: [{strength: 0.5, weight: 0.25}, {weight: 1}]
            - {stage: layer2, attack: {steps: 2}, lessons: []}
      """
    var wanted = Recipe(
      name: "first run", seed: .max, batchSize: 64, rate: 0.0001, momentum: 0, isResumed: true,
      precision: .bf16, note: "it's new", clip: 1.5, milestones: [10, 20],
      labels: ["cat", "dog", "12"])
    wanted.attack = Attack(steps: 3, stepSize: 0.5 / 255, start: Start(radius: 8.0 / 255))
    wanted.evaluation = Evaluation(split: "test")
    let lessons = [Lesson(strength: 0.5, weight: 0.25), Lesson(weight: 1)]
    let second = Cut(stage: "layer2", attack: Attack(steps: 2), lessons: [])
    wanted.method = .afan(AFAN(cuts: [Cut(stage: "layer1", lessons: lessons), second]))
    #expect(try Recipe(yaml: text) == wanted)
  }

  @Test func `a mapping that leaves a key out takes the default of its own type`() throws {
    #expect(try Recipe(yaml: "name: a").attack.steps == 5)
    #expect(try Recipe(yaml: "attack: {stepSize: 2}").attack == Attack(steps: 1, stepSize: 2))
  }

  @Test(arguments: ["null", "~", "", "Null", "NULL"])
  func `YAML's nothing is nil`(text: String) throws {
    #expect(try Recipe(yaml: "note: \(text)\nclip: \(text)\nevaluation: \(text)") == Recipe())
  }

  @Test(arguments: [
    ("12", "12"), ("1e3", "1e3"), ("true", "true"), ("'null'", "null"), ("\"~\"", "~"),
    ("''", ""), ("0x1F", "0x1F"), ("a b", "a b"), ("|\n  two\n  lines\n", "two\nlines\n"),
    ("\"\\u263a\\n\"", "☺\n"), ("no", "no"), ("2024-01-01", "2024-01-01"),
  ])
  func `text is what was written`(yaml: String, text: String) throws {
    #expect(try Recipe(yaml: "name: \(yaml)").name == text)
    #expect(try Recipe(yaml: "note: \(yaml)").note == text)
  }

  @Test(
    arguments: [
      "1": 1, "+1": 1, "0.5/255": 0.5 / 255, "1/3": 1 / 3, "1e-4": 0.0001, "2E+3": 2000, ".5": 0.5,
      "5.": 5, "8 / 255": 8 / 255, "1e-2/1e2": 0.0001, "007": 7, "-1/-4": 0.25,
      "1.7976931348623157e308": .greatestFiniteMagnitude,
    ] as [String: Double])
  func `a number is a decimal or a fraction of two`(text: String, value: Double) throws {
    #expect(try Recipe(yaml: "rate: \(text)").rate == value)
  }

  @Test func `whole numbers reach both ends of their type`() throws {
    #expect(try Whole(yaml: "value: -9223372036854775808").value == .min)
    #expect(try Whole(yaml: "value: +9223372036854775807").value == .max)
    #expect(try Whole(yaml: "value: -0").value == 0)
  }

  @Test(arguments: ["plain", "'plain'", "{plain: {}}", "{plain: null}", "\n  plain:"])
  func `a choice without settings has several forms`(text: String) throws {
    #expect(try Recipe(yaml: "method: \(text)").method == .plain)
  }

  @Test(arguments: ["advProp", "{advProp: {}}", "\n  advProp:", "{advProp: {attack: {}}}"])
  func `a choice's name alone stands for its defaults`(text: String) throws {
    #expect(try Recipe(yaml: "method: \(text)").method == .advProp(AdvProp()))
  }

  @Test func `a type may hold itself`() throws {
    let tree = Tree(name: "a", children: [Tree(name: "b"), Tree(name: "c", children: [Tree()])])
    #expect(try Tree(yaml: tree.yaml()) == tree)
    #expect(try Tree(yaml: "{name: a, children: [{name: b}]}").children[0].name == "b")
  }

  @Test func `a file is read and named in errors`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("# é\nbatchSize: 3\n".utf8).write(to: file)
    #expect(try Recipe(file: file.path, overrides: ["name=b"]) == Recipe(name: "b", batchSize: 3))
    try Data("rate: 1\nbatchSize: 0\n".utf8).write(to: file)
    let error = #expect(throws: SettingsError.self) { try Recipe(file: file.path) }
    #expect(
      error?.description == "\(file.path):2: batchSize: found 0, allowed is 1...65536")
  }

  @Test(arguments: [
    (Data([0x61, 0x3a, 0x20, 0xff]), "UTF-8"), (Data(count: 1 << 21), "over 65536 bytes"),
    (nil, "cannot be read"),
  ])
  func `a file that is missing, too long or not text is refused`(
    data: Data?, reason: String
  ) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try data?.write(to: file)
    let error = #expect(throws: SettingsError.self) { try Recipe(file: file.path) }
    #expect(error?.description.contains(reason) == true, "\(error as Any)")
    #expect(error?.description.hasPrefix(file.path) == true)
  }

  @Test func `a folder is not a file`() {
    let path = FileManager.default.temporaryDirectory.path
    let error = #expect(throws: SettingsError.self) { try Recipe(file: path) }
    #expect(error?.description.contains("a folder cannot be read as settings; give a file") == true)
  }
}

struct Whole: Configurable, Equatable {
  var value = 0
  static var fields: [Field<Self>] { [Field("value", \.value)] }
}

struct Tree: Configurable, Equatable {
  var name = ""
  var children: [Tree] = []
  static var fields: [Field<Self>] {
    [Field("name", \.name), Field("children", \.children)]
  }
}
