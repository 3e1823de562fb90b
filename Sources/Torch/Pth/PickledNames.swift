/// The tensors in what a pickle made, by the path to each: keys and places with points between.
struct PickledNames {
  /// The names in the order they are met.
  private(set) var names: [String] = []
  /// The tensors by name.
  private(set) var tensors: [String: PickledTensor] = [:]
  private let machine: PickleMachine
  private let file: String
  /// How many values and keys may still be met: one that is held many times is met as often.
  private var budget: Int

  static let deepest = 64
  static let longest = 1_024

  /// The tensors in `value`, which `machine` made of `size` bytes.
  ///
  /// - Throws: `PthError.damaged` where it is deeper than 64, larger than its bytes tell, or has two
  ///   tensors of one name.
  init(_ value: PickleValue, of machine: PickleMachine, size: Int) throws {
    self.machine = machine
    file = machine.reader.file
    budget = size
    try visit(value, at: "", depth: 0)
  }

  private mutating func visit(_ value: PickleValue, at path: String, depth: Int) throws {
    switch value {
    case .tensor(let index):
      guard tensors.updateValue(machine.tensors[index], forKey: path) == nil else {
        throw damaged("two tensors are called '\(path)'")
      }
      names.append(path)
    case .container(let index):
      guard depth < Self.deepest else { throw damaged("it is deeper than \(Self.deepest)") }
      let container = machine.containers[index]
      budget -= container.items.count
      guard budget >= 0 else { throw damaged("it holds the same things over and over") }
      for (key, item) in children(container) {
        let path = path.isEmpty ? key : "\(path).\(key)"
        guard path.utf8.count <= Self.longest else {
          throw damaged("a name is longer than \(Self.longest) bytes")
        }
        try visit(item, at: path, depth: depth + 1)
      }
    default: break
    }
  }

  /// What is in a container, each with its key or place; of one key the last.
  private func children(_ container: PickleContainer) -> [(String, PickleValue)] {
    let items = container.items
    guard container.hasKeys else {
      return items.enumerated().map { (String($0.offset), $0.element) }
    }
    var places: [String: Int] = [:]
    var children: [(String, PickleValue)] = []
    for place in stride(from: 0, to: items.count - 1, by: 2) {
      guard let key = text(items[place]) else { continue }
      if let known = places.updateValue(children.count, forKey: key) {
        places[key] = known
        children[known].1 = items[place + 1]
      } else {
        children.append((key, items[place + 1]))
      }
    }
    return children
  }

  /// The text of a key; `nil` where it is of a kind that leads to no weights.
  private func text(_ key: PickleValue) -> String? {
    switch key {
    case .text(let text): text
    case .integer(let integer): String(integer)
    default: nil
    }
  }

  private func damaged(_ problem: String) -> PthError {
    .damaged(file: file, place: "its pickle", problem: problem)
  }
}
