import Networks
import Torch

/// The ways in which pictures are looked at when the classes of their pixels are told: what is told
/// is the mean of what is told in each.
public struct PixelViews: Sendable, Hashable {
  /// What the sides of the pictures are multiplied by, once each; above 0, and one or more.
  public var scales: [Double]
  /// Whether their mirror images are looked at too, at each size.
  public var flips: Bool

  /// The pictures as they are, where nothing else is said.
  public init(scales: [Double] = [1], flips: Bool = false) {
    self.scales = scales
    self.flips = flips
  }

  /// How many there are.
  var count: Int { scales.count * (flips ? 2 : 1) }

  /// The class told of every pixel of `images`, `[N, C, H, W]`: `[N, H, W]`, int64.
  ///
  /// `plain` is what `task`'s network makes of them as they are, `[N, classes, H, W]`, where that
  /// is known already.
  func choices(
    of images: Tensor, by task: Segmentation, _ pass: Pass, plain: Tensor? = nil
  ) throws -> Tensor {
    let isOne = scales.count == 1 && !flips
    var sum: Tensor?
    for scale in scales {
      for isMirrored in flips ? [false, true] : [false] {
        let isPlain = scale == 1 && !isMirrored
        let logits =
          try (isPlain ? plain : nil)
          ?? task.logits(of: images, scale: scale, isMirrored: isMirrored, pass)
        if isOne, isPlain { return try logits.argmax(dim: 1) }
        let told = try Self.probabilities(logits, like: images, isMirrored: isMirrored)
        sum = try sum.map { try $0 + told } ?? told
      }
    }
    guard let sum else { preconditionFailure("pictures are looked at in one way or more") }
    return try sum.argmax(dim: 1)
  }

  /// How likely each class is of each pixel of `images`, by the logits of a view of them.
  private static func probabilities(
    _ logits: Tensor, like images: Tensor, isMirrored: Bool
  ) throws -> Tensor {
    let size = Array(images.shape.suffix(2))
    var told = try logits.softmax(dim: 1)
    if isMirrored { told = try told.flip(dims: [3]) }
    guard Array(told.shape.suffix(2)) != size else { return told }
    return try told.upsampleBilinear2d(outputSize: size, alignCorners: false)
  }
}

extension Segmentation {
  /// What the network makes of `images`, `[N, C, H, W]`, at another size, `[N, classes, h, w]`;
  /// turned the wrong way where they are mirrored.
  fileprivate func logits(
    of images: Tensor, scale: Double, isMirrored: Bool, _ pass: Pass
  ) throws -> Tensor {
    let own = Array(images.shape.suffix(2))
    let size = own.map { max(1, Int((Double($0) * scale).rounded())) }
    var seen = images
    if size != own { seen = try seen.upsampleBilinear2d(outputSize: size, alignCorners: false) }
    if isMirrored { seen = try seen.flip(dims: [3]) }
    // No class is known: all of them are ignored, and nothing is charged.
    let targets = try Tensor.full(
      Double(Self.ignored), [images.shape[0]] + size, dtype: .int64, device: images.device)
    return try logits(
      network(SegmentationState(maps: [seen], targets: targets, size: size), pass))
  }
}
