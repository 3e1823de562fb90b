import Torch

/// Makes pictures of features: convolutions on maps that are reflected at their edges, between which
/// pixels are doubled (Huang and Belongie, 2017, section 5).
public struct StyleDecoder {
  private let layers: [StyleLayer]

  /// The way back from VGG-19's `relu4_1`; `width` is that of the encoder.
  ///
  /// Names are those of the usual PyTorch file, `decoder.pth`: numbers of layers in a sequence, in
  /// which paddings, activations and changes of size count too.
  public init(vggWidth width: Int = 64, _ scope: Scope) throws {
    let (one, two, four, eight) = (width, 2 * width, 4 * width, 8 * width)
    layers = try [
      .conv(1, eight, four, scope), .double, .conv(5, four, four, scope),
      .conv(8, four, four, scope), .conv(11, four, four, scope), .conv(14, four, two, scope),
      .double, .conv(18, two, two, scope), .conv(21, two, one, scope), .double,
      .conv(25, one, one, scope), .last(28, one, 3, scope),
    ]
  }

  /// The way back from features of so many `channels`, whose sides are those of pictures of
  /// `colours` channels halved so often.
  ///
  /// Two convolutions to each doubling, of half as many maps as before it, of 16 at least; names
  /// number the convolutions.
  public init(channels: Int, halvings: Int, colours: Int, _ scope: Scope) throws {
    var width = channels
    var layers: [StyleLayer] = []
    var number = 0
    func add(_ channels: Int) throws {
      layers.append(try .conv(number, width, channels, scope))
      (width, number) = (channels, number + 1)
    }
    for _ in 0..<halvings {
      try add(max(width / 2, 16))
      layers.append(.double)
      try add(width)
    }
    if halvings == 0 { try add(width) }
    self.layers = layers + [try .last(number, width, colours, scope)]
  }

  /// The pictures of features, cut to the size of `pictures` below and to the right.
  public func callAsFunction(_ features: Tensor, asLargeAs pictures: Tensor) throws -> Tensor {
    let drawn = try layers.reduce(features) { try $1($0) }
    return try drawn.narrow(dim: 2, start: 0, length: pictures.shape[2])
      .narrow(dim: 3, start: 0, length: pictures.shape[3])
  }
}

/// A convolution of an encoder or decoder of styles, or a change of size between two.
enum StyleLayer {
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

  /// The convolution called `number`, and relu.
  static func conv(
    _ number: Int, _ channelsIn: Int, _ channels: Int, _ scope: Scope
  ) throws -> StyleLayer {
    .conv(try unpadded(number, channelsIn, channels, scope))
  }

  /// The convolution called `number`.
  static func last(
    _ number: Int, _ channelsIn: Int, _ channels: Int, _ scope: Scope
  ) throws -> StyleLayer {
    .last(try unpadded(number, channelsIn, channels, scope))
  }

  private static func unpadded(
    _ number: Int, _ channelsIn: Int, _ channels: Int, _ scope: Scope
  ) throws -> Conv2D {
    try Conv2D(channelsIn, channels, kernel: 3, padding: 0, bias: true, scope / number)
  }

  func callAsFunction(_ x: Tensor) throws -> Tensor {
    switch self {
    case .colours(let conv): try conv(x)
    case .conv(let conv): try conv(x.reflectionPad2d(padding: [1, 1, 1, 1])).relu()
    case .last(let conv): try conv(x.reflectionPad2d(padding: [1, 1, 1, 1]))
    case .pool: try x.maxPool2d(kernelSize: [2, 2], stride: [2, 2], ceilMode: true)
    case .double: try x.upsampleNearest2d(outputSize: x.shape.suffix(2).map { 2 * $0 })
    }
  }
}
