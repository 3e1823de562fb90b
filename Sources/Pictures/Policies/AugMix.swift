import Randomness

/// Mixes each picture with several chains of changes of itself (Hendrycks et al., 2020, section 3).
///
/// The weights of the chains are drawn from a Dirichlet distribution, what the mixture has of the
/// picture itself from a Beta distribution, all of parameter `alpha`. The mixture is rounded to
/// bytes, which the authors' code, mixing normalized pictures, does not do.
public struct AugMix: Transform, Hashable {
  /// How many chains are mixed (the authors' `mixture_width`).
  public let chains: Int
  /// How many changes a chain has; each number is as likely as any other (`mixture_depth`).
  public let depth: ClosedRange<Int>
  /// The highest level of a change; each is drawn evenly from 0.1 up (`aug_severity`).
  public let severity: Double
  /// The parameter of both distributions.
  public let alpha: Double
  /// The operations drawn from.
  public let operations: [AugmentationOperation]
  /// How pictures are moved.
  public let moving: Moving

  /// The authors' operations, which have nothing in common with ImageNet-C's corruptions.
  public static let usualOperations: [AugmentationOperation] = [
    .autoContrast, .equalize, .posterize, .rotate, .solarize, .shearX, .shearY, .translateX,
    .translateY,
  ]

  /// Those and the four enhancements, which ImageNet-C has too (the authors' `all_ops`).
  public static let allOperations =
    usualOperations + [.color, .contrast, .brightness, .sharpness]

  /// Mixes `chains`, 1 or more, of `depth` changes, 1 or more, up to `severity`, 0.1...10.
  public init(
    chains: Int = 3, depth: ClosedRange<Int> = 1...3, severity: Double = 3, alpha: Double = 1,
    operations: [AugmentationOperation] = AugMix.usualOperations,
    moving: Moving = Moving([.bilinear])
  ) {
    precondition(
      chains > 0 && depth.lowerBound > 0, "\(chains) chains of \(depth) changes cannot be mixed")
    precondition((0.1...10).contains(severity), "a severity is 0.1...10, not \(severity)")
    precondition(alpha > 0 && alpha.isFinite, "alpha is above 0, not \(alpha)")
    precondition(!operations.isEmpty, "there is no operation to draw")
    self.chains = chains
    self.depth = depth
    self.severity = severity
    self.alpha = alpha
    self.operations = operations
    self.moving = moving
  }

  /// The mixture, of the picture's shape.
  ///
  /// - Throws: `PicturesError.wrongChannels` unless there are 1 or 3 channels, or where the colour
  ///   beside the picture is one for others.
  public func callAsFunction(_ picture: Picture, _ random: inout RandomStream) throws -> Picture {
    let weights = random.shares(chains, alpha: alpha)
    let share = random.beta(alpha, alpha)
    let changed = try weights.map { _ in
      let count = depth.lowerBound + random.below(depth.count)
      return try (0..<count).reduce(picture) { picture, _ in
        let operation = operations[random.below(operations.count)]
        let level = MagnitudeLevel(random.number(in: 0.1...severity), of: 10)
        let change = random.change(operation, at: level, by: .augMix, of: picture)
        return try moving.apply(change, to: picture, &random)
      }
    }
    return picture.mixed(with: changed, weights: weights, share: share)
  }
}

extension RandomStream {
  /// So many parts of 1, of the Dirichlet distribution whose parameters are all `alpha`, above 0.
  mutating func shares(_ count: Int, alpha: Double) -> [Double] {
    let numbers = (0..<count).map { _ in gamma(shape: alpha) }
    let sum = numbers.reduce(0, +)
    if sum > 0 { return numbers.map { $0 / sum } }
    // Shapes near 0 can give nothing but zeros; one part is then all.
    let whole = below(count)
    return numbers.indices.map { $0 == whole ? 1 : 0 }
  }
}

extension Picture {
  /// `share` of the pictures by their weights, and the rest of this one; rounded to the nearest.
  ///
  /// All have this picture's shape; weights are 0 or more and add up to 1, the share is 0...1.
  func mixed(with others: [Picture], weights: [Double], share: Double) -> Picture {
    var sums = bytes.map { Float(1 - share) * Float($0) }
    for (other, weight) in zip(others, weights) {
      let part = Float(share * weight)
      sums.withUnsafeMutableBufferPointer { sums in
        other.bytes.withUnsafeBufferPointer { bytes in
          for place in 0..<sums.count { sums[place] += part * Float(bytes[place]) }
        }
      }
    }
    return Picture(
      channels: channels, height: height, width: width,
      bytes: sums.map { UInt8(min(max($0.rounded(.toNearestOrEven), 0), 255)) })
  }
}
