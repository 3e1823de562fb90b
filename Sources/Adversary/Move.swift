import Torch

/// How features were moved at one cut, and what the network made of them.
public struct Move {
  /// The stage that left the features.
  public let stage: String
  /// The features as they were, outside any graph.
  public let clean: [Tensor]
  /// The features fully moved.
  public let moved: [Tensor]
  /// What the network made of the features as they were.
  let start: Learned.Part
  /// Whether lessons went through other batch norms than that.
  let ownNorms: Bool
  /// Whether `start` is of these very features, so that there is an effect to tell of; it is not where
  /// the pictures that are attacked were mixed for the clean loss.
  public let isOfStart: Bool
  /// What each lesson was learned from.
  public private(set) var lessons: [[Tensor]] = []
  /// What the network made of each lesson's features.
  private var parts: [Learned.Part] = []

  /// A move whose lessons are still to come.
  init(
    stage: String, clean: [Tensor], moved: [Tensor], start: Learned.Part, ownNorms: Bool = false,
    isOfStart: Bool = true
  ) {
    self.stage = stage
    self.clean = clean
    self.moved = moved
    self.start = start
    self.ownNorms = ownNorms
    self.isOfStart = isOfStart
  }

  /// Adds the features that a lesson was learned from, and what the network made of them.
  mutating func add(_ features: [Tensor], _ part: Learned.Part) {
    lessons.append(features)
    parts.append(part)
  }

  /// What the features of lesson `index` did to the batch; `dtype` is what the stages behind the
  /// cut round them to, `nil` where they compute in the features' own type.
  ///
  /// Numbers are read from the device here and nowhere before.
  public func effect(ofLesson index: Int, roundedTo dtype: DType?) throws -> MoveEffect {
    let scores = try (start.score?.item(), parts[index].score?.item())
    return MoveEffect(
      rms: try Move.relativeRMS(from: clean, to: lessons[index]),
      lossRatio: try parts[index].value() / start.value(),
      accuracyLost: scores.0.flatMap { start in scores.1.map { start - $0 } },
      survival: try dtype.map { try survival(ofLesson: index, roundedTo: $0) } ?? 1,
      ownNorms: ownNorms)
  }

  /// The part of the elements changed in the full move that still differ from the clean ones after
  /// rounding to `dtype`, 0...1; 1 where nothing was changed.
  public func survival(roundedTo dtype: DType) throws -> Double {
    try Move.survival(from: clean, to: moved, roundedTo: dtype)
  }

  /// The same of what lesson `index` was learned from.
  public func survival(ofLesson index: Int, roundedTo dtype: DType) throws -> Double {
    try Move.survival(from: clean, to: lessons[index], roundedTo: dtype)
  }

  /// The part of the elements that differ between `clean` and `moved` which still do after rounding
  /// to `dtype`, 0...1; 1 where none differ.
  public static func survival(
    from clean: [Tensor], to moved: [Tensor], roundedTo dtype: DType
  ) throws -> Double {
    var changed = 0.0
    var surviving = 0.0
    for (clean, moved) in zip(clean, moved) {
      changed += try moved.ne(clean).sum().item()
      surviving += try moved.to(dtype).ne(clean.to(dtype)).sum().item()
    }
    return changed > 0 ? surviving / changed : 1
  }

  /// The root mean square of `moved - clean` over that of `clean`; 0 where both are.
  public static func relativeRMS(from clean: [Tensor], to moved: [Tensor]) throws -> Double {
    var moves = 0.0
    var sizes = 0.0
    for (clean, moved) in zip(clean, moved) {
      moves += try (moved - clean).square().sum().item()
      sizes += try clean.square().sum().item()
    }
    return moves > 0 ? (moves / sizes).squareRoot() : 0
  }
}
