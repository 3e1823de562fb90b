import Randomness
import Torch

/// What flows through an image classifier.
public struct ClassifierState: MapFlow {
  /// `[[N, C, H, W]]` before the head, `[[N, classes]]` after it.
  public var maps: [Tensor]
  /// The class of each image, `[N]`, int64, or the weight of every class, `[N, classes]`.
  public let targets: Tensor

  /// Maps, and the classes they should lead to.
  public init(maps: [Tensor], targets: Tensor) {
    self.maps = maps
    self.targets = targets
  }

  /// The same state with every tensor in it replaced.
  public func mapped(_ transform: (Tensor) throws -> Tensor) rethrows -> Self {
    try Self(maps: maps.map(transform), targets: transform(targets))
  }
}

/// Pictures and their classes.
public struct ClassifierBatch {
  /// `[N, C, H, W]`, in 0...1, in the network's precision and place.
  public let images: Tensor
  /// The class of each image, `[N]`, int64, or the weight of every class, `[N, classes]`.
  public let targets: Tensor
  /// Further views of the same pictures, each as `images`; mostly none.
  public let views: [Tensor]
  /// Pictures and targets before they were mixed; `nil` where these are not.
  public var original: ClassifierBatch? { unmixed.first }
  private let unmixed: [ClassifierBatch]

  /// Pictures and their classes, further views of them, and what they were mixed from.
  public init(
    images: Tensor, targets: Tensor, views: [Tensor] = [], original: ClassifierBatch? = nil
  ) {
    self.images = images
    self.targets = targets
    self.views = views
    unmixed = original.map { [$0] } ?? []
  }
}

/// Telling what a picture shows, charged by cross entropy.
public struct Classification: RecognitionTask {
  /// Pictures in 0...1 to logits, `[N, classes]`.
  public let network: Network<ClassifierState>
  /// How many classes the network tells apart.
  public let classes: Int
  /// The part of each target that is spread over all classes, 0..<1 (Szegedy et al., 2016, 7).
  public let labelSmoothing: Double

  /// Trains `network` on classes.
  public init(
    _ network: Network<ClassifierState>, classes: Int, labelSmoothing: Double = 0
  ) {
    self.network = network
    self.classes = classes
    self.labelSmoothing = labelSmoothing
  }

  /// The pictures as they are.
  public func begin(_ batch: ClassifierBatch) throws -> ClassifierState {
    ClassifierState(maps: [batch.images], targets: batch.targets)
  }

  /// The pictures as they were before they were mixed.
  public func original(_ batch: ClassifierBatch) throws -> ClassifierState {
    try begin(batch.original ?? batch)
  }

  /// Whether the pictures were mixed.
  public func isMixed(_ batch: ClassifierBatch) -> Bool { batch.original != nil }

  /// View `index` of the pictures as they were before they were mixed, with their classes.
  public func view(_ index: Int, of batch: ClassifierBatch) throws -> ClassifierState {
    let batch = batch.original ?? batch
    guard batch.views.indices.contains(index) else {
      throw NetworkError.noView(index, count: batch.views.count)
    }
    return ClassifierState(maps: [batch.views[index]], targets: batch.targets)
  }

  /// The mean cross entropy of the batch.
  ///
  /// - Throws: `NetworkError.targetsDoNotFit`.
  public func losses(_ state: ClassifierState) throws -> Losses {
    let logits = try logits(state)
    // No class is ignored: libtorch would pass over -100.
    let value = try logits.crossEntropyLoss(
      state.targets, ignoreIndex: -(1 << 60), labelSmoothing: labelSmoothing)
    return Losses("crossEntropy", value)
  }

  /// The share of the pictures whose first choice is their class, or their heaviest one.
  public func score(_ state: ClassifierState) throws -> Tensor? {
    let logits = try logits(state).detach()
    let targets = state.targets
    let own = targets.shape.count == 1 ? targets : try targets.argmax(dim: 1)
    return try logits.argmax(dim: 1).eq(own).to(.float32).mean()
  }

  /// The logarithm of every class's probability, `[N, classes]`.
  public func logProbabilities(_ state: ClassifierState) throws -> Tensor? {
    try logits(state).logSoftmax(dim: 1)
  }

  /// Targets for a targeted attack: for each picture a class drawn from all but its own.
  ///
  /// Classes given as weights stand for the heaviest.
  public func retargeted(_ state: ClassifierState, seed: Seed) throws -> ClassifierState {
    let own = state.targets.shape.count == 1 ? state.targets : try state.targets.argmax(dim: 1)
    var stream = (seed / "targets").stream
    let others = try own.to(.cpu).elements(Int64.self).map { label in
      (Int(label) + 1 + stream.below(max(1, classes - 1))) % classes
    }
    return ClassifierState(
      maps: state.maps, targets: try Tensor(others, device: state.targets.device))
  }

  /// What the last stage left, `[N, classes]`.
  public func logits(_ state: ClassifierState) throws -> Tensor {
    let shapes = state.maps.map(\.shape)
    guard let logits = state.maps.first, shapes[0].count == 2 else {
      throw NetworkError.noLogits(found: shapes)
    }
    let targets = state.targets.shape
    guard targets == [shapes[0][0]] || targets == shapes[0] else {
      throw NetworkError.targetsDoNotFit(found: state.targets.summary, classes: shapes[0][1])
    }
    return logits
  }
}
