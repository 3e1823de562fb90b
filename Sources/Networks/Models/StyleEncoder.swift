import Torch

/// Makes features of pictures whose means and deviations are the pictures' style.
public protocol StyleEncoder {
  /// What pictures, `[N, C, H, W]` in 0...1, come to at one place after another, each `[N, C', H', W']`;
  /// the last are the features that are exchanged.
  func levels(of pictures: Tensor) throws -> [Tensor]
}

extension StyleEncoder {
  /// The features that are exchanged.
  public func features(of pictures: Tensor) throws -> Tensor {
    let levels = try levels(of: pictures)
    return levels[levels.count - 1]
  }
}

/// VGG-19 up to `relu4_1`, behind a 1x1 convolution that takes colours as they are.
///
/// Names are those of the usual PyTorch file, `vgg_normalised.pth`: numbers of layers in a sequence,
/// in which paddings, activations and changes of size count too. Levels are `relu1_1` to `relu4_1`;
/// sides are halved three times, rounded up.
public struct VGG19Encoder: StyleEncoder {
  /// The number of the last layer that has weights; files may have more.
  public static let lastLayer = 29
  private let parts: [[StyleLayer]]

  /// `width` is the channels of the first maps, 64 in the paper.
  public init(width: Int = 64, _ scope: Scope) throws {
    let (one, two, four, eight) = (width, 2 * width, 4 * width, 8 * width)
    parts = try [
      [.colours(Conv2D(3, 3, kernel: 1, bias: true, scope / 0)), .conv(2, 3, one, scope)],
      [.conv(5, one, one, scope), .pool, .conv(9, one, two, scope)],
      [.conv(12, two, two, scope), .pool, .conv(16, two, four, scope)],
      [
        .conv(19, four, four, scope), .conv(22, four, four, scope), .conv(25, four, four, scope),
        .pool, .conv(Self.lastLayer, four, eight, scope),
      ],
    ]
  }

  /// `relu1_1` to `relu4_1`.
  public func levels(of pictures: Tensor) throws -> [Tensor] {
    var maps = pictures
    return try parts.map { part in
      maps = try part.reduce(maps) { try $1($0) }
      return maps
    }
  }
}

/// A classifier up to one of its stages, as it is evaluated.
public struct StageEncoder: StyleEncoder {
  private let front: Network<ClassifierState>

  /// `network` up to the stage called `name`; its first stage, which leaves the pictures, is no level.
  ///
  /// - Throws: `NetworkError.noStage`, and `.noFeatures` of the first stage and the last.
  public init(_ network: Network<ClassifierState>, upTo name: String) throws {
    front = try network.front(upTo: name)
    guard (2..<network.stages.count).contains(front.stages.count) else {
      throw NetworkError.noFeatures(
        stage: name, known: network.stages.dropFirst().dropLast().map(\.name))
    }
  }

  /// What every stage behind the first leaves.
  public func levels(of pictures: Tensor) throws -> [Tensor] {
    let targets = try Tensor.zeros([pictures.shape[0]], dtype: .int64, device: pictures.device)
    let names = front.stages.dropFirst().map(\.name)
    var levels: [Tensor] = []
    _ = try front(
      ClassifierState(maps: [pictures], targets: targets), .evaluation, keeping: Set(names)
    ) { stage, state in
      if names.contains(stage.name) { levels += state.maps }
    }
    return levels
  }
}
