import Adversary
import Networks

/// Everything that decides a training run: what is trained, on what, how and for how long.
///
/// A value with a YAML form (`Recipe+Fields.swift` has its keys). The same recipe gives the same
/// run, bit for bit, on one machine with one number of threads.
public struct Recipe: Sendable, Hashable {
  /// What run folders are called after.
  public var name = "unnamed"
  /// What is to be expected of it, where that was measured, or what it follows.
  public var about = ""
  /// The root of all randomness.
  public var seed: UInt64 = 1
  /// What the network is trained to do.
  public var task = TaskSettings.classification
  /// The pictures.
  public var data = DataSettings()
  /// The network.
  public var network = NetworkSettings()
  /// The weights to start from: a safetensors file, a checkpoint's folder or a run's.
  ///
  /// `nil` to draw them from the seed. A head for another number of classes is drawn anew.
  public var initialWeights: String?
  /// How auxiliary branches of batch norm start that the initial weights do not have.
  public var newBranches = ParameterStore.Source.NewBranches.copied
  /// The stages that do not learn, and run as in evaluation.
  public var freeze: [String] = []
  /// How each batch is learned from.
  public var method = Method.plain
  /// How the pictures of a batch are mixed with each other before they are learned; `nil` for not at
  /// all.
  ///
  /// Methods that learn from attacked pictures beside clean ones attack them unmixed.
  public var mixing: Mixing?
  /// The part of each target that is spread over all classes, 0..<1.
  public var labelSmoothing = 0.0
  /// How often the training pictures are gone through.
  public var epochs = 30
  /// How many steps the run has, whatever `epochs` says; `nil` leaves it to `epochs`.
  ///
  /// The last epoch may then be a part of one.
  public var steps: Int?
  /// How many pictures a batch has; what does not fill one is left for another epoch.
  public var batchSize = 128
  /// How many batches a step learns from, by the mean of their gradients; an epoch's last batches
  /// that do not fill a step are left for another epoch.
  public var accumulate = 1
  /// How parameters are moved.
  public var optimizer = OptimizerSettings()
  /// How the learning rate goes.
  public var schedule = Schedule()
  /// The longest the gradients of all parameters together may be; `nil` for any length.
  public var clipNorm: Double?
  /// An average of the weights over the steps, which is judged in their place; `nil` for none.
  public var average: WeightAverageSettings?
  /// The number formats.
  public var precision = Precision.fp32
  /// Where tensors are: `cpu`, `cuda` or `cuda:<n>`.
  public var device = "cpu"
  /// How many threads an operation may use; `nil` for libtorch's choice.
  public var threads: Int?
  /// What the network is judged on.
  public var evaluation = EvaluationSettings()
  /// Every how many steps the log has a line.
  public var logEvery = 20
  /// Every how many steps a checkpoint is written, besides each epoch's end.
  public var checkpointEvery: Int?
  /// How many checkpoints before the last one are kept, as `step-<k>`; a damaged last one is then
  /// no loss.
  public var checkpointsKept = 1

  /// ResNet-20 on Fashion-MNIST, plainly.
  public init() {}
}

/// How each batch is learned from: one case for each method.
public enum Method: Sendable, Hashable {
  /// Every batch as it is.
  case plain
  /// Also with features moved to where the loss is higher.
  case afan(AFAN)
  /// The same with strengths that are learned.
  case learnableAFAN(LearnableAFAN)
  /// Also with attacked pictures, through batch norms of their own.
  case advProp(AdvProp)
  /// The same, attacked along slopes that are there already.
  case freeAdvProp(FreeAdvProp)
  /// A part of each batch attacked, at the cost of plain training.
  case fastAdvProp(FastAdvProp)
  /// Also with pictures in the style of others, through batch norms of their own.
  case shapeTexture(ShapeTextureSettings)
  /// With features whose moments are another picture's.
  case momentExchange(MomentExchange)
  /// With attacked pictures alone.
  case adversarialTraining(AdversarialTraining)
  /// Also with views of the same pictures, which are to be told alike.
  case augMix(AugMixTraining)

  /// Its settings.
  public var settings: any MethodSettings {
    switch self {
    case .plain: Plain()
    case .afan(let afan): afan
    case .learnableAFAN(let afan): afan
    case .advProp(let method): method
    case .freeAdvProp(let method): method
    case .fastAdvProp(let method): method
    case .shapeTexture(let settings): settings
    case .momentExchange(let method): method
    case .adversarialTraining(let method): method
    case .augMix(let method): method
    }
  }
}

/// What a network is judged on, at the end of a run and by `spar evaluate`.
public struct EvaluationSettings: Sendable, Hashable {
  /// Which classes a network may choose.
  public enum Choices: String, Sendable, CaseIterable {
    /// All that it tells apart.
    case all
    /// Those that the judged pictures are of, as for ImageNet-A and -R (Hendrycks et al., 2021).
    case present
  }

  /// Which pictures are judged at the end: those to test on, or the ones held out for validation,
  /// so that no test picture is looked at while settings are still being chosen.
  public var pictures = PictureSplits.Judged.test
  /// Every how many epochs the held-out pictures are judged, and after the last one.
  public var every = 1
  /// Every how many steps they are judged instead, and after the last one; `nil` judges by epochs.
  public var everySteps: Int?
  /// Which classes a network may choose when it is judged; attacks aim at all outputs in any case.
  public var choices = Choices.all
  /// Which set of batch norms the network is judged through, where a method has several.
  public var branch = Pass.Branch.main
  /// How many pictures are judged at a time; it has no say in figures, but for an attack that is
  /// targeted, starts at random or measures its steps by the pictures (`unit: relative`).
  public var batchSize = 250
  /// The standard deviation of added Gaussian noise, of pictures in 0...1; `nil` leaves it out.
  public var noise: Double? = 0.1
  /// The step of the fast gradient sign method, of pictures in 0...1; `nil` leaves it out.
  public var fgsm: Double? = 2.0 / 255
  /// A projected gradient attack on pictures in 0...1; `nil` leaves it out.
  public var pgd: PGD?
  /// The sizes of a picture, as multiples of its own, at which the classes of its pixels are told.
  ///
  /// What is judged is the mean of what is told at each; attacks aim at the picture's own.
  public var scales = [1.0]
  /// Whether they are also told of its mirror image at each size, turned back.
  public var flips = false
  /// How many pictures whose shape and texture tell different classes, of `data.set: shapes`, show
  /// which of the two the network goes by; `nil` leaves it out.
  public var conflict: Int?

  /// Noise of 0.1 and FGSM of 2/255.
  public init() {}
}
