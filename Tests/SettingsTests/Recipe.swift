import Settings

/// A made-up recipe with every kind of setting.
struct Recipe: Equatable {
  var name = "run"
  var seed: UInt64 = 7
  var batchSize = 128
  var rate = 0.1
  var momentum = 0.9
  var isResumed = false
  var precision = Precision.fp32
  var note: String?
  var clip: Double?
  var milestones = [100, 150]
  var labels: [String] = []
  var attack = Attack(steps: 5)
  var evaluation: Evaluation?
  var method = Method.plain
}

enum Precision: String, CaseIterable {
  case fp32
  case bf16
}

struct Attack: Equatable {
  var steps = 1
  var stepSize = 1.0
  var start: Start?
}

struct Start: Equatable {
  var radius = 0.0
}

struct Evaluation: Equatable {
  var split = ""
  var every = 1
}

enum Method: Equatable {
  case plain
  case afan(AFAN)
  case advProp(AdvProp)
}

struct AFAN: Equatable {
  var cleanWeight = 0.5
  var cuts: [Cut] = []
}

struct Cut: Equatable {
  var stage = ""
  var attack = Attack()
  var lessons = [Lesson(weight: 0.5)]
}

struct Lesson: Equatable {
  var strength = 1.0
  var weight = 0.0
}

struct AdvProp: Equatable {
  var attack = Attack()
}

extension Precision: SettingValue {}

extension Recipe: Configurable {
  static var fields: [Field<Self>] {
    [
      Field("name", \.name),
      Field("seed", \.seed),
      Field("batchSize", \.batchSize, in: 1...65_536),
      Field("rate", \.rate, in: .above(0)),
      Field("momentum", \.momentum, in: 0..<1),
      Field("isResumed", \.isResumed),
      Field("precision", \.precision),
      Field("note", \.note),
      Field("clip", \.clip, in: .above(0, through: 100)),
      Field("milestones", \.milestones, in: 1...),
      Field("labels", \.labels),
      Field("attack", \.attack),
      Field("evaluation", \.evaluation),
      Field("method", \.method),
    ]
  }
}

extension Attack: Configurable {
  static var fields: [Field<Self>] {
    [
      Field("steps", \.steps, in: 1...1_000),
      Field("stepSize", \.stepSize, in: .above(0)),
      Field("start", \.start),
    ]
  }
}

extension Start: Configurable {
  static var fields: [Field<Self>] { [Field("radius", \.radius, in: 0...)] }
}

extension Evaluation: Configurable {
  static var fields: [Field<Self>] {
    [Field("split", \.split, required: true), Field("every", \.every, in: 1...)]
  }
}

extension Method: Choosable {
  static var choices: [Choice<Self>] {
    [
      Choice("plain", .plain),
      Choice("afan", Method.afan) { if case .afan(let afan) = $0 { afan } else { nil } },
      Choice("advProp", Method.advProp) { if case .advProp(let it) = $0 { it } else { nil } },
    ]
  }
}

extension AFAN: Configurable {
  static var fields: [Field<Self>] {
    [
      Field("cleanWeight", \.cleanWeight, in: 0...1),
      Field("cuts", \.cuts, count: 1..., required: true),
    ]
  }
}

extension Cut: Configurable {
  static var fields: [Field<Self>] {
    [
      Field("stage", \.stage, required: true),
      Field("attack", \.attack),
      Field("lessons", \.lessons),
    ]
  }
}

extension Lesson: Configurable {
  static var fields: [Field<Self>] {
    [Field("strength", \.strength, in: 0...1), Field("weight", \.weight, required: true)]
  }
}

extension AdvProp: Configurable {
  static var fields: [Field<Self>] { [Field("attack", \.attack)] }
}
