import Settings
import Testing

@Suite struct OverrideTests {
  private let text = """
    attack: {steps: 2, stepSize: 2}
    method:
      afan:
        cleanWeight: 0.25
        cuts:
          - {stage: layer1, lessons: [{weight: 1}]}
          - {stage: layer2}
    """

  private func afan(_ overrides: String...) throws -> AFAN? {
    let recipe = try Recipe(yaml: text, overrides: overrides)
    guard case .afan(let afan) = recipe.method else { return nil }
    return afan
  }

  @Test func `an override sets one value and leaves the others`() throws {
    var wanted = try Recipe(yaml: text)
    wanted.attack.steps = 9
    #expect(try Recipe(yaml: text, overrides: ["attack.steps=9"]) == wanted)
    #expect(try Recipe(yaml: text, overrides: [" attack.steps = 9 "]) == wanted)
  }

  @Test(arguments: ["method.afan.cuts[1].stage=x", "method.afan.cuts.1.stage=x"])
  func `an item of a list is reached by its index`(override: String) throws {
    #expect(try afan(override)?.cuts.map(\.stage) == ["layer1", "x"])
  }

  @Test func `a value is YAML`() throws {
    let lessons = try afan(
      "method.afan.cuts[0].lessons=[{strength: 0.5, weight: 1/4}, {weight: 2}]")
    #expect(lessons?.cuts[0].lessons == [Lesson(strength: 0.5, weight: 0.25), Lesson(weight: 2)])
    #expect(try Recipe(overrides: ["name=a=b"]).name == "a=b")
    #expect(try Recipe(overrides: ["name=''"]).name == "")
    #expect(try Recipe(overrides: ["labels=[a, b]", "labels[0]=c"]).labels == ["c", "b"])
  }

  @Test func `the last override of a key counts`() throws {
    #expect(try Recipe(overrides: ["rate=1", "rate=2"]).rate == 2)
  }

  @Test func `a method is switched by its name or its settings`() throws {
    #expect(try Recipe(yaml: text, overrides: ["method=plain"]).method == .plain)
    let steps = AdvProp(attack: Attack(steps: 4))
    for overrides in [
      ["method=advProp", "method.advProp.attack.steps=4"],
      ["method={advProp: {attack: {steps: 4}}}"],
    ] {
      #expect(try Recipe(yaml: text, overrides: overrides).method == .advProp(steps))
    }
    let cuts = ["method=afan", "method.afan.cuts=[{stage: a}]", "method.afan.cuts[0].stage=b"]
    #expect(try Recipe(overrides: cuts).method == .afan(AFAN(cuts: [Cut(stage: "b")])))
  }

  @Test func `setting below an optional that is absent or null creates it`() throws {
    #expect(try Recipe(overrides: ["evaluation.split=a"]).evaluation == Evaluation(split: "a"))
    let recipe = try Recipe(yaml: "evaluation: null", overrides: ["evaluation.split=a"])
    #expect(recipe.evaluation == Evaluation(split: "a"))
    #expect(try Recipe(overrides: ["attack.start.radius=1"]).attack.start == Start(radius: 1))
  }

  @Test func `setting below what is not written keeps the rest of its default`() throws {
    let attack = try Recipe(overrides: ["attack.stepSize=2"]).attack
    #expect(attack == Attack(steps: 5, stepSize: 2))
    #expect(try Recipe(overrides: ["milestones[1]=200"]).milestones == [100, 200])
    let cut = try afan("method.afan.cuts[1].lessons[0].strength=0.5")?.cuts[1]
    #expect(cut?.lessons == [Lesson(strength: 0.5, weight: 0.5)])
  }

  @Test func `null clears an optional`() throws {
    let yaml = "{note: a, clip: 1, evaluation: {split: a}}"
    let overrides = ["note=null", "clip=null", "evaluation=null"]
    #expect(try Recipe(yaml: yaml, overrides: overrides) == Recipe())
    #expect(try Recipe(yaml: "note: a", overrides: ["note='null'"]).note == "null")
  }

