/// Random recipes from a seed (SplitMix64: Steele et al., 2014).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }

  mutating func recipe() -> Recipe {
    var recipe = Recipe(
      name: text(), seed: next(), batchSize: .random(in: 1...65_536, using: &self),
      rate: positive(), momentum: .random(in: 0..<1, using: &self),
      isResumed: .random(using: &self), precision: oneOf(Precision.allCases) ?? .fp32)
    recipe.note = maybe { $0.text() }
    recipe.clip = maybe { .random(in: 0.001...100, using: &$0) }
    recipe.milestones = list { .random(in: 1...Int.max, using: &$0) }
    recipe.labels = list { $0.text() }
    recipe.attack = attack()
    recipe.evaluation = maybe {
      Evaluation(split: $0.text(), every: .random(in: 1...9, using: &$0))
    }
    recipe.method = method()
    return recipe
  }

  private mutating func method() -> Method {
    switch Int.random(in: 0..<3, using: &self) {
    case 0: return .plain
    case 1: return .advProp(AdvProp(attack: attack()))
    default:
      let cuts = [cut()] + list { $0.cut() }
      return .afan(AFAN(cleanWeight: .random(in: 0...1, using: &self), cuts: cuts))
    }
  }

  private mutating func cut() -> Cut {
    Cut(
      stage: text(), attack: attack(),
      lessons: list { Lesson(strength: .random(in: 0...1, using: &$0), weight: -$0.positive()) })
  }

  private mutating func attack() -> Attack {
    Attack(
      steps: .random(in: 1...1_000, using: &self), stepSize: positive(),
      start: maybe { Start(radius: $0.positive()) })
  }

  /// A finite number above 0, of any size.
  private mutating func positive() -> Double {
    let value = Double(bitPattern: next() >> 1)
    return value.isFinite && value > 0 ? value : 1
  }

  /// Up to eight characters of every kind.
  private mutating func text() -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &self) {
      let limit: UInt32 = oneOf([0x80, 0x80, 0x300, 0x3000, 0x11_0000]) ?? 0x80
      let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &self))
      if let scalar { text.append(scalar) }
    }
    return String(text)
  }

  private mutating func maybe<Value>(_ make: (inout Dice) -> Value) -> Value? {
    Bool.random(using: &self) ? make(&self) : nil
  }

  private mutating func list<Value>(_ make: (inout Dice) -> Value) -> [Value] {
    (0..<Int.random(in: 0...3, using: &self)).map { _ in make(&self) }
  }

  mutating func oneOf<Value>(_ values: [Value]) -> Value? {
    values.randomElement(using: &self)
  }
}
