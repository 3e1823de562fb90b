import Randomness

/// How one forward pass treats the network.
///
/// A pass is a value handed to every stage; no layer stores a mode. Two passes with the same `seed`
/// draw the same dropout masks, so a pass is a function of its state: a random layer draws from a
/// generator seeded by `seed` and its own path.
public struct Pass: Sendable, Hashable {
  /// Where a batch norm takes its mean and variance from.
  public enum Statistics: Sendable, Hashable {
    /// The running averages.
    case stored
    /// The batch, leaving the running averages as they are.
    case batch
    /// The batch, which also moves the running averages.
    case batchAndUpdate
  }

  /// Which set of batch-norm scales, shifts and averages is used.
  public enum Branch: Sendable, Hashable, CustomStringConvertible {
    /// The set that evaluation uses.
    case main
    /// A set kept for another distribution, such as adversarial pictures (Xie et al., 2020).
    case auxiliary(Int)

    /// Its name among others, such as "auxiliary 0".
    public var description: String {
      switch self {
      case .main: "main"
      case .auxiliary(let index): "auxiliary \(index)"
      }
    }

    /// How many auxiliary sets there must be for this one to exist.
    public var auxiliaryBranches: Int {
      switch self {
      case .main: 0
      case .auxiliary(let index): index + 1
      }
    }
  }

  /// Where batch norms take their statistics from.
  public let statistics: Statistics
  /// Which set of batch-norm parameters is used.
  public let branch: Branch
  /// What random layers draw from; `nil` where nothing is random.
  public let seed: Seed?
  /// Whether the network keeps what a stage leaves.
  ///
  /// Its maps are in the parameters' type then, so that a small move of them is not rounded away.
  public internal(set) var isKept = false

  /// A pass with all choices made; the named ones below cover the usual cases.
  public init(statistics: Statistics, branch: Branch, seed: Seed?) {
    self.statistics = statistics
    self.branch = branch
    self.seed = seed
  }

  /// Running averages of the main branch, nothing random.
  public static let evaluation = Pass.evaluating(.main)

  /// Running averages of `branch`, nothing random.
  public static func evaluating(_ branch: Branch) -> Pass {
    Pass(statistics: .stored, branch: branch, seed: nil)
  }

  /// Batch statistics, which also move the running averages of `branch`.
  public static func training(_ branch: Branch = .main, seed: Seed) -> Pass {
    Pass(statistics: .batchAndUpdate, branch: branch, seed: seed)
  }

  /// This pass as a frozen stage takes it: running averages of the same branch, nothing random.
  var throughFrozen: Pass {
    var pass = Pass.evaluating(branch)
    pass.isKept = isKept
    return pass
  }

  /// The same pass once more: running averages have been moved already.
  var again: Pass {
    guard statistics == .batchAndUpdate else { return self }
    var pass = Pass(statistics: .batch, branch: branch, seed: seed)
    pass.isKept = isKept
    return pass
  }

  /// Batch statistics of `branch`, leaving nothing behind.
  public static func attacking(_ branch: Branch = .main, seed: Seed) -> Pass {
    Pass(statistics: .batch, branch: branch, seed: seed)
  }
}
