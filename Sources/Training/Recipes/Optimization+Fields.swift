import Settings

// Every key of optimizers, schedules and averages.

extension OptimizerSettings: Configurable {
  /// The keys of `optimizer`.
  public static var fields: [Field<Self>] {
    [
      Field("learningRate", \.learningRate, in: .above(0)),
      Field("weightDecay", \.weightDecay, in: 0...),
      Field("decaysNormsAndBiases", \.decaysNormsAndBiases),
      Field("stageFactors", \.stageFactors),
      Field("kind", \.kind),
    ]
  }
}

extension OptimizerSettings.StageFactor: Configurable {
  /// The keys of one of `stageFactors`.
  public static var fields: [Field<Self>] {
    [
      Field("stage", \.stage, required: true),
      Field("factor", \.factor, in: .above(0), required: true),
    ]
  }

  /// A factor of which everything is still to be said.
  public init() { self.init(stage: "", factor: 0) }
}

extension OptimizerSettings.Kind: Choosable {
  /// The kinds of optimizers.
  public static var choices: [Choice<Self>] {
    [
      Choice("sgd", Self.sgd) { if case .sgd(let settings) = $0 { settings } else { nil } },
      Choice("adamw", Self.adamW) { if case .adamW(let settings) = $0 { settings } else { nil } },
      Choice("rmsprop", Self.rmsProp) {
        if case .rmsProp(let settings) = $0 { settings } else { nil }
      },
    ]
  }
}

extension SGDSettings: Configurable {
  /// The keys of `sgd`.
  public static var fields: [Field<Self>] {
    [Field("momentum", \.momentum, in: 0..<1), Field("nesterov", \.nesterov)]
  }
}

extension AdamWSettings: Configurable {
  /// The keys of `adamw`.
  public static var fields: [Field<Self>] {
    [
      Field("beta1", \.beta1, in: 0..<1),
      Field("beta2", \.beta2, in: 0..<1),
      Field("epsilon", \.epsilon, in: .above(0)),
    ]
  }
}

extension RMSPropSettings: Configurable {
  /// The keys of `rmsprop`.
  public static var fields: [Field<Self>] {
    [
      Field("alpha", \.alpha, in: 0..<1),
      Field("epsilon", \.epsilon, in: .above(0)),
      Field("momentum", \.momentum, in: 0..<1),
      Field("decouplesDecay", \.decouplesDecay),
    ]
  }
}

extension WeightAverageSettings: Configurable {
  /// The keys of `ema`.
  public static var fields: [Field<Self>] {
    [Field("decay", \.decay, in: 0..<1), Field("warmUp", \.warmUp)]
  }
}

extension WeightAverageSettings.WarmUp: Configurable {
  /// The keys of `ema.warmUp`.
  public static var fields: [Field<Self>] {
    [Field("gamma", \.gamma, in: .above(0)), Field("power", \.power, in: .above(0))]
  }
}

extension Schedule: Configurable {
  /// The keys of `schedule`.
  public static var fields: [Field<Self>] {
    [
      Field("warmUp", \.warmUp, in: 0...),
      Field("warmUpStart", \.warmUpStart, in: 0...1),
      Field("shape", \.shape),
    ]
  }

  /// A cosine to 0 without a warm-up.
  public init() { self.init(warmUp: 0) }
}

extension Schedule.Shape: Choosable {
  /// The shapes of a schedule.
  public static var choices: [Choice<Self>] {
    [
      Choice("constant", .constant),
      Choice("steps", Self.steps) { if case .steps(let steps) = $0 { steps } else { nil } },
      Choice("cosine", Self.cosine) { if case .cosine(let cosine) = $0 { cosine } else { nil } },
      Choice("polynomial", Self.polynomial) {
        if case .polynomial(let polynomial) = $0 { polynomial } else { nil }
      },
      Choice("exponential", Self.exponential) {
        if case .exponential(let exponential) = $0 { exponential } else { nil }
      },
    ]
  }
}

extension Schedule.Steps: Configurable {
  /// The keys of `steps`.
  public static var fields: [Field<Self>] {
    [Field("epochs", \.epochs, in: 1...100_000), Field("factor", \.factor, in: .above(0))]
  }

  /// No step.
  public init() { self.init(epochs: []) }
}

extension Schedule.Cosine: Configurable {
  /// The keys of `cosine`.
  public static var fields: [Field<Self>] { [Field("end", \.end, in: 0...1)] }

  /// A cosine to 0.
  public init() { self.init(end: 0) }
}

extension Schedule.Polynomial: Configurable {
  /// The keys of `polynomial`.
  public static var fields: [Field<Self>] {
    [Field("power", \.power, in: .above(0)), Field("end", \.end, in: 0...1)]
  }

  /// A line down to 0.
  public init() { self.init(power: 1) }
}

extension Schedule.Exponential: Configurable {
  /// The keys of `exponential`.
  public static var fields: [Field<Self>] {
    [
      Field("factor", \.factor, in: .above(0, through: 1)),
      Field("epochs", \.epochs, in: 0.001...),
      Field("staircase", \.staircase),
    ]
  }

  /// EfficientNet's decay.
  public init() { self.init(factor: 0.97) }
}
