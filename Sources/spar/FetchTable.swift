import Fetching

/// The published data sets as a person reads of them on a terminal.
struct FetchTable {
  private let sets: [FetchableSet]

  init(_ sets: [FetchableSet]) { self.sets = sets }

  /// A line for each set: its name, how much is fetched, what it holds, and its licence below.
  var text: String {
    let rows = sets.map { set in
      let size = set.files.isEmpty ? "by hand" : byteText(set.size)
      let gap = String(repeating: " ", count: 26)
      var lines = [
        pad(set.name, 16) + pad(size, 10) + set.contents,
        "\(gap)licence: \(set.licence)",
      ]
      if !set.parts.isEmpty { lines.append("\(gap)parts: \(set.parts.joined(separator: ", "))") }
      return lines.joined(separator: "\n")
    }
    return (["name            size      contents"] + rows).joined(separator: "\n")
  }

  /// What a person does for a set that cannot be fetched.
  static func steps(_ set: FetchableSet) -> String {
    let head = "\(set.name): \(set.contents); licence: \(set.licence)\n\(set.page)"
    let steps = set.steps.enumerated().map { index, step in
      let lines = step.split(separator: "\n", omittingEmptySubsequences: false)
      return "\(index + 1). \(lines.joined(separator: "\n   "))"
    }
    return ([head] + steps).joined(separator: "\n\n")
  }

  /// Where a set lies now, and its terms.
  static func done(_ set: FetchableSet, in destination: String) -> String {
    let use =
      switch set.name {
      case "fashion-mnist": "; use it with data.folder=\(destination)/\(set.folder)"
      case "cifar10", "cifar100":
        destination == "data" ? "" : "; use it with data.folder=\(destination)"
      default: ""
      }
    return "\(set.name) is in \(destination)/\(set.folder)\(use)\nlicence: \(set.licence), "
      + "\(set.page)"
  }
}

private func pad(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}
