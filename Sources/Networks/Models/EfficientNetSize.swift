/// How large an EfficientNet is: by how much its channels, its blocks and its pictures are scaled
/// together (Tan and Le, 2019, section 3.3).
public struct EfficientNetSize: Sendable, Hashable {
  /// Channels as a multiple of B0's.
  public var width: Double
  /// Blocks as a multiple of B0's.
  public var depth: Double
  /// The side of the pictures it is usually given, in pixels.
  public var resolution: Int
  /// The probability that a feature is left out before the classifier.
  public var dropout: Double
  /// Whether it is made for small devices: no squeeze-excite, relu6 in the place of swish, and the
  /// stem, the top, the first and the last stage as in B0 at every scale.
  public var isLite = false

  /// A size of one's own.
  public init(
    width: Double, depth: Double, resolution: Int, dropout: Double, isLite: Bool = false
  ) {
    precondition(width > 0 && depth > 0, "an EfficientNet is scaled by more than 0")
    self.width = width
    self.depth = depth
    self.resolution = resolution
    self.dropout = dropout
    self.isLite = isLite
  }

  /// Tan and Le's smallest; all others are scaled from it.
  public static let b0 = EfficientNetSize(width: 1, depth: 1, resolution: 224, dropout: 0.2)
  /// 7.8 million parameters.
  public static let b1 = EfficientNetSize(width: 1, depth: 1.1, resolution: 240, dropout: 0.2)
  /// 9.1 million parameters.
  public static let b2 = EfficientNetSize(width: 1.1, depth: 1.2, resolution: 260, dropout: 0.3)
  /// 12 million parameters.
  public static let b3 = EfficientNetSize(width: 1.2, depth: 1.4, resolution: 300, dropout: 0.3)
  /// 19 million parameters.
  public static let b4 = EfficientNetSize(width: 1.4, depth: 1.8, resolution: 380, dropout: 0.4)
  /// 30 million parameters.
  public static let b5 = EfficientNetSize(width: 1.6, depth: 2.2, resolution: 456, dropout: 0.4)
  /// 43 million parameters.
  public static let b6 = EfficientNetSize(width: 1.8, depth: 2.6, resolution: 528, dropout: 0.5)
  /// 66 million parameters.
  public static let b7 = EfficientNetSize(width: 2, depth: 3.1, resolution: 600, dropout: 0.5)
  /// 87 million parameters; AdvProp's largest (Xie et al., 2020, section 5.3).
  public static let b8 = EfficientNetSize(width: 2.2, depth: 3.6, resolution: 672, dropout: 0.5)
  /// 4.7 million parameters.
  public static let lite0 = EfficientNetSize(
    width: 1, depth: 1, resolution: 224, dropout: 0.2, isLite: true)

  /// B0's `count` of channels at this width: a multiple of 8, and at least nine tenths of the
  /// product.
  public func channels(_ count: Int) -> Int {
    let exact = Double(count) * width
    let rounded = max(8, Int(exact + 4) / 8 * 8)
    return Double(rounded) < 0.9 * exact ? rounded + 8 : rounded
  }

  /// B0's `count` of blocks at this depth, rounded up.
  public func blocks(_ count: Int) -> Int { Int((Double(count) * depth).rounded(.up)) }
}
