/// A recipe's lines, each with the path of the setting it holds.
struct RecipeLines {
  /// One line of YAML.
  struct Line {
    /// The line as it stands.
    let text: String
    /// The path of its key, such as `method.afan.cuts[0].stage`.
    let path: String
    /// What stands behind the key; empty where other lines follow that belong to it.
    let value: String
  }

  /// All of them.
  let lines: [Line]

  /// The lines of YAML as `Recipe.yaml()` writes it: two blanks a level, `- ` before list items.
  init(_ yaml: String) {
    var open: [(indent: Int, path: String)] = []
    var counts: [String: Int] = [:]
    lines = yaml.split(separator: "\n").map { line in
      var indent = line.prefix { $0 == " " }.count
      var rest = line.dropFirst(indent)
      while let last = open.last, last.indent >= indent { open.removeLast() }
      while rest.hasPrefix("- ") {
        let parent = open.last?.path ?? ""
        let number = counts[parent, default: 0]
        counts[parent] = number + 1
        open.append((indent, "\(parent)[\(number)]"))
        rest = rest.dropFirst(2)
        indent += 2
      }
      let parent = open.last?.path ?? ""
      let key = rest.prefix { $0 != ":" }
      guard key.count < rest.count else {
        return Line(text: String(line), path: parent, value: String(rest))
      }
      let path = parent.isEmpty ? String(key) : "\(parent).\(key)"
      open.append((indent, path))
      let value = rest.dropFirst(key.count + 1).drop { $0 == " " }
      return Line(text: String(line), path: path, value: String(value))
    }
  }

  /// What every path that holds a value has.
  var values: [String: String] {
    Dictionary(lines.filter { !$0.value.isEmpty }.map { ($0.path, $0.value) }) { $1 }
  }
}
