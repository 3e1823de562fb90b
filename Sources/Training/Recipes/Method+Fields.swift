import Adversary
import Networks
import Settings

// Every key of the training methods.

extension Method: Choosable {
  /// The methods.
  public static var choices: [Choice<Self>] {
    [
      Choice("plain", .plain),
      Choice("afan", Method.afan) { if case .afan(let afan) = $0 { afan } else { nil } },
      Choice("learnable-afan", Method.learnableAFAN) {
        if case .learnableAFAN(let afan) = $0 { afan } else { nil }
      },
      Choice("advprop", Method.advProp) {
        if case .advProp(let method) = $0 { method } else { nil }
      },
      Choice("free-advprop", Method.freeAdvProp) {
        if case .freeAdvProp(let method) = $0 { method } else { nil }
      },
      Choice("fast-advprop", Method.fastAdvProp) {
        if case .fastAdvProp(let method) = $0 { method } else { nil }
      },
      Choice("shape-texture", Method.shapeTexture) {
        if case .shapeTexture(let settings) = $0 { settings } else { nil }
      },
      Choice("moment-exchange", Method.momentExchange) {
        if case .momentExchange(let method) = $0 { method } else { nil }
      },
      Choice("adversarial-training", Method.adversarialTraining) {
        if case .adversarialTraining(let method) = $0 { method } else { nil }
      },
      Choice("augmix", Method.augMix) { if case .augMix(let method) = $0 { method } else { nil } },
    ]
  }
}

extension AFAN: Configurable {
  /// The keys of `afan`.
  public static var fields: [Field<Self>] {
    [
      Field("start", \.start),
      Field("cleanWeight", \.cleanWeight, in: 0...),
      Field("cuts", \.cuts, count: 1...64, required: true),
      Field("branch", \.branch),
      Field("attackBranch", \.attackBranch),
      Field("attackStatistics", \.attackStatistics),
      Field("lessonsMoveAverages", \.lessonsMoveAverages),
      Field("front", \.front),
      Field("skips", \.skips),
      Field("firstSlopes", \.firstSlopes),
    ]
  }

  /// A method without a cut, to which settings add.
  public init() { self.init(cuts: []) }
}

extension AFAN.Start: Choosable {
  /// What a batch may be before its features are moved.
  public static var choices: [Choice<Self>] {
    [
      Choice("clean", .clean),
      Choice("attacked", Self.attacked) {
        if case .attacked(let attack) = $0 { attack } else { nil }
      },
    ]
  }
}

extension LearnableAFAN: Configurable {
  /// The keys of `learnable-afan`.
  public static var fields: [Field<Self>] {
    [
      Field("cleanWeight", \.cleanWeight, in: 0...),
      Field("lessonWeight", \.lessonWeight, in: .above(0)),
      Field("cuts", \.cuts, count: 1...64, required: true),
      Field("attack", \.attack),
      Field("learningRate", \.learningRate, in: 0...),
      Field("momentum", \.momentum, in: 0..<1),
      Field("penalty", \.penalty, in: 0...),
      Field("lessonsMoveAverages", \.lessonsMoveAverages),
    ]
  }

  /// A method without a cut, to which settings add.
  public init() { self.init(cuts: []) }
}

extension AFAN.Cut: Configurable {
  /// The keys of one of `cuts`.
  public static var fields: [Field<Self>] {
    [
      Field("stage", \.stage, required: true),
      Field("attack", \.attack, required: true),
      Field("lessons", \.lessons, count: 1...64, required: true),
    ]
  }

  /// A cut of which everything is still to be said.
  public init() { self.init(stage: "", attack: PGD(), lessons: []) }
}

extension AFAN.Lesson: Configurable {
  /// The keys of one of `lessons`.
  public static var fields: [Field<Self>] {
    [
      Field("strength", \.strength, in: 0...1),
      Field("weight", \.weight, in: 0..., required: true),
      Field("normalization", \.normalization),
    ]
  }

  /// A lesson whose weight is still to be said.
  public init() { self.init(weight: 0) }
}

extension PGD: Configurable {
  /// The keys of an attack.
  public static var fields: [Field<Self>] {
    [
      Field("steps", \.steps, in: 1...10_000),
      Field("stepSize", \.stepSize, in: 0..., required: true),
      Field("unit", \.unit),
      Field("norm", \.norm),
      Field("direction", \.direction),
      Field("radius", \.radius, in: .above(0)),
      Field("randomStart", \.randomStart),
      Field("cleanStarts", \.cleanStarts, in: 0...1),
      Field("range", \.bounds, in: Ordered()),
      Field("targeted", \.targeted),
    ]
  }

  /// An attack whose step size is still to be said.
  public init() { self.init(stepSize: 0) }

  /// The `range` as recipes write it.
  var bounds: Bounds? {
    get { range.map { Bounds(from: $0.lowerBound, to: $0.upperBound) } }
    set { range = newValue.map { min($0.from, $0.to)...max($0.from, $0.to) } }
  }
}

/// What elements are kept in.
struct Bounds: Configurable, Hashable {
  var from = 0.0
  var to = 1.0

  static var fields: [Field<Self>] { [Field("from", \.from), Field("to", \.to)] }
}

/// Bounds of which the first is below the second.
private struct Ordered: Limit {
  let allowed = "a `from` that is below `to`"

  func allows(_ bounds: Bounds) -> Bool { bounds.from < bounds.to }
}

extension Pass.Branch: Choosable {
  /// The branches of batch norm.
  public static var choices: [Choice<Self>] {
    [
      Choice("main", .main),
      Choice("auxiliary", { (index: BranchIndex) in .auxiliary(index.index) }) {
        if case .auxiliary(let index) = $0 { BranchIndex(index: index) } else { nil }
      },
    ]
  }
}

/// Which auxiliary branch.
struct BranchIndex: Configurable {
  var index = 0

  static var fields: [Field<Self>] { [Field("index", \.index, in: 0...15)] }
}

extension AFAN.AttackStatistics: SettingValue {}
extension PGD.Norm: SettingValue {}
extension PGD.Unit: SettingValue {}
extension PGD.Direction: SettingValue {}
extension AFAN.FirstSlopes: SettingValue {}
extension AFAN.Attachment: SettingValue {}
extension AFAN.Lesson.Statistics: SettingValue {}
