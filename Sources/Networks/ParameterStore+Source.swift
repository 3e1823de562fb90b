import Torch

extension ParameterStore {
  /// Weights to start from, and what to call them in messages.
  public struct Source {
    /// How auxiliary branches of batch norm start that weights do not have.
    public enum NewBranches: String, Sendable, CaseIterable {
      /// As the main branch.
      case copied
      /// As in a network that has not been trained: normalizing, and nothing more.
      case fresh
    }

    let name: String
    let tensors: [String: Tensor]
    let adapts: Bool
    let newBranches: NewBranches
    let notes: [String]
    /// The path below which they are; empty where they are of a whole network.
    private var root = ""

    /// `tensors` by their names in checkpoints; `name` tells a person where they are from.
    ///
    /// Where `adapts`, they are those of another training to start from: a head for another number
    /// of classes is drawn anew, auxiliary branches of batch norm that are missing start as
    /// `newBranches` says, and those that the network does not have are left out. The store's
    /// `notices` tell of it. Without it everything must fit.
    ///
    /// `notes` tell how the tensors came by these names; they are among the store's notices.
    public init(
      name: String, _ tensors: [String: Tensor], adapts: Bool = false,
      newBranches: NewBranches = .copied, notes: [String] = []
    ) {
      self.name = name
      self.tensors = tensors
      self.adapts = adapts
      self.newBranches = newBranches
      self.notes = notes
    }

    /// The same weights for the part of a network below `path`; what lies elsewhere starts as its
    /// initializers say.
    public func placed(below path: String) -> Source {
      let placed = tensors.map { ("\(path).\($0.key)", $0.value) }
      var source = Source(
        name: name, Dictionary(uniqueKeysWithValues: placed), adapts: adapts,
        newBranches: newBranches, notes: notes)
      source.root = path
      return source
    }

    /// The same weights without those whose names `isKept` refuses.
    public func keeping(_ isKept: (String) -> Bool) -> Source {
      Source(
        name: name, tensors.filter { isKept($0.key) }, adapts: adapts, newBranches: newBranches,
        notes: notes)
    }

    /// Whether the tensor called `path` is to be among them.
    func covers(_ path: String) -> Bool { root.isEmpty || path.hasPrefix("\(root).") }
  }

  /// A tensor of the network that the weights have not, or of another shape.
  struct Problem {
    let path: String
    let found: [Int]?
    let expected: [Int]

    var text: String {
      guard let found else { return "'\(path)' \(expected) is missing from the weights" }
      return "'\(path)' is \(found) in the weights, \(expected) in the network"
    }

    /// Whether it is of an auxiliary branch that the weights lack.
    var isOfNewBranch: Bool { found == nil && AuxiliaryName(path) != nil }

    /// Whether it is a head for another number of classes.
    func isOfHead(_ head: Set<String>) -> Bool {
      head.contains(path) && found?.count == expected.count
        && found?.dropFirst() == expected.dropFirst()
    }
  }
}

extension ParameterStore.Source {
  /// The weight for `path`, or what stands in for it, with its own name.
  func tensor(for path: String) -> (name: String, tensor: Tensor)? {
    if let tensor = tensors[path] { return (path, tensor) }
    guard adapts, newBranches == .copied, let main = AuxiliaryName(path)?.main else { return nil }
    return tensors[main].map { (main, $0) }
  }

  /// What is wrong, and what a person should know of what is not, given what was found.
  func fit(
    _ problems: [ParameterStore.Problem], copied: [String], unused: [String], head: Set<String>
  ) -> (problems: [String], notices: [String]) {
    func left(_ path: String) -> String { "'\(path)' is in the weights but not in the network" }
    guard adapts else { return (problems.map(\.text) + unused.map(left), []) }
    let renewed = problems.filter { $0.isOfHead(head) }
    let fresh = newBranches == .fresh ? problems.filter(\.isOfNewBranch).map(\.path) : []
    let dropped = unused.filter { AuxiliaryName($0) != nil }
    let rest =
      problems.filter { !$0.isOfHead(head) && !fresh.contains($0.path) }.map(\.text)
      + unused.filter { AuxiliaryName($0) == nil }.map(left)
    var notices: [String] = []
    if !renewed.isEmpty {
      notices.append(
        "\(name) is of another number of classes, so the head is drawn anew: "
          + renewed.map(\.text).joined(separator: "; "))
    }
    if !copied.isEmpty {
      notices.append(
        "\(name) lacks \(copied.count) tensors of auxiliary batch norms, which start as copies of "
          + "the main ones")
    }
    if !fresh.isEmpty {
      notices.append(
        "\(name) lacks \(fresh.count) tensors of auxiliary batch norms, which start afresh")
    }
    if !dropped.isEmpty {
      notices.append(
        "\(name) has \(dropped.count) tensors of auxiliary batch norms that the network lacks; they "
          + "are left out")
    }
    return (rest, notices)
  }
}
