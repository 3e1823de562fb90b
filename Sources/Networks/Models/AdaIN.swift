import Torch

/// Draws pictures in the style of others: a decoder makes pictures of features whose means and
/// deviations were exchanged (Huang and Belongie, 2017, arXiv 1703.06868, section 5).
///
/// The encoder is VGG-19 up to `relu4_1`, behind a 1x1 convolution that takes colours as they are.
/// Names are those of the usual PyTorch files (`vgg_normalised.pth`, `decoder.pth`): numbers of
/// layers in a sequence, in which paddings, activations and changes of size count too.
public struct AdaIN {
  private let encoder: [Layer]
  private let decoder: [Layer]

  /// A convolution, or a change of size between two.
  fileprivate enum Layer {
    /// Of 1x1, without an activation.
    case colours(Conv2D)
    /// Of 3x3 on maps that are reflected at their edges, then relu.
    case conv(Conv2D)
    /// The last one, without relu.
    case last(Conv2D)
    /// Of each four pixels the largest; odd sides are rounded up.
    case pool
    /// Each pixel four times.
    case double
  }

  /// An encoder and a decoder; `width` is the channels of the first maps, 64 in the paper.
  public init(encoder: Scope, decoder: Scope, width: Int = 64) throws {
    func conv(_ scope: Scope, _ number: Int, _ channelsIn: Int, _ channels: Int) throws -> Conv2D {
      try Conv2D(channelsIn, channels, kernel: 3, padding: 0, bias: true, scope / number)
    }
    let (one, two, four, eight) = (width, 2 * width, 4 * width, 8 * width)
    let colours = try Conv2D(3, 3, kernel: 1, bias: true, encoder / 0)
    self.encoder = try [
      .colours(colours), .conv(conv(encoder, 2, 3, one)), .conv(conv(encoder, 5, one, one)), .pool,
      .conv(conv(encoder, 9, one, two)), .conv(conv(encoder, 12, two, two)), .pool,
      .conv(conv(encoder, 16, two, four)), .conv(conv(encoder, 19, four, four)),
      .conv(conv(encoder, 22, four, four)), .conv(conv(encoder, 25, four, four)), .pool,
      .conv(conv(encoder, 29, four, eight)),
    ]
    self.decoder = try [
      .conv(conv(decoder, 1, eight, four)), .double, .conv(conv(decoder, 5, four, four)),
      .conv(conv(decoder, 8, four, four)), .conv(conv(decoder, 11, four, four)),
      .conv(conv(decoder, 14, four, two)), .double, .conv(conv(decoder, 18, two, two)),
      .conv(conv(decoder, 21, two, one)), .double, .conv(conv(decoder, 25, one, one)),
      .last(conv(decoder, 28, one, 3)),
    ]
  }

  /// `contents` drawn in the style of `styles`, both `[N, 3, H, W]` in 0...1, `H` and `W` from 16;
  /// `[N, 3, H', W']`, sides rounded up to whole eights, not kept in 0...1.
  ///
  /// `strength`, 0...1, is the part of the exchange that is taken; 0 gives the contents as encoder
  /// and decoder leave them.
  public func callAsFunction(
    _ contents: Tensor, as styles: Tensor, strength: Double
  ) throws -> Tensor {
    let features = try encoded(contents)
    let exchanged = try features.withMoments(of: encoded(styles), over: [2, 3])
    return try decoded(strength * exchanged + (1 - strength) * features)
  }

  /// Pictures, `[N, 3, H, W]`, as features, `[N, 8 width, H / 8, W / 8]`, sides rounded up.
  public func encoded(_ pictures: Tensor) throws -> Tensor {
    try encoder.reduce(pictures) { try $1($0) }
  }

  /// The picture of features.
  public func decoded(_ features: Tensor) throws -> Tensor {
    try decoder.reduce(features) { try $1($0) }
  }
}

extension AdaIN.Layer {
  fileprivate func callAsFunction(_ x: Tensor) throws -> Tensor {
    switch self {
    case .colours(let conv): try conv(x)
    case .conv(let conv): try conv(x.reflectionPad2d(padding: [1, 1, 1, 1])).relu()
    case .last(let conv): try conv(x.reflectionPad2d(padding: [1, 1, 1, 1]))
    case .pool: try x.maxPool2d(kernelSize: [2, 2], stride: [2, 2], ceilMode: true)
    case .double: try x.doubled()
    }
  }
}

extension Tensor {
  /// `self` with the mean and deviation over some dimensions that `other` has there.
  ///
  /// The deviation is the root of the unbiased variance plus 1e-5, as in the codes of Li et al.
  /// (2019) and Huang and Belongie (2017).
  public func withMoments(of other: Tensor, over dimensions: [Int]) throws -> Tensor {
    func moments(_ x: Tensor) throws -> (mean: Tensor, deviation: Tensor) {
      let (variance, mean) = try x.varMean(dim: dimensions, correction: 1, keepdim: true)
      return (mean, try (variance + 1e-5).sqrt())
    }
    let own = try moments(self)
    let others = try moments(other)
    return try (self - own.mean) / own.deviation * others.deviation + others.mean
  }

  /// Every pixel of `[N, C, H, W]` twice on each side.
  fileprivate func doubled() throws -> Tensor {
    let (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3])
    return try reshape(shape: [n, c, h, 1, w, 1]).expand(size: [n, c, h, 2, w, 2])
      .reshape(shape: [n, c, 2 * h, 2 * w])
  }
}
