import Pictures

/// How the levels of a policy are read, and how it moves pictures.
public struct PolicyReading: Sendable, Hashable {
  /// How new pixels are found.
  public enum Interpolation: String, Sendable, CaseIterable {
    /// The pixel that lies there.
    case nearest
    /// A mean of the four around.
    case bilinear
    /// A curve through the sixteen around.
    case bicubic
    /// One of the latter two, drawn for each move, as in timm.
    case either = "bilinear-or-bicubic"
  }

  /// What levels mean; `nil` for torchvision's meaning, or that which the policy was published for.
  public var magnitudes: Magnitudes?
  /// The standard deviation of levels around the policy's.
  public var deviation = 0.0
  /// How new pixels are found.
  public var interpolation = Interpolation.bilinear
  /// What is seen beside the picture, and painted by a cutout.
  public var fill = RotationSettings.Fill.black

  /// torchvision's: levels as they are, bilinear, black.
  public init() {}
}

/// A policy written out, in a recipe or in a file of its own.
public struct OwnPolicy: Sendable, Hashable {
  /// One operation of a list.
  public struct Step: Sendable, Hashable {
    /// What is done.
    public var operation = AugmentationOperation.identity
    /// How often.
    public var probability = 1.0
    /// How strongly; `nil` for an operation that has no strength.
    public var magnitude: Double?

    /// An operation that is still to be said.
    public init() {}
  }

  /// The lists of which one is drawn for each picture.
  public var lists: [[Step]] = []
  /// How levels are read, and pictures moved.
  public var reading = PolicyReading()

  /// Lists that are still to be said.
  public init() {}
}

/// Changes each picture by a list of operations that is drawn from a policy.
public enum AutoAugmentSettings: Sendable, Hashable {
  /// The policy found on ImageNet.
  case imageNet(PolicyReading)
  /// The one that EfficientNets were trained with.
  case imageNetV0(PolicyReading)
  /// The policy found on CIFAR-10.
  case cifar10(PolicyReading)
  /// A person's own, written out.
  case own(OwnPolicy)
  /// A person's own, in a file of the same keys, which a run keeps written out.
  case file(PolicyFile)
}

/// Where a policy is written.
public struct PolicyFile: Sendable, Hashable {
  /// The YAML file's path.
  public var path = ""

  /// A file that is still to be said.
  public init() {}
}

/// Changes each picture by a few operations of one level.
public struct RandAugmentSettings: Sendable, Hashable {
  /// How many operations are drawn for each picture.
  public var operations = 2
  /// How strong they are, from 0 to `highestMagnitude`.
  public var magnitude = 9.0
  /// The strongest level, for torchvision's meaning; `nil` for 30.
  ///
  /// timm's is always 10.
  public var highestMagnitude: Double?
  /// How often a drawn operation is done; `nil` for always, or for half of the time as in timm.
  public var probability: Double?
  /// The operations drawn from; `nil` for torchvision's or timm's.
  public var among: [AugmentationOperation]?
  /// How levels are read, and pictures moved.
  public var reading = PolicyReading()

  /// torchvision's.
  public init() {}
}

/// Mixes each picture with chains of changes of itself.
public struct AugMixSettings: Sendable, Hashable {
  /// How many chains are mixed.
  public var chains = 3
  /// How many changes a chain has; `nil` draws 1, 2 or 3.
  public var depth: Int?
  /// The highest level of a change, of 10.
  public var severity = 3.0
  /// The parameter of the distributions that weights are drawn from.
  public var alpha = 1.0
  /// Whether the enhancements are among the operations, which ImageNet-C has too.
  public var allOperations = false
  /// How new pixels are found.
  public var interpolation = PolicyReading.Interpolation.bilinear
  /// What is seen beside the picture.
  public var fill = RotationSettings.Fill.black

  /// The authors'.
  public init() {}
}
