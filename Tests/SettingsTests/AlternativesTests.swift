import Testing

@testable import Settings

struct AlternativesTests {
  @Test(arguments: [
    ("lr=[0.1, 0.5/255]", ["lr=0.1", "lr=0.5/255"]),
    (" a.b[0].c = [x,\"y z\", null]", ["a.b[0].c=x", "a.b[0].c=\"y z\"", "a.b[0].c=null"]),
    ("freeze=[[], [stem, layer1]]", ["freeze=[]", "freeze=[stem, layer1]"]),
    (
      "method=[plain, {afan: {weight: 0.5, cuts: [{stage: '1'}]}}]",
      ["method=plain", "method={afan: {weight: 0.5, cuts: [{stage: \"1\"}]}}"]
    ),
    ("a=[{}]", ["a={}"]), ("a=[]", []),
  ])
  func `each value of a list becomes a setting on one line`(
    word: String, settings: [String]
  ) throws {
    #expect(try Alternatives(word)?.settings == settings)
    for setting in settings {
      var findings = Findings()
      #expect(Edit(setting, &findings) != nil && findings.problems.isEmpty)
    }
  }

  @Test(arguments: ["a=1", "a={b: [1]}", "a='[1, 2]'"])
  func `what is no list has no alternatives`(word: String) throws {
    #expect(try Alternatives(word) == nil)
  }

  @Test(arguments: ["a=[1", "=[1]", "a", "a=[*b]"])
  func `what is no setting is refused`(word: String) {
    #expect(throws: SettingsError.self) { try Alternatives(word) }
  }
}
