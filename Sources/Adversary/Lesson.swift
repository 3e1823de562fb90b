import Torch

extension AFAN {
  /// One strength of a move, and what its loss weighs.
  public struct Lesson: Sendable, Hashable {
    /// Over what the statistics are taken that clean features borrow from moved ones.
    public enum Statistics: String, Sendable, CaseIterable {
      /// Over channels, at each position of each sample, as the authors' code has it (PONO: Li et
      /// al., 2019).
      case position
      /// Over the batch and all positions, for each channel: the batch norm statistics of the
      /// paper.
      case channel
      /// Over all positions, for each channel of each sample.
      case sample

      /// The dimensions of `[N, C, H, W]` they are taken over.
      var dimensions: [Int] {
        switch self {
        case .position: [1]
        case .channel: [0, 2, 3]
        case .sample: [2, 3]
        }
      }
    }

    /// The part of the move that is taken, 0...1.
    public var strength: Double
    /// The weight of its loss.
    public var weight: Double
    /// The statistics that clean features take from the moved ones, rather than the move itself;
    /// `nil` learns from the moved features.
    public var normalization: Statistics?

    /// A lesson of the given weight.
    public init(strength: Double = 1, weight: Double, normalization: Statistics? = nil) {
      self.strength = strength
      self.weight = weight
      self.normalization = normalization
    }

    /// What is learned from, given the features at `stage` as they were and fully moved.
    ///
    /// `learned` stands for `strength` where that is learned itself; what comes has its graph then.
    ///
    /// - Throws: `AdversaryError.tooFewValues` where the statistics are of single values.
    public func features(
      from clean: [Tensor], to moved: [Tensor], at stage: String, strength learned: Tensor? = nil
    ) throws -> [Tensor] {
      try zip(clean, moved).map { clean, moved in
        let part = try part(of: moved, from: clean, learned)
        return try normalization?.exchanged(in: clean, for: part, at: stage) ?? part
      }
    }

    private func part(of moved: Tensor, from clean: Tensor, _ learned: Tensor?) throws -> Tensor {
      if let learned { return try clean + learned * (moved - clean) }
      return strength == 1 ? moved : try clean + strength * (moved - clean)
    }
  }
}

extension AFAN.Lesson.Statistics {
  /// `maps` with the mean and deviation that `other` has.
  ///
  /// - Throws: `AdversaryError.tooFewValues` where they would be those of single values.
  func exchanged(in maps: Tensor, for other: Tensor, at stage: String) throws -> Tensor {
    let isMap = maps.shape.count == 4
    guard isMap, dimensions.reduce(1, { $0 * maps.shape[$1] }) > 1 else {
      throw AdversaryError.tooFewValues(stage: stage, statistics: rawValue, shape: maps.shape)
    }
    return try maps.withMoments(of: other, over: dimensions)
  }
}
