import Settings
import Testing

/// What reading `text` as a recipe complains of.
func complaint(_ text: String, overrides: [String] = []) -> String {
  do {
    return "read as \(try Recipe(yaml: text, name: "r.yaml", overrides: overrides))"
  } catch {
    return error.description
  }
}

private let cut = "cuts: [{stage: a}]"

@Suite struct ProblemTests {
  @Test(arguments: [
    ("batchsize: 1", "r.yaml:1: batchsize: unknown key \"batchsize\", did you mean batchSize?"),
    ("name: a\nzzz: 1", "r.yaml:2: zzz: unknown key \"zzz\"; known keys: name, seed,"),
    (
      "attack:\n  stpSize: 1",
      "r.yaml:2: attack.stpSize: unknown key \"stpSize\", did you mean stepSize? "
        + "known keys: steps, stepSize, start"
    ),
    (
      "method:\n  afan:\n    cuts:\n      - stage: a\n        attack: {stpSize: 1}",
      "r.yaml:5: method.afan.cuts[0].attack.stpSize: unknown key \"stpSize\", did you mean"
    ),
    ("method: {plain: {a: 1}}", "r.yaml:1: method.plain.a: unknown key \"a\"; there are no keys"),
    ("<<: {name: a}", "r.yaml:1: <<: unknown key \"<<\""),
    ("\"na\\nme\": a", "r.yaml:1: na\\nme: unknown key \"na\\nme\", did you mean name?"),
    ("precision: bf61", "r.yaml:1: precision: unknown name \"bf61\", did you mean bf16? known"),
    ("method: afam", "r.yaml:1: method: unknown name \"afam\", did you mean afan? known names: pl"),
    ("method:\n  AFAN: {}", "r.yaml:2: method: unknown name \"AFAN\", did you mean afan?"),
  ])
  func `an unknown name is refused with the nearest`(text: String, start: String) {
    #expect(complaint(text).hasPrefix(start), "\(complaint(text))")
  }

  @Test(arguments: [
    ("name:", "name: found nothing (null), expected text"),
    ("name: [a]", "name: found a list of 1, expected text"),
    ("name: {a: 1}", "name: found a mapping of a, expected text"),
    ("seed: -1", "seed: found -1, allowed is 0...18446744073709551615"),
    ("batchSize: 1.5", "batchSize: found 1.5, expected a whole number such as 12"),
    ("batchSize: 1e2", "batchSize: found 1e2, expected a whole number such as 12"),
    ("batchSize: 010", "batchSize: found 010, expected a whole number such as 12"),
    ("batchSize: 0x10", "batchSize: found the text \"0x10\", expected a whole number such as 12"),
    ("batchSize: 1_0", "batchSize: found the text \"1_0\", expected a whole number such as 12"),
    ("batchSize: '12'", "batchSize: found the text \"12\", expected a whole number such as 12"),
    ("batchSize: +-1", "batchSize: found the text \"+-1\", expected a whole number such as 12"),
    ("batchSize: ٣", "batchSize: found the text \"٣\", expected a whole number such as 12"),
    ("batchSize: 4/2", "batchSize: found the text \"4/2\", expected a whole number such as 12"),
    ("batchSize: true", "batchSize: found true, expected a whole number such as 12"),
    ("batchSize:", "batchSize: found nothing (null), expected a whole number such as 12"),
    (
      "batchSize: 9223372036854775808",
      "batchSize: found 9223372036854775808, allowed is -9223372036854775808...9223372036854775807"
    ),
    ("isResumed: yes", "isResumed: found the text \"yes\", expected true or false"),
    ("isResumed: True", "isResumed: found the text \"True\", expected true or false"),
    ("isResumed: 1", "isResumed: found 1, expected true or false"),
    ("isResumed: 'true'", "isResumed: found the text \"true\", expected true or false"),
    ("precision:", "precision: found nothing (null), expected one of fp32, bf16"),
    ("precision: [fp32]", "precision: found a list of 1, expected one of fp32, bf16"),
    ("attack: 3", "attack: found 3, expected a mapping of steps, stepSize, start"),
    ("attack:", "attack: found nothing (null), expected a mapping of steps, stepSize, start"),
    ("attack: []", "attack: found a list of 0, expected a mapping of steps, stepSize, start"),
    ("milestones: 3", "milestones: found 3, expected a list, each item a whole number such as 12"),
    ("milestones: [1, a]", "milestones[1]: found the text \"a\", expected a whole number such"),
    ("evaluation: 1", "evaluation: found 1, expected a mapping of split, every"),
    ("clip: a", "clip: found the text \"a\", expected a finite number such as 0.5, 1e-4"),
    ("method: []", "method: found a list of 0, expected one of plain, afan, advProp"),
    ("method: {}", "method: found an empty mapping, expected one of plain, afan, advProp"),
    ("method:", "method: found nothing (null), expected one of plain, afan, advProp"),
    ("method: {plain: {}, afan: {}}", "method: found a mapping of plain, afan, expected one of"),
    ("method: {afan: 1}", "method.afan: found 1, expected a mapping of cleanWeight, cuts"),
    ("[]", "found a list of 0, expected a mapping of name, seed"),
    ("just text", "found the text \"just text\", expected a mapping of name, seed"),
    ("null", "found nothing (null), expected a mapping of name, seed"),
  ])
  func `a wrong type is refused with what was found and expected`(text: String, start: String) {
    #expect(complaint(text).hasPrefix("r.yaml:1: " + start), "\(complaint(text))")
  }

