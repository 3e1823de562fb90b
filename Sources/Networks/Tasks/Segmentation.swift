import Randomness
import Torch

/// What flows through a network that tells the class of every pixel.
public struct SegmentationState: MapFlow {
  /// `[[N, C, h, w]]`, and `[[N, classes, H, W]]` past the last stage.
  public var maps: [Tensor]
  /// Maps of an early stage that the decoder reads, `[[N, C, h, w]]`; none before that stage.
  public var skips: [Tensor]
  /// The class of each pixel, or what is ignored, `[N, H, W]`, int64.
  public let targets: Tensor
  /// The height and width of the pictures.
  public let size: [Int]

  /// Pictures `[[N, C, H, W]]`, and the classes their pixels should lead to.
  public init(maps: [Tensor], skips: [Tensor] = [], targets: Tensor, size: [Int]) {
    self.maps = maps
    self.skips = skips
    self.targets = targets
    self.size = size
  }

  /// The same state with every tensor in it replaced.
  public func mapped(_ transform: (Tensor) throws -> Tensor) rethrows -> Self {
    try Self(
      maps: maps.map(transform), skips: skips.map(transform), targets: transform(targets),
      size: size)
  }
}

/// Pictures and the classes of their pixels.
public struct SegmentationBatch {
  /// `[N, C, H, W]`, in 0...1, in the network's precision and place.
  public let images: Tensor
  /// The class of each pixel, or `Segmentation.ignored`, `[N, H, W]`, int64.
  public let targets: Tensor

  /// Pictures and the classes of their pixels.
  public init(images: Tensor, targets: Tensor) {
    self.images = images
    self.targets = targets
  }
}

/// Telling the class of every pixel of a picture (semantic segmentation).
public struct Segmentation: RecognitionTask {
  /// What a pixel is charged.
  public enum Charge: Sendable, Hashable {
    /// The cross entropy of its class.
    case crossEntropy
    /// `(1 - p)^gamma` times that, where `p` is the probability of its class (Lin et al., 2017,
    /// equation 4, without its alpha); `gamma` is 0 or more.
    case focal(gamma: Double)
  }

  /// The target of pixels that nothing is charged for, and that nothing is judged by.
  public static let ignored = 255

  /// Pictures in 0...1 to logits of their size, `[N, classes, H, W]`.
  public let network: Network<SegmentationState>
  /// How many classes the network tells apart.
  public let classes: Int
  /// What a pixel is charged.
  public let charge: Charge

  /// Trains `network` on classes, 1 to 255 of them.
  public init(_ network: Network<SegmentationState>, classes: Int, charge: Charge = .crossEntropy) {
    precondition((1...Self.ignored).contains(classes), "\(classes) classes do not fit a byte")
    self.network = network
    self.classes = classes
    self.charge = charge
  }

  /// The pictures as they are.
  public func begin(_ batch: SegmentationBatch) throws -> SegmentationState {
    SegmentationState(
      maps: [batch.images], targets: batch.targets, size: Array(batch.images.shape.suffix(2)))
  }

  /// The mean charge of all pixels that are not ignored; 0 where all are.
  ///
  /// - Throws: `NetworkError.targetsDoNotFit`.
  public func losses(_ state: SegmentationState) throws -> Losses {
    let logits = try logits(state)
    let count = try state.targets.ne(Double(Self.ignored)).sum().clamp(min: 1).to(logits.dtype)
    switch charge {
    case .crossEntropy:
      let sum = try logits.crossEntropyLoss(
        state.targets, reduction: 2, ignoreIndex: Self.ignored)
      return Losses("crossEntropy", try sum / count)
    case .focal(let gamma):
      let entropy = try logits.crossEntropyLoss(
        state.targets, reduction: 0, ignoreIndex: Self.ignored)
      // A power below 1 has no slope at 0, which a pixel that is certain has none of either.
      let missing = try (1 - (-entropy).exp()).clamp(min: 1e-30)
      return Losses("focal", try (missing.pow(gamma) * entropy).sum() / count)
    }
  }

  /// The share of the pixels, ignored ones aside, whose first choice is their class.
  public func score(_ state: SegmentationState) throws -> Tensor? {
    let choices = try logits(state).detach().argmax(dim: 1)
    let right = try choices.eq(state.targets).sum().to(.float32)
    return try right / state.targets.ne(Double(Self.ignored)).sum().clamp(min: 1)
  }

  /// Targets for a targeted attack: in each picture every class stands for another, by one drawn turn
  /// of all classes, so that what is of one class stays so.
  public func retargeted(_ state: SegmentationState, seed: Seed) throws -> SegmentationState {
    var stream = (seed / "targets").stream
    let own = state.targets
    let turns = (0..<own.shape[0]).map { _ in Int64(1 + stream.below(max(1, classes - 1))) }
    let turned = try own + Tensor(turns, device: own.device).reshape(shape: [-1, 1, 1])
    let other = try turned.ge(Double(classes)).where(turned - Double(classes), other: turned)
    return SegmentationState(
      maps: state.maps, skips: state.skips,
      targets: try own.eq(Double(Self.ignored)).where(own, other: other), size: state.size)
  }

  /// What the last stage left, `[N, classes, H, W]`.
  public func logits(_ state: SegmentationState) throws -> Tensor {
    let shapes = state.maps.map(\.shape)
    guard let logits = state.maps.first, shapes[0].count == 4, shapes[0][1] == classes,
      Array(shapes[0].suffix(2)) == state.size
    else { throw NetworkError.noPixelLogits(found: shapes, classes: classes, size: state.size) }
    guard state.targets.shape == [shapes[0][0]] + state.size else {
      throw NetworkError.targetsDoNotFit(found: state.targets.summary, classes: classes)
    }
    return logits
  }
}
