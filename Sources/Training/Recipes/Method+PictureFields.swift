import Adversary
import Networks
import Settings

// Every key of the methods that change pictures, and of how pictures are mixed.

extension Mixing: Configurable {
  /// The keys of `mixing`.
  public static var fields: [Field<Self>] {
    [
      Field("mixup", \.mixup, in: .above(0)),
      Field("cutmix", \.cutmix, in: .above(0)),
      Field("probability", \.probability, in: 0...1),
      Field("cutmixShare", \.cutmixShare, in: 0...1),
    ]
  }
}

extension Mixing {
  /// What contradicts itself among the settings, or would be ignored; a line for each.
  var problems: [String] {
    if mixup == nil, cutmix == nil {
      return ["mixing: neither mixup nor cutmix is given, nothing would be mixed"]
    }
    var problems: [String] = []
    if probability == 0 {
      problems.append("mixing.probability is 0, nothing would be mixed; give null for mixing")
    }
    if mixup == nil || cutmix == nil, cutmixShare != Mixing().cutmixShare {
      problems.append("mixing.cutmixShare is for mixup and cutmix together; leave it out")
    }
    return problems
  }
}

extension AdvProp: Configurable {
  /// The keys of `advprop`.
  public static var fields: [Field<Self>] {
    [
      Field("cleanWeight", \.cleanWeight, in: 0...),
      Field("adversarialWeight", \.adversarialWeight, in: 0...),
      Field("attack", \.attack),
      Field("branch", \.branch),
      Field("attackStatistics", \.attackStatistics),
      Field("views", \.views, count: 0...8),
    ]
  }
}

extension AdvProp.View: Configurable {
  /// The keys of one of `views`.
  public static var fields: [Field<Self>] {
    [Field("weight", \.weight, in: .above(0)), Field("branch", \.branch)]
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
      Field("radius", \.radius, in: .above(0, through: 1)),
      Field("groups", \.groups, in: 1...1024),
      Field("balancesGradients", \.balancesGradients),
    ]
  }
}

extension MomentExchange: Configurable {
  /// The keys of `moment-exchange`.
  public static var fields: [Field<Self>] {
    [
      Field("stage", \.stage),
      Field("statistics", \.statistics),
      Field("probability", \.probability, in: 0...1),
      Field("ownShare", \.ownShare, in: 0...1),
    ]
  }
}

extension AdversarialTraining: Configurable {
  /// The keys of `adversarial-training`.
  public static var fields: [Field<Self>] { [Field("attack", \.attack, required: true)] }

  /// A method whose attack is still to be said.
  public init() { self.init(attack: PGD()) }
}

extension AugMixTraining: Configurable {
  /// The keys of `augmix`.
  public static var fields: [Field<Self>] {
    [Field("weight", \.weight, in: .above(0)), Field("views", \.viewCount, in: 1...8)]
  }
}