  @Test(arguments: [
    "", "a", "1e", "e1", "1e+", ".", "+", "1..2", "1/", "/2", "1/2/3", "0x1p3", "nan", ".nan",
    "inf",
    ".inf", "-.inf", "infinity", "1_000", "1 2", "1e1.5", "'1'", "1,5", "--1", "٣.٥", "1 e5",
  ])
  func `what is no number is not taken for one`(text: String) {
    #expect(complaint("rate: \(text)").contains("rate: found "), "\(complaint("rate: \(text)"))")
  }

  @Test(arguments: ["1e999", "-1e999", "1/0", "1e308/1e-10", "0/0"])
  func `a number beyond a double is refused`(text: String) {
    let end = "found \(text.contains("/") ? "the text \"\(text)\"" : text), allowed is -1.797"
    #expect(complaint("rate: \(text)").contains(text), "\(complaint("rate: \(text)")) \(end)")
    #expect(complaint("rate: \(text)").contains("allowed is -1.797"))
  }

  @Test(arguments: [
    ("batchSize: 0", "batchSize: found 0, allowed is 1...65536"),
    ("batchSize: 65537", "batchSize: found 65537, allowed is 1...65536"),
    ("rate: 0", "rate: found 0, allowed is above 0"),
    ("momentum: 1", "momentum: found 1, allowed is 0..<1"),
    ("clip: 100.5", "clip: found 100.5, allowed is above 0, up to 100"),
    ("milestones: [3, 0]", "milestones[1]: found 0, allowed is at least 1"),
    ("attack: {start: {radius: -1/2}}", "attack.start.radius: found the text \"-1/2\", allowed"),
    (
      "method: {afan: {cuts: []}}", "method.afan.cuts: found a list of 0, allowed is a length of at"
    ),
    ("evaluation: {}", "evaluation.split: missing; add it, it is text"),
    ("method: afan", "method.afan.cuts: missing; add it, it is a list, each item a mapping of st"),
    ("method: {afan: {cuts: [{}]}}", "method.afan.cuts[0].stage: missing; add it, it is text"),
    (
      "method: {afan: {cuts: [{stage: a, lessons: [{}]}]}}",
      "method.afan.cuts[0].lessons[0].weight: missing; add it, it is a finite number"
    ),
  ])
  func `what is out of range or missing is refused`(text: String, start: String) {
    #expect(complaint(text).hasPrefix("r.yaml:1: " + start), "\(complaint(text))")
  }

  @Test func `a required key within a default that is not written is missing`() throws {
    let error = #expect(throws: SettingsError.self) { try Outer(yaml: "name: a") }
    #expect(error?.problems.map(\.path) == ["inner.path"])
    #expect(try Outer(yaml: "inner: {path: ''}").inner == Inner())
    #expect(try Outer(overrides: ["inner.path=a"]).inner == Inner(path: "a"))
  }

  @Test func `all problems are shown in the order of lines, the first ten in words`() {
    let text = (1...14).map { "k\($0): 1" }.joined(separator: "\n") + "\nbatchSize: 0"
    let error = #expect(throws: SettingsError.self) {
      try Recipe(yaml: "isResumed: 2\n" + text, overrides: ["rate=0"])
    }
    #expect(error?.problems.count == 17)
    #expect(error?.problems.map(\.path).prefix(3) == ["rate", "isResumed", "k1"])
    let lines = error?.description.split(separator: "\n") ?? []
    #expect(lines.count == 11)
    #expect(lines.last == "and 7 more")
  }
}

struct Outer: Configurable, Equatable {
  var name = ""
  var inner = Inner()
  static var fields: [Field<Self>] { [Field("name", \.name), Field("inner", \.inner)] }
}

struct Inner: Configurable, Equatable {
  var path = ""
  static var fields: [Field<Self>] { [Field("path", \.path, required: true)] }
}
