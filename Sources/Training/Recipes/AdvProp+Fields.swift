import Adversary
import Settings

// Every key of the methods that attack pictures.

extension AdvProp: Configurable {
  /// The keys of `advprop`.
  public static var fields: [Field<Self>] {
    [
      Field("cleanWeight", \.cleanWeight, in: 0...),
      Field("adversarialWeight", \.adversarialWeight, in: 0...),
      Field("attack", \.attack),
      Field("branch", \.branch),
      Field("attackStatistics", \.attackStatistics),
    ]
  }
}

extension FreeAdvProp: Configurable {
  /// The keys of `free-advprop`.
  public static var fields: [Field<Self>] {
    [
      Field("cleanWeight", \.cleanWeight, in: .above(0)),
      Field("adversarialWeight", \.adversarialWeight, in: 0...),
      Field("attack", \.attack),
      Field("branch", \.branch),
    ]
  }
}

extension FastAdvProp: Configurable {
  /// The keys of `fast-advprop`.
  public static var fields: [Field<Self>] {
    [
      Field("attackedShare", \.attackedShare, in: .above(0, through: 0.9)),
      Field("noiseWeight", \.noiseWeight, in: 0...),
      Field("adversarialWeight", \.adversarialWeight, in: 0...),
      Field("radius", \.radius, in: .above(0)),
      Field("groups", \.groups, in: 1...1024),
      Field("balancesGradients", \.balancesGradients),
    ]
  }
}

extension AdversarialTraining: Configurable {
  /// The keys of `adversarial-training`.
  public static var fields: [Field<Self>] { [Field("attack", \.attack, required: true)] }

  /// A method whose attack is still to be said.
  public init() { self.init(attack: PGD()) }
}
