import Testing

@testable import Settings

private struct Rows: Configurable, Equatable {
  var rows = Named<[String]>()

  static var fields: [Field<Self>] { [Field("rows", \.rows)] }
}

struct NamedTests {
  @Test func `names keep their order, and read back as they were written`() throws {
    let yaml = "rows: {zebra: [a=1], 'a b': [], \"7\": [x, y]}"
    let rows = try Rows(yaml: yaml)
    #expect(rows.rows.items.map(\.name) == ["zebra", "a b", "7"])
    #expect(rows.rows.items.map(\.value) == [["a=1"], [], ["x", "y"]])
    #expect(try Rows(yaml: rows.yaml()) == rows)
    #expect(try Rows(yaml: Rows().yaml()) == Rows())
  }

  @Test func `an override sets one name's value, or adds one`() throws {
    let rows = try Rows(yaml: "rows: {a: [x], b: []}", overrides: ["rows.a[0]=y", "rows.c=[z]"])
    #expect(rows.rows.items == [.init("a", ["y"]), .init("b", []), .init("c", ["z"])])
  }

  @Test(arguments: [
    ("rows: [a]", "rows: found a list of 1, expected a mapping of names, each value a list"),
    ("rows: {a: [x], b: 3}", "rows.b: found 3, expected a list, each item text"),
    ("rows: {a: [], a: []}", "stands more than once"),
  ])
  func `what is no mapping of such values is refused with its place`(
    yaml: String, message: String
  ) {
    let error = #expect(throws: SettingsError.self) { try Rows(yaml: yaml) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