  @Test(arguments: [
    ("rate", "there is no =; write key=value"),
    ("=1", "the key \"\" is not a path such as cuts[0].stage"),
    ("a..b=1", "the key \"a..b\" is not a path"),
    (".rate=1", "the key \".rate\" is not a path"),
    ("cuts[0=1", "the key \"cuts[0\" is not a path"),
    ("cuts[]=1", "the key \"cuts[]\" is not a path"),
    ("cuts[0]x=1", "the key \"cuts[0]x\" is not a path"),
    ("[0]=1", "the key \"[0]\" is not a path"),
    ("note=", "there is no value; write note=null to clear it, or note='' for no text"),
    ("note=  ", "there is no value; write note=null"),
    ("note=#a", "there is nothing but comments; write {} for all defaults, or quote a #"),
    ("labels=[a", "it is not YAML: while parsing a flow sequence, did not find expected ',' or"),
    ("note=*.jpg", "it is not YAML: while scanning an alias"),
    ("attack={steps: 1, steps: 2}", "the key \"steps\", first written here, stands more than"),
    ("note=&a b", "anchors (&, *) are not used"),
    ("rat=1", "rat: unknown key \"rat\", did you mean rate? known keys: name,"),
    ("attack.stpSize=1", "attack.stpSize: unknown key \"stpSize\", did you mean stepSize?"),
    ("evaluation.splt=a", "evaluation.splt: unknown key \"splt\", did you mean split?"),
    ("method.afam.cuts=1", "method.afam: unknown key \"afam\", did you mean afan?"),
    ("method.afan.cuts[2].stage=a", "method.afan.cuts: there is no item 2, the list has 2"),
    ("method.afan.cuts[-1].stage=a", "method.afan.cuts: there is no item -1, the list has 2"),
    ("method.afan.cuts.stage=a", "method.afan.cuts: there is no item stage, the list has 2"),
    ("labels[0]=a", "labels: there is no item 0, the list has 0"),
    ("rate.x=1", "rate: nothing lies below it, it is a finite number"),
    ("note.x=1", "note: nothing lies below it, it is text"),
    (
      "method.advProp.attack.steps=1",
      "method.advProp: afan is chosen, so advProp has no settings; choose advProp by an override"
    ),
    ("attack.steps=0", "attack.steps: found 0, allowed is 1...1000"),
    ("attack=null", "attack: found nothing (null), expected a mapping of"),
    ("method.afan.cuts[0].lessons=[{}]", "method.afan.cuts[0].lessons[0].weight: missing"),
    ("evaluation.every=2", "evaluation.split: missing; add it, it is text"),
  ])
  func `an override that is wrong is named`(override: String, reason: String) {
    let complaint = complaint(text, overrides: [override])
    let name = "override \(override): "
    #expect(complaint.hasPrefix(name + reason), "\(complaint)")
    #expect(!complaint.contains("\n"))
  }

  @Test func `an override below a value of a wrong type leaves that problem alone`() {
    let text = "attack: 3\nmethod: [1]\nevaluation: []\nmilestones: {}"
    let overrides = ["attack.steps=1", "method.afan.cuts=[]", "evaluation.split=a"]
    let complaint = complaint(text, overrides: overrides + ["milestones[0]=1"])
    let lines = complaint.split(separator: "\n").map { $0.prefix(9) }
    #expect(lines == ["r.yaml:1:", "r.yaml:2:", "r.yaml:3:", "r.yaml:4:"])
  }

  @Test func `wrong overrides and wrong lines are shown together`() {
    let complaint = complaint("rate: 0", overrides: ["x=1", "batchSize=0"])
    #expect(complaint.split(separator: "\n").count == 3)
    #expect(complaint.hasPrefix("override x=1: x: unknown key"))
  }
}
