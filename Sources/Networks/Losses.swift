import Torch

/// The named terms that a network is charged for, each with its weight.
public struct Losses {
  /// One term.
  public struct Term {
    /// What it charges for, such as `crossEntropy`.
    public let name: String
    /// Its value before weighting, of shape `[]`.
    public let value: Tensor
    /// What it counts in the total.
    public let weight: Double
  }

  /// The terms, in the task's order.
  public private(set) var terms: [Term]

  /// The given terms, one or more.
  public init(_ terms: [Term]) {
    precondition(!terms.isEmpty, "a task is charged for one term or more")
    self.terms = terms
  }

  /// A single term of weight 1.
  public init(_ name: String, _ value: Tensor) {
    terms = [Term(name: name, value: value, weight: 1)]
  }

  /// The same terms, each `factor` times as heavy.
  public func weighted(_ factor: Double) -> Losses {
    Losses(terms.map { Term(name: $0.name, value: $0.value, weight: $0.weight * factor) })
  }

  /// The terms of both.
  public static func + (one: Losses, other: Losses) -> Losses { Losses(one.terms + other.terms) }

  /// The mean of the same terms over groups of samples, of which each is a share, 0...1, of all.
  public static func mean(of groups: [(losses: Losses, share: Double)]) throws -> Losses {
    let terms = groups[0].losses.terms.enumerated().map { index, term in
      (term, groups.map { ($0.losses.terms[index].value, $0.share) })
    }
    return Losses(
      try terms.map { term, values in
        let parts = try values.map { try $0.1 * $0.0 }
        let sum = try parts.dropFirst().reduce(parts[0]) { try $0 + $1 }
        return Term(name: term.name, value: sum, weight: term.weight)
      })
  }

  /// The weighted sum, of shape `[]`.
  public func total() throws -> Tensor {
    let weighted = try terms.map { $0.weight == 1 ? $0.value : try $0.weight * $0.value }
    return try weighted.dropFirst().reduce(weighted[0]) { try $0 + $1 }
  }

  /// The same values, outside the gradient graph.
  public func detached() throws -> Losses {
    Losses(
      try terms.map { Term(name: $0.name, value: try $0.value.detach(), weight: $0.weight) })
  }
}
