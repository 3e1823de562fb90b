import Foundation
import Settings
import Testing

/// A list in a list in a list, and so on.
private func nested(_ depth: Int) -> String {
  String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
}

/// Lists that hold the list before them nine times, which would have 9^`levels` items.
private func bomb(_ levels: Int) -> String {
  let first = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
  return (0..<levels).map { $0 + 1 }.reduce(first) { text, level in
    let alias = "*a\(level - 1)"
    let items = Array(repeating: alias, count: 9).joined(separator: ", ")
    return text + "a\(level): &a\(level) [\(items)]\n"
  }
}

@Suite struct YAMLTests {
  @Test(arguments: [
    ("", 1, "there is nothing but comments; write {} for all defaults"),
    ("# nothing\n\n", 1, "there is nothing"),
    ("---\n...\n", 1, "there is nothing"),
    ("name: a\nrate: [1, 2\nseed: 3", 3, "it is not YAML: while parsing a flow sequence"),
    ("name: a\n  rate: 3", 2, "it is not YAML: mapping values are not allowed"),
    ("name: 'a", 1, "it is not YAML: while scanning a quoted scalar"),
    ("name: a\n\tseed: 1", 2, "it is not YAML: "),
    ("name: a\nnote: \u{1}", 2, "it is not YAML: control characters are not allowed"),
    ("name: @a", 1, "it is not YAML: "),
    ("name: \"\\q\"", 1, "it is not YAML: "),
    ("name: *b", 1, "it is not YAML: found undefined alias"),
    ("seed: 1\nname: a\nname: b", 2, "the key \"name\", first written here, stands more than once"),
    ("name: a\n\"name\": b", 1, "the key \"name\", first written here"),
    ("attack:\n  steps: 1\n  steps: 1", 2, "the key \"steps\", first written here"),
    ("name: a\n---\nname: b", 3, "a second document starts here; keep one"),
    ("name: a\nattack: &x {steps: 1}", 2, "attack: anchors (&, *) are not used"),
    ("&x name: a", 1, "a key must be text, without anchors"),
    ("? [a, b]\n: c", 1, "a key must be text, without anchors"),
    ("? {a: b}\n: c", 1, "a key must be text, without anchors"),
    ("batchSize: !!int 3", 1, "batchSize: tags (!) are not used"),
    ("name: !!str 3", 1, "name: tags (!) are not used"),
    ("name: ! 3", 1, "name: tags (!) are not used"),
    ("attack: !mine {}", 1, "attack: tags (!) are not used"),
    ("labels: !!seq []", 1, "labels: tags (!) are not used"),
  ])
  func `YAML that settings do not use is refused`(text: String, line: Int, reason: String) {
    let complaint = complaint(text)
    #expect(complaint.hasPrefix("r.yaml:\(line): \(reason)"), "\(complaint)")
  }

  @Test(arguments: [65, 500, 999, 1_000, 20_000])
  func `absurd nesting is refused`(depth: Int) {
    let complaint = complaint("name: " + nested(depth))
    #expect(complaint.hasSuffix("it is nested deeper than 64 levels"), "\(complaint)")
  }

  @Test(arguments: ["- ", "? ", "a:\n", "[{a: "])
  func `absurd nesting of blocks is refused`(opener: String) {
    #expect(!complaint(String(repeating: opener, count: 20_000) + "x").hasPrefix("read"))
  }

  @Test func `sixty levels are not absurd`() {
    #expect(complaint("name: " + nested(60)).hasSuffix("name: found a list of 1, expected text"))
  }

  @Test func `a bomb of aliases is refused at once`() {
    #expect(complaint(bomb(9)).contains("words start with *, as aliases do"))
    #expect(complaint(bomb(9) + "? *a9\n: b").contains("words start with *"))
    #expect(complaint(bomb(0) + "? *a0\n: b").contains("anchors (&, *) are not used"))
  }

  @Test func `stars and ampersands within text are not aliases`() throws {
    #expect(try Recipe(yaml: "# see *this* & that\nname: a*b & c").name == "a*b & c")
  }

  @Test func `text beyond 64 kibibytes is refused`() {
    let text = "name: " + String(repeating: "a", count: 1 << 16)
    #expect(complaint(text).contains("over 65536 bytes"))
  }

  @Test func `a message neither breaks lines nor obeys escapes nor grows long`() {
    let long = String(repeating: "\u{1b}\u{202e}\n", count: 10_000)
    let key = complaint("", overrides: ["\(long)=1"])
    let name = complaint("precision: \"" + String(repeating: "\\e\\n", count: 10_000) + "\"")
    for text in [key, name] {
      #expect(text.count < 2_000, "\(text)")
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }
    #expect(!name.contains("\n"))
  }
}
